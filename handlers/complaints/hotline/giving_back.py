"""What became of the hotline's complaints, given back: sent by HTTP until it is taken, or exported as a table.

A complaint is to be sent whenever its version has grown since the hotline was told: nothing has to remember to send it.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.message import Wording
from bot.privacy import Vault
from handlers.cases import written
from handlers.complaints.case.lifecycle import ENDED, ComplaintState, ComplaintStep
from handlers.complaints.case.papers import papers_of
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.hotline.columns import GIVEN, HotlineColumns
from handlers.complaints.hotline.records import HotlineLinkRecord
from handlers.files.table_file import Row

log = logging.getLogger(__name__)
AT_ONCE = 20
LEASE = timedelta(minutes=2)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=2)
SHOWN, EXPORTED = 100, 5000
NEVER_DUE = datetime(9999, 1, 1, tzinfo=UTC)
ANSWERED = frozenset(
    {ComplaintState.CLOSED, ComplaintState.CALL_BACK, ComplaintState.SUPERVISED, ComplaintState.FINISHED}
)
ANSWERS = frozenset({ComplaintStep.REPORT.value, ComplaintStep.ANSWER.value, ComplaintStep.CONCLUDE.value})

HotlineDoor = Callable[[Mapping[str, str]], Awaitable[None]]
"""Gives the hotline one state; raises `ServiceError` when it was not taken."""


@dataclass(frozen=True, slots=True)
class FailedExchange:
    """A complaint whose state could not be given back: since when, how often it was tried, when it is tried again."""

    number: str
    outer: str
    fault: str
    tries: int
    due_at: datetime


class HotlineGivingBack:
    """Gives states back; several workers may do so at once."""

    def __init__(
        self,
        database: Database,
        door: HotlineDoor | None,
        *,
        columns: HotlineColumns,
        vault: Vault,
        clock: Clock,
        texts: Wording,
    ) -> None:
        """Take the door to the hotline; without one only tables are given."""
        self._database = database
        self._door = door
        self._columns = columns
        self._vault = vault
        self._clock = clock
        self._texts = texts

    async def step(self) -> int:
        """Send what is due, and give how many were taken up; raises `ServiceError` when the database is away."""
        if self._door is None:
            return 0
        async with self._database.transaction() as tx:
            numbers = await self._claim(tx)
        for number in numbers:
            await self._send(number, self._door)
        return len(numbers)

    async def _claim(self, tx: AsyncSession) -> Sequence[str]:
        link, now = HotlineLinkRecord, self._clock.now()
        wanted = (
            select(link)
            .join(ComplaintRecord, ComplaintRecord.number == link.number)
            .where(link.due_at <= now, ComplaintRecord.version > link.sent_version)
            .order_by(link.due_at)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True, of=link)
        )
        rows = (await tx.scalars(wanted)).all()
        for row in rows:
            row.due_at, row.tries = now + LEASE, row.tries + 1
        return [row.number for row in rows]

    async def _send(self, number: str, door: HotlineDoor) -> None:
        async with self._database.reading() as tx:
            complaint, link = await self._both(tx, number)
            version, ended = complaint.version, complaint.state in ENDED
            told = await self._told(tx, complaint, link.outer)
        try:
            await door(told)
        except ServiceError as error:
            log.warning("hotline not told", extra={"complaint": number, "reason": type(error).__name__})
            await self._failed(number, str(error.values.get("reason", "unreachable"))[:40])
            return
        async with self._database.transaction() as tx:
            _, link = await self._both(tx, number)
            now = self._clock.now()
            # Of what has ended nothing follows: it is never looked at again.
            link.sent_version, link.sent_at, link.due_at = version, now, NEVER_DUE if ended else now
            link.tries, link.fault = 0, ""

    async def _failed(self, number: str, reason: str) -> None:
        async with self._database.transaction() as tx:
            _, link = await self._both(tx, number)
            pause = min(FIRST_PAUSE * 2 ** min(link.tries - 1, 8), LONGEST_PAUSE)
            link.due_at, link.fault = self._clock.now() + pause, reason

    async def _both(self, tx: AsyncSession, number: str) -> tuple[ComplaintRecord, HotlineLinkRecord]:
        complaint, link = await tx.get(ComplaintRecord, number), await tx.get(HotlineLinkRecord, number)
        if complaint is None or link is None:
            raise InputError("complaints.refused.unknown", number=number)
        return complaint, link

    async def _told(self, tx: AsyncSession, row: ComplaintRecord, outer: str) -> dict[str, str]:
        """Give what the hotline is told of a complaint; of the words only the answer, once it was approved."""
        answer = ""
        if row.state in ANSWERED:
            papers = await papers_of(tx, self._vault, row.lead or row.number)
            answer = next(
                (one.words.get("result_words", "") for one in reversed(papers) if one.kind in ANSWERS), ""
            )
        return {
            "outer": outer,
            "number": row.number,
            "state": self._texts(f"complaints.state.{row.state}"),
            "unit": row.unit,
            "result": self._texts(f"complaints.result.{row.result}") if row.result and answer else "",
            "answer": answer,
            "submitted": written(local_date(row.submitted_at)),
            "due": written(row.due_on) if row.due_on else "",
        }

    async def table(self, *, unended: bool) -> list[Row]:
        """Give the complaints that the hotline has, too, newest first, as a table with its head."""
        link, complaint = HotlineLinkRecord, ComplaintRecord
        wanted = (
            select(complaint, link.outer)
            .join(link, link.number == complaint.number)
            .order_by(complaint.number.desc())
            .limit(EXPORTED)
        )
        if unended:
            ended = [state.value for state in ENDED]
            wanted = wanted.where(complaint.state.not_in(ended))
        async with self._database.reading() as tx:
            rows = (await tx.execute(wanted)).all()
            told = [await self._told(tx, row, outer) for row, outer in rows]
        head = [
            self._columns.given.get(name, self._texts(f"complaints.hotline.column.{name}")) for name in GIVEN
        ]
        return [head, *([one[name] for name in GIVEN] for one in told)]

    async def failed(self) -> tuple[FailedExchange, ...]:
        """Give what could not be given back, the longest tried first."""
        link = HotlineLinkRecord
        wanted = select(link).where(link.fault != "").order_by(link.tries.desc(), link.number).limit(SHOWN)
        async with self._database.reading() as tx:
            rows = (await tx.scalars(wanted)).all()
        return tuple(FailedExchange(row.number, row.outer, row.fault, row.tries, row.due_at) for row in rows)

    async def counted(self) -> tuple[int, int]:
        """Give how many complaints the hotline has, too, and how many of them it was not told the newest of."""
        link, complaint = HotlineLinkRecord, ComplaintRecord
        late = (
            select(func.count())
            .select_from(link)
            .join(complaint, complaint.number == link.number)
            .where(complaint.version > link.sent_version)
        )
        async with self._database.reading() as tx:
            return int(await tx.scalar(select(func.count()).select_from(link)) or 0), int(
                await tx.scalar(late) or 0
            )

    async def again(self, number: str) -> None:
        """Let one be sent at once; raises `InputError` for a complaint that the hotline has not."""
        async with self._database.transaction() as tx:
            _, link = await self._both(tx, number)
            link.due_at = self._clock.now()
