"""A correction answered in chat, point by point, and merged into the request when the last point is answered (art. 30).

Where the talk stands follows from the papers of the case alone: a server may be restarted between two points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import ProcedureError
from bot.privacy import Vault
from handlers.disclosure.case import store
from handlers.disclosure.case.docket import dates_of
from handlers.disclosure.case.fields import joined
from handlers.disclosure.case.lifecycle import ARTICLES, Actor, State, Step
from handlers.disclosure.case.papers import CasePaper, PaperKind, add_paper, papers_of
from handlers.disclosure.case.particulars import merge_addition
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.taking import StepNote, take
from handlers.workdays import WorkingCalendar

LONGEST_ANSWER_LETTERS = 500


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """A correction on its way: the points that were asked, how many are answered, and until when.

    `point` is the one that comes next, empty when all are answered; then `due_on` is the new last day, if it is known.
    """

    number: str
    points: tuple[str, ...]
    answered: int
    until: date | None
    due_on: date | None = None

    @property
    def point(self) -> str:
        """Give the point that comes next."""
        return self.points[self.answered] if self.answered < len(self.points) else ""


class CitizenCorrection:
    """Takes a citizen's answers to the points of a correction notice."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar

    async def waiting(self, citizen: str) -> OpenCorrection | None:
        """Give the citizen's newest request that waits for a correction; None where there is none."""
        async with self._database.reading() as tx:
            request = await self._request(tx, citizen)
            return await self._open(tx, request) if request is not None else None

    async def answer(self, citizen: str, words: str) -> OpenCorrection | None:
        """Keep an answer to the next point; the last one hands the corrected request in.

        Gives how the correction stands then, None where no request waits for one. Raises `ProcedureError` when the time is
        over: whether there was good cause, staff decide.
        """
        async with self._database.transaction() as tx:
            request = await self._request(tx, citizen, lock=True)
            if request is None:
                return None
            before = await self._open(tx, request)
            now = self._clock.now()
            if before.until is not None and local_date(now) > before.until:
                raise ProcedureError(
                    "disclosure.correction.late", article=ARTICLES[Step.CORRECT], number=before.number
                )
            content = {"asked": before.point, "addition": words[:LONGEST_ANSWER_LETTERS]}
            await add_paper(
                tx,
                self._vault,
                request.number,
                PaperKind.CORRECTION_ANSWER,
                content,
                author=Actor.APPLICANT,
                now=now,
            )
            after = OpenCorrection(before.number, before.points, before.answered + 1, before.until)
            return after if after.point else await self._hand_in(tx, request, after)

    async def _hand_in(
        self, tx: AsyncSession, request: DisclosureRequestRecord, done: OpenCorrection
    ) -> OpenCorrection:
        addition = ""
        for paper in await self._answers(tx, request.number):
            addition = joined(addition, str(paper.content.get("addition", "")))
        dates = await take(
            tx,
            request,
            Step.CORRECT,
            actors={Actor.APPLICANT},
            note=StepNote(Actor.APPLICANT),
            now=self._clock.now(),
            calendar=self._calendar,
        )
        merge_addition(self._vault, request, addition)
        return OpenCorrection(done.number, done.points, done.answered, done.until, dates.due_on)

    async def _request(
        self, tx: AsyncSession, citizen: str, *, lock: bool = False
    ) -> DisclosureRequestRecord | None:
        if not citizen:
            return None
        record = DisclosureRequestRecord
        query = (
            select(record)
            .where(record.citizen == citizen, record.state == State.AWAITING_CORRECTION.value)
            .order_by(record.submitted_at.desc(), record.number.desc())
            .limit(1)
        )
        rows = await tx.scalars(query.with_for_update() if lock else query)
        return rows.one_or_none()

    async def _open(self, tx: AsyncSession, request: DisclosureRequestRecord) -> OpenCorrection:
        notices = await papers_of(tx, self._vault, request.number, PaperKind.CORRECTION)
        asked = str(notices[-1].content.get("points", "")) if notices else ""
        points = tuple(line.strip() for line in asked.splitlines() if line.strip())
        log = await store.log_of(tx, [request.number])
        dates = dates_of(request, log, calendar=self._calendar, today=local_date(self._clock.now()))
        answered = len(await self._answers(tx, request.number))
        return OpenCorrection(request.number, points, answered, dates.correct_by)

    async def _answers(self, tx: AsyncSession, number: str) -> Sequence[CasePaper]:
        return await papers_of(tx, self._vault, number, PaperKind.CORRECTION_ANSWER)
