"""Taking a visit's slot away because the office does not see anybody then: its citizen is told at once, with other slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import subject_of
from handlers.appointments.booking.lifecycle import AppointmentStep
from handlers.appointments.booking.messages import AppointmentMessages
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.opening.catalogue import AppointmentCounty, BookablePlace, ServiceDesk
from handlers.appointments.opening.changes import OpeningChange
from handlers.appointments.opening.free_slots import DeskDays, days_of_pools, shown
from handlers.capacity.seats import drop_seat, taken_in
from handlers.talk.spoken_time import spoken
from handlers.workdays import Calendar

SLOTS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Displacement:
    """Why visits lose their slots, by whom, and the rules from which other slots are offered."""

    county: AppointmentCounty
    calendar: Calendar
    changes: Sequence[OpeningChange]
    reason: str
    actor: str


async def displace(
    tx: AsyncSession,
    row: AppointmentRecord,
    cause: Displacement,
    messages: AppointmentMessages,
    *,
    place: BookablePlace,
    desk: ServiceDesk,
    now: datetime,
) -> None:
    """Take the slot away and tell its citizen, in the caller's transaction; nobody who waits is given the seat."""
    detail = {"reason": cause.reason}
    store.take(tx, row, AppointmentStep.DISPLACE, at=now, actor=cause.actor, detail=detail)
    await drop_seat(tx, subject_of(row))
    pools = days_of_pools(cause.county, place.key, desk.key, local_date(now))
    days = DeskDays(cause.county, place, desk, cause.calendar, cause.changes, await taken_in(tx, pools))
    free = shown(list(days.free(now)))[:SLOTS_TOLD]
    told = "、".join(spoken(one.slot.day, one.slot.starts) for one in free)
    key = "displaced" if told else "displaced_none"
    await messages.tell(tx, row, key, now=now, reason=cause.reason, others=told)
