"""Which seats a desk has for a wish, decided from the rules as they stand, and taken in the caller's transaction."""

from collections.abc import Callable
from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.appointments.booking import store
from handlers.appointments.opening.awaited import AwaitedTime
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.free_slots import DeskDays, days_of_pools
from handlers.appointments.opening.slots import TimeSlot
from handlers.capacity.seats import take_seat, taken_in
from handlers.workdays import Calendar

CurrentCalendar = Callable[[], Calendar]


class DeskSeats:
    """Finds the days of the desk that does a matter, takes a seat of them, and says when one may wait."""

    def __init__(self, county: AppointmentCounty, *, calendar: CurrentCalendar, clock: Clock) -> None:
        self._county = county
        self._calendar = calendar
        self._clock = clock

    async def days(self, tx: AsyncSession, matter: str, place_key: str) -> DeskDays:
        """Give the days of the desk as they now stand; raises `InputError` where the place does not do the matter."""
        place = self._county.place(place_key)
        desk = place.desk_for(matter) if place else None
        if place is None or desk is None:
            raise InputError("appointments.refused.no_place")
        today = local_date(self._clock.now())
        pools = days_of_pools(self._county, place.key, desk.key, today)
        return DeskDays(
            self._county,
            place,
            desk,
            self._calendar(),
            await store.changes_of(tx, place.key, since=today),
            await taken_in(tx, pools),
        )

    @staticmethod
    async def take(tx: AsyncSession, days: DeskDays, day: date, starts: time, *, now: datetime) -> TimeSlot:
        """Take the seat; raises `InputError` where the slot may not be booked, or the last seat went to another."""
        slot = next((slot for slot in _bookable(days, day, now) if slot.starts == starts), None)
        if slot is None:
            raise InputError("appointments.refused.no_slot")
        if not await take_seat(tx, slot.subject, pool=slot.pool, limit=slot.quota):
            raise InputError("appointments.refused.gone")
        return slot

    @staticmethod
    def require_full(days: DeskDays, awaited: AwaitedTime, *, now: datetime) -> None:
        """Refuse a wait for a time in which nobody is seen, or in which there is a seat; raises `InputError`."""
        slots = [slot for day in awaited.days for slot in _bookable(days, day, now) if awaited.holds(slot)]
        if not slots or any(days.left(slot) for slot in slots):
            raise InputError("appointments.refused.no_wait")


def _bookable(days: DeskDays, day: date, now: datetime) -> tuple[TimeSlot, ...]:
    return days.in_time_on(day, now) if day <= days.last_day(local_date(now)) else ()
