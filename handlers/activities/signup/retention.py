"""How long it is kept who came to an activity: a year after its day; and what erasing does on request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import touched
from bot.retention import LISTED, Expired
from handlers.activities.programme.activity import pool_of
from handlers.activities.programme.records import ActivityRecord
from handlers.activities.signup.lifecycle import SignupState
from handlers.activities.signup.records import SignupEventRecord, SignupRecord
from handlers.capacity.seats import drop_out, drop_seat

KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class OldSignups:
    """Deletes sign-ups a year after the day of their activity; the activity itself is official matter and stays."""

    name: str = "activity_signups"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the sign-ups over their time."""
        record, old = SignupRecord, _old(now)
        at = record.made_at
        count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(old))).one()
        names = await tx.scalars(select(record.number).where(old).order_by(at).limit(LISTED))
        return Expired(int(count), oldest, tuple(names))

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        record = SignupRecord
        chosen = select(record.number).where(_old(now)).order_by(record.number).limit(limit)
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await _deleted(tx, numbers) if numbers else 0


async def erase_signups(tx: AsyncSession, *, citizen: str, channel: str) -> int:
    """Delete all sign-ups of a citizen, in the caller's transaction; what they held goes on at the next round of upkeep."""
    record = SignupRecord
    own = and_(record.citizen == citizen, record.channel == channel)
    rows = (await tx.scalars(select(record).where(own).with_for_update())).all()
    for row in rows:
        if row.state == SignupState.SEATED:
            await drop_seat(tx, pool_of(row.activity))
        await drop_out(tx, row.number)
    return await _deleted(tx, [row.number for row in rows])


async def _deleted(tx: AsyncSession, numbers: list[str]) -> int:
    event, record = SignupEventRecord, SignupRecord
    await tx.execute(
        delete(event).where(event.number.in_(numbers)).execution_options(synchronize_session=False)
    )
    gone = await tx.execute(
        delete(record).where(record.number.in_(numbers)).execution_options(synchronize_session=False)
    )
    return touched(gone)


def _old(now: datetime) -> ColumnElement[bool]:
    before = local_date(now) - timedelta(days=KEPT_DAYS)
    return SignupRecord.activity.in_(select(ActivityRecord.number).where(ActivityRecord.day < before))
