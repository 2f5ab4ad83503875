"""How long it is kept who came to an office, or was come to, when: a year after the day; and what erasing does on request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import touched
from bot.retention import LISTED, Expired
from handlers.appointments.booking.appointment import subject_of
from handlers.appointments.booking.lifecycle import SEATED, AppointmentState
from handlers.appointments.booking.records import AppointmentEventRecord, AppointmentRecord
from handlers.capacity.seats import drop_out, drop_seat

KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class OldVisits:
    """Deletes visits of one table, with what happened to them, a year after their day."""

    name: str
    record: Any
    events: Any

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the visits over their time."""
        record, old = self.record, self._old(now)
        at = record.made_at
        count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(old))).one()
        names = await tx.scalars(select(record.number).where(old).order_by(at).limit(LISTED))
        return Expired(int(count), oldest, tuple(names))

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        chosen = select(self.record.number).where(self._old(now)).order_by(self.record.day).limit(limit)
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await self.delete(tx, numbers) if numbers else 0

    async def delete(self, tx: AsyncSession, numbers: list[str]) -> int:
        """Delete the visits of some numbers; give how many there were."""
        event, record = self.events, self.record
        await tx.execute(
            delete(event).where(event.number.in_(numbers)).execution_options(synchronize_session=False)
        )
        gone = await tx.execute(
            delete(record).where(record.number.in_(numbers)).execution_options(synchronize_session=False)
        )
        return touched(gone)

    def _old(self, now: datetime) -> ColumnElement[bool]:
        is_old: ColumnElement[bool] = self.record.day < local_date(now) - timedelta(days=KEPT_DAYS)
        return is_old


OLD_APPOINTMENTS = OldVisits("appointments", AppointmentRecord, AppointmentEventRecord)


async def erase_appointments(tx: AsyncSession, *, citizen: str, channel: str) -> int:
    """Delete all that a citizen booked, in the caller's transaction; a seat still held is free for the line to be offered."""
    record = AppointmentRecord
    rows = (
        await tx.scalars(
            select(record).where(and_(record.citizen == citizen, record.channel == channel)).with_for_update()
        )
    ).all()
    for row in rows:
        state = AppointmentState(row.state)
        if state is AppointmentState.WAITING:
            await drop_out(tx, row.number)
        elif state in SEATED:
            await drop_seat(tx, subject_of(row))
    return await OLD_APPOINTMENTS.delete(tx, [row.number for row in rows])
