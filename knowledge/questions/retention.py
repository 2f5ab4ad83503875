"""How long citizens' questions are kept: the log and who waits for an answer; the figures of it name nobody and stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.database import touched
from bot.retention import Expired
from knowledge.questions.groups import GapState
from knowledge.questions.records import GapRecord, QuestionRecord, WaitingRecord

TOLD_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OldQuestions:
    """Deletes questions that were asked so long ago."""

    kept: timedelta
    name: str = "questions"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many there are."""
        return await _expired(
            tx, QuestionRecord.id, QuestionRecord.asked_at < now - self.kept, QuestionRecord.asked_at
        )

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many. Their figures stay: they name nobody."""
        return await _deleted(tx, QuestionRecord, QuestionRecord.asked_at < now - self.kept, limit)


@dataclass(frozen=True, slots=True)
class OldWaiting:
    """Takes off the waiting list who was told a month ago, and who has waited for longer than questions are kept."""

    kept: timedelta
    name: str = "waiting"

    def _wanted(self, now: datetime) -> ColumnElement[bool]:
        return or_(WaitingRecord.told_at < now - TOLD_KEPT, WaitingRecord.asked_at < now - self.kept)

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many there are."""
        return await _expired(tx, WaitingRecord.id, self._wanted(now), WaitingRecord.asked_at)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        return await _deleted(tx, WaitingRecord, self._wanted(now), limit)


@dataclass(frozen=True, slots=True)
class OldGaps:
    """Deletes closed gaps that nobody has asked about for so long: the question that stands for one is a citizen's.

    An open one stays: it is work that somebody still has to do, and its words are masked and name nobody.
    """

    kept: timedelta
    name: str = "gaps"

    def _wanted(self, now: datetime) -> ColumnElement[bool]:
        asked = select(QuestionRecord.id).where(QuestionRecord.gap_id == GapRecord.id)
        awaited = select(WaitingRecord.id).where(WaitingRecord.gap_id == GapRecord.id)
        return and_(
            GapRecord.state == GapState.CLOSED.value,
            GapRecord.asked_at < now - self.kept,
            GapRecord.closed_at < now - self.kept,
            ~asked.exists(),
            ~awaited.exists(),
        )

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many there are."""
        return await _expired(tx, GapRecord.id, self._wanted(now), GapRecord.asked_at)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        return await _deleted(tx, GapRecord, self._wanted(now), limit)


async def _expired(
    tx: AsyncSession,
    number: InstrumentedAttribute[int],
    wanted: ColumnElement[bool],
    at: InstrumentedAttribute[datetime],
) -> Expired:
    found = select(func.count(number), func.min(at, type_=at.type)).where(wanted)
    row = (await tx.execute(found)).one()
    return Expired(int(row[0]), row[1])


async def _deleted(tx: AsyncSession, record: Any, wanted: ColumnElement[bool], limit: int) -> int:
    # In no order: to find the first by number, an engine would walk along all that is kept.
    chosen = select(record.id).where(wanted).limit(limit)
    numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
    if not numbers:
        return 0
    return touched(await tx.execute(delete(record).where(record.id.in_(numbers))))
