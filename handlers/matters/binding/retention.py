"""How long bindings and claims are kept: claims two days, ended bindings a year as evidence; and what erasing does on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import touched
from bot.retention import Expired
from handlers.matters.binding.records import BindingClaimRecord, BindingRecord

CLAIMS_KEPT, ENDED_KEPT = timedelta(days=2), timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OldBindingClaims:
    """Deletes claims two days after they were made."""

    name: str = "binding_claims"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the claims over their time."""
        at = BindingClaimRecord.made_at
        query = select(func.count(), func.min(at, type_=at.type)).where(at < now - CLAIMS_KEPT)
        count, oldest = (await tx.execute(query)).one()
        return Expired(int(count), oldest)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        record = BindingClaimRecord
        old = record.made_at < now - CLAIMS_KEPT
        chosen = select(record.id).where(old).order_by(record.made_at).limit(limit)
        return touched(await tx.execute(delete(record).where(record.id.in_(chosen))))


@dataclass(frozen=True, slots=True)
class OldBindings:
    """Deletes bindings a year after their end."""

    name: str = "bindings"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the bindings over their time."""
        at = BindingRecord.made_at
        query = select(func.count(), func.min(at, type_=at.type)).where(_over(now))
        count, oldest = (await tx.execute(query)).one()
        return Expired(int(count), oldest)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        record = BindingRecord
        chosen = select(record.id).where(_over(now)).limit(limit)
        return touched(await tx.execute(delete(record).where(record.id.in_(chosen))))


async def erase_bindings(
    tx: AsyncSession, *, citizens: Sequence[str], marks: Sequence[str]
) -> dict[str, int]:
    """Delete what an account claimed and saw, and what others saw of persons, in the caller's transaction; give how many by table."""
    counts = {}
    for record in (BindingRecord, BindingClaimRecord):
        which = or_(record.mark.in_(marks), record.citizen.in_([one for one in citizens if one]))
        gone = await tx.execute(delete(record).where(which).execution_options(synchronize_session=False))
        counts[record.__tablename__] = touched(gone)
    return counts


def _over(now: datetime) -> ColumnElement[bool]:
    record, before = BindingRecord, local_date(now) - ENDED_KEPT
    return or_(record.ended_at < now - ENDED_KEPT, record.ends_on < before)
