"""The queries over ratings; nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from handlers.ratings.records import RatingRecord

ANSWERED_WITHIN = timedelta(days=3)
SATISFIED_FROM = 4


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How often it was asked, and how often each of the points was given (docs/ratings.md)."""

    asked: int
    given: Mapping[int, int]

    @property
    def rated(self) -> int:
        """How many answered."""
        return sum(self.given.values())

    @property
    def satisfied(self) -> int:
        """How many gave four or five."""
        return sum(count for points, count in self.given.items() if points >= SATISFIED_FROM)

    @property
    def share(self) -> float | None:
        """The share of the satisfied among those who answered; None where nobody did."""
        return self.satisfied / self.rated if self.rated else None

    @property
    def answered(self) -> float | None:
        """The share of those asked who answered; None where nobody was asked."""
        return self.rated / self.asked if self.asked else None

    @property
    def mean(self) -> float | None:
        """The mean of the points; None where nobody answered."""
        if not self.rated:
            return None
        return sum(points * count for points, count in self.given.items()) / self.rated


async def asked_lately(tx: AsyncSession, citizen: str, *, now: datetime) -> RatingRecord | None:
    """Give the question asked last that somebody has not answered and still may, held until the transaction ends."""
    record = RatingRecord
    chosen = (
        select(record)
        .where(record.citizen == citizen, record.points.is_(None), record.asked_at > now - ANSWERED_WITHIN)
        .order_by(record.asked_at.desc(), record.number.desc())
        .limit(1)
        .with_for_update()
    )
    return (await tx.scalars(chosen)).one_or_none()


async def satisfaction(
    tx: AsyncSession, since: datetime, before: datetime, *, kind: str = ""
) -> Satisfaction:
    """Count what was asked in a time, of one kind when named."""
    record = RatingRecord
    within = and_(record.asked_at >= since, record.asked_at < before)
    wanted = and_(within, record.kind == kind) if kind else within
    rows = await tx.execute(select(record.points, func.count()).where(wanted).group_by(record.points))
    counts = {points: int(total) for points, total in rows}
    return Satisfaction(
        sum(counts.values()), {points: total for points, total in counts.items() if points is not None}
    )


async def points_of(tx: AsyncSession, number: str) -> int | None:
    """Give the points of a case, where it was rated."""
    row = await tx.get(RatingRecord, number)
    return row.points if row else None


async def forget(tx: AsyncSession, *, citizen: str, channel: str) -> int:
    """Delete what somebody was asked, and answered; give how many."""
    own = delete(RatingRecord).where(RatingRecord.citizen == citizen, RatingRecord.channel == channel)
    return touched(await tx.execute(own.execution_options(synchronize_session=False)))
