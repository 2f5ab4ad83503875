"""Who gave which rating is known for thirty days; the points stay as figures of the case, and name nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.retention import Expired
from handlers.ratings.records import RatingRecord

NAMED_DAYS = 30


@dataclass(frozen=True, slots=True)
class OldRatings:
    """Takes the citizen off ratings asked thirty days ago."""

    name: str = "ratings"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give those that still name somebody."""
        at = RatingRecord.asked_at
        old = select(func.count(), func.min(at, type_=at.type)).where(_old(now))
        count, oldest = (await tx.execute(old)).one()
        return Expired(int(count), oldest)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Take the citizen off at most so many."""
        chosen = select(RatingRecord.number).where(_old(now)).order_by(RatingRecord.asked_at).limit(limit)
        numbers = list(await tx.scalars(chosen))
        if not numbers:
            return 0
        done = update(RatingRecord).where(RatingRecord.number.in_(numbers)).values(citizen="")
        return touched(await tx.execute(done.execution_options(synchronize_session=False)))


def _old(now: datetime) -> ColumnElement[bool]:
    return and_(RatingRecord.asked_at < now - timedelta(days=NAMED_DAYS), RatingRecord.citizen != "")
