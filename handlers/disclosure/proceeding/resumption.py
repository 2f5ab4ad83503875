"""The clock goes on by itself once the last opinion is in or its term has passed (art. 32, 33, 34), and the applicant is told.

The count of days never depended on it: it follows from the log. What a job adds is the state, so that the case does not
lie among those that wait for others, and the words to the applicant.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.message import Reply, Wording
from handlers.cases import written
from handlers.disclosure.case import store
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.messages import tell
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.taking import StepNote, standing_of, take
from handlers.workdays import WorkingCalendar

LOOKED_AT_TOGETHER = 50


class ConsultationEnd:
    """Resumes the search of cases whose consultation is over."""

    def __init__(
        self, database: Database, *, clock: Clock, calendar: WorkingCalendar, texts: Wording
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

    async def step(self) -> int:
        """Look through all that wait for opinions; give how many go on."""
        resumed, after = 0, ""
        while True:
            async with self._database.transaction() as tx:
                record = DisclosureRequestRecord
                chosen = (
                    select(record)
                    .where(record.state == State.CONSULTING.value, record.number > after)
                    .order_by(record.number)
                    .limit(LOOKED_AT_TOGETHER)
                    .with_for_update(skip_locked=True)
                )
                requests = (await tx.scalars(chosen)).all()
                for request in requests:
                    resumed += await self.end(tx, request, now=self._clock.now())
            if len(requests) < LOOKED_AT_TOGETHER:
                return resumed
            after = requests[-1].number

    async def end(self, tx: AsyncSession, request: DisclosureRequestRecord, *, now: datetime) -> bool:
        """Let a case go on in the caller's transaction unless an opinion is still awaited; give whether it does."""
        log = await store.log_of(tx, [request.number])
        standing = standing_of(request, log, calendar=self._calendar, today=local_date(now))
        if standing.open_opinions():
            return False
        dates = await take(
            tx,
            request,
            Step.RESUME,
            actors={Actor.BOT},
            note=StepNote(Actor.BOT),
            now=now,
            calendar=self._calendar,
        )
        key = "disclosure.told.resume" if dates.due_on else "disclosure.told.resume_provisional"
        words = self._texts(key, number=request.number, due=written(dates.due_on))
        await tell(tx, request, Reply(words), cause=f"step:{request.version}", now=now)
        return True
