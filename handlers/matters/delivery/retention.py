"""How long other systems' matters are kept here: a year after they ended or were taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import touched
from bot.retention import LISTED, Expired
from handlers.matters.delivery.lifecycle import MatterState
from handlers.matters.delivery.records import MatterRecord, MatterStepRecord

KEPT = timedelta(days=365)
_OVER = [state.value for state in MatterState if state.over]


@dataclass(frozen=True, slots=True)
class OldMatters:
    """Deletes matters a year after their end."""

    name: str = "matters"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the matters over their time."""
        record, old = MatterRecord, _old(now)
        at = record.delivered_at
        count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(old))).one()
        names = await tx.scalars(select(record.number).where(old).order_by(at).limit(LISTED))
        return Expired(int(count), oldest, tuple(names))

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        record = MatterRecord
        chosen = select(record.number).where(_old(now)).limit(limit)
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await _deleted(tx, record.number.in_(numbers)) if numbers else 0


async def erase_matters(tx: AsyncSession, marks: tuple[str, ...]) -> dict[str, int]:
    """Delete all matters of persons, in the caller's transaction; give how many rows by table.

    Their systems keep them; what one of them delivers again is here again.
    """
    if not marks:
        return {}
    theirs = MatterRecord.mark.in_(marks)
    numbers = select(MatterRecord.number).where(theirs)
    steps = await tx.scalar(select(func.count()).where(MatterStepRecord.number.in_(numbers)))
    return {
        MatterStepRecord.__tablename__: int(steps or 0),
        MatterRecord.__tablename__: await _deleted(tx, theirs),
    }


async def _deleted(tx: AsyncSession, which: ColumnElement[bool]) -> int:
    steps = delete(MatterStepRecord).where(
        MatterStepRecord.number.in_(select(MatterRecord.number).where(which))
    )
    await tx.execute(steps.execution_options(synchronize_session=False))
    gone = await tx.execute(delete(MatterRecord).where(which).execution_options(synchronize_session=False))
    return touched(gone)


def _old(now: datetime) -> ColumnElement[bool]:
    record, before = MatterRecord, local_date(now) - KEPT
    ended = and_(
        record.state.in_(_OVER),
        func.coalesce(record.ended_on, record.opened_on) < before,
        record.delivered_at < now - KEPT,
    )
    return or_(record.withdrawn_at < now - KEPT, ended)
