"""How long it is kept who came to an office when: a year after the day; and what erasing does on request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import touched
from bot.retention import LISTED, Expired
from handlers.appointments.booking.lifecycle import SEATED, AppointmentState
from handlers.appointments.booking.records import AppointmentEventRecord, AppointmentRecord
from handlers.appointments.booking.service import subject_of
from handlers.capacity.seats import give_back_quietly

KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class OldAppointments:
    """Deletes appointments a year after their day."""

    name: str = "appointments"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the appointments over their time."""
        record, old = AppointmentRecord, _old(now)
        at = record.made_at
        count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(old))).one()
        names = await tx.scalars(select(record.number).where(old).order_by(at).limit(LISTED))
        return Expired(int(count), oldest, tuple(names))

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        record = AppointmentRecord
        chosen = select(record.number).where(_old(now)).order_by(record.number).limit(limit)
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await _deleted(tx, numbers) if numbers else 0


async def erase_appointments(tx: AsyncSession, *, citizen: str, channel: str) -> int:
    """Delete all that a citizen booked, in the caller's transaction; what they held goes on at the next round of upkeep."""
    record = AppointmentRecord
    rows = (
        await tx.scalars(
            select(record).where(and_(record.citizen == citizen, record.channel == channel)).with_for_update()
        )
    ).all()
    for row in rows:
        seated = AppointmentState(row.state) in SEATED
        await give_back_quietly(tx, row.number, seated_in=subject_of(row) if seated else "")
    return await _deleted(tx, [row.number for row in rows])


async def _deleted(tx: AsyncSession, numbers: list[str]) -> int:
    event, record = AppointmentEventRecord, AppointmentRecord
    await tx.execute(
        delete(event).where(event.number.in_(numbers)).execution_options(synchronize_session=False)
    )
    gone = await tx.execute(
        delete(record).where(record.number.in_(numbers)).execution_options(synchronize_session=False)
    )
    return touched(gone)


def _old(now: datetime) -> ColumnElement[bool]:
    return AppointmentRecord.day < local_date(now) - timedelta(days=KEPT_DAYS)
