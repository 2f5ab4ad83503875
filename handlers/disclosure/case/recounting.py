"""Deriving the dates of open requests anew, after a notice of days off or simply with the day (disclosure-rules §4)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.message import Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import ParcelKind
from bot.outbound.parcel import ParcelBody
from handlers.cases import written
from handlers.disclosure.case import store
from handlers.disclosure.case.docket import write_dates
from handlers.disclosure.case.lifecycle import DONE
from handlers.disclosure.case.records import DateMoveRecord, DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.statute.clocks import Clocks
from handlers.workdays import WorkingCalendar

RECOUNTED_TOGETHER = 100


class DateRecount:
    """Derives dates anew, keeps what moved, and tells those whose date waited for a calendar."""

    def __init__(
        self, database: Database, *, clock: Clock, calendar: WorkingCalendar, texts: Wording
    ) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._texts = texts

    async def recount(self, notice_id: int = 0) -> int:
        """Derive the dates of every open request anew; give how many due dates moved.

        Applicants whose date waited for a calendar are told theirs once. What moved is kept for the notice that moved
        it, 0 for none; a second count for the same notice finds nothing to move.
        """
        moved, last = 0, ""
        # Some at a time: whoever files or confirms meanwhile does not wait for all of them.
        while (found := await self._recount_some(notice_id, after=last)) is not None:
            count, last = found
            moved += count
        return moved

    async def _recount_some(self, notice_id: int, *, after: str) -> tuple[int, str] | None:
        """Count the next requests behind a number; give how many moved and the last number, None when there are no more."""
        async with self._database.transaction() as tx:
            requests = await store.open_requests(tx, DONE, after=after, limit=RECOUNTED_TOGETHER)
            if not requests:
                return None
            log = await store.log_by_number(tx, [request.number for request in requests])
            now, moved = self._clock.now(), 0
            with tx.no_autoflush:
                for request in requests:
                    moved += await self._recounted(tx, request, log.get(request.number, ()), notice_id, now)
            if moved:
                detail = {"moved": str(moved), "until": requests[-1].number}
                await audit.record(
                    tx, "disclosure:recount", actor="program", subject=str(notice_id), now=now, detail=detail
                )
        return moved, requests[-1].number

    async def _recounted(
        self,
        tx: AsyncSession,
        request: DisclosureRequestRecord,
        log: Sequence[DisclosureEventRecord],
        notice_id: int,
        now: datetime,
    ) -> bool:
        before, was_provisional = request.due_on, request.due_provisional
        dates = write_dates(request, log, calendar=self._calendar, today=local_date(now))
        if dates.due_on == before and dates.provisional == was_provisional:
            return False
        told = was_provisional and dates.due_on is not None and await self._tell_date(tx, request, dates, now)
        tx.add(
            DateMoveRecord(
                notice_id=notice_id,
                number=request.number,
                due_before=before,
                due_after=dates.due_on,
                was_provisional=was_provisional,
                told=told,
                at=now,
            )
        )
        return True

    async def _tell_date(
        self, tx: AsyncSession, request: DisclosureRequestRecord, dates: Clocks, now: datetime
    ) -> bool:
        words = self._texts("disclosure.message.dated", number=request.number, due=written(dates.due_on))
        return await outbox.enqueue(
            tx,
            request.citizen,
            body=ParcelBody(Reply(words)),
            dedup=f"disclosure:{request.number}:dated:{dates.due_on}",
            now=now,
            channel=request.talk_channel,
            kind=ParcelKind.LETTER,
        )
