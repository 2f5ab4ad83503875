"""How long it is kept what was news and whom it was told; subscriptions end when their citizen says so, or leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.retention import Expired
from handlers.subscriptions.feed.records import NewsKeyRecord, NewsRecord, ToldRecord

KEPT_DAYS = 60


@dataclass(frozen=True, slots=True)
class OldNews:
    """Deletes news after sixty days, with its keys and whom it was told."""

    name: str = "news"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the news over its time."""
        at = NewsRecord.at
        old = select(func.count(), func.min(at, type_=at.type)).where(_old(now))
        count, oldest = (await tx.execute(old)).one()
        return Expired(int(count), oldest)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so much."""
        chosen = select(NewsRecord.serial).where(_old(now)).order_by(NewsRecord.serial).limit(limit)
        serials = list(await tx.scalars(chosen))
        if not serials:
            return 0
        for record in (ToldRecord, NewsKeyRecord):
            await tx.execute(
                delete(record).where(record.serial.in_(serials)).execution_options(synchronize_session=False)
            )
        gone = delete(NewsRecord).where(NewsRecord.serial.in_(serials))
        return touched(await tx.execute(gone.execution_options(synchronize_session=False)))


def _old(now: datetime) -> ColumnElement[bool]:
    """Give the condition; the newest stays, as the serials go on behind it."""
    newest = select(func.max(NewsRecord.serial)).scalar_subquery()
    return and_(NewsRecord.at < now - timedelta(days=KEPT_DAYS), NewsRecord.serial < newest)
