"""What a citizen books: one method, one transaction; nobody gets a seat that another has.

Whether a slot may be booked is decided again at the moment of booking, from the rules as they then stand.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import (
    BookingOrigin,
    BookingWish,
    KeptAppointment,
    kept,
    open_key,
    wants_of,
)
from handlers.appointments.booking.lifecycle import AppointmentState, AppointmentStep
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.booking.seating import CurrentCalendar, DeskSeats
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.free_slots import SlotAnswer, answer_wish
from handlers.appointments.opening.slots import TimeSlot
from handlers.appointments.opening.time_wish import TimeWish
from handlers.capacity.seats import join_lines
from handlers.cases import APPOINTMENT as PREFIX
from handlers.cases import next_number
from handlers.talk.spoken_time import spoken_day


class AppointmentService:
    """Says what is free, books it, and lets wait where nothing is."""

    def __init__(
        self, database: Database, *, county: AppointmentCounty, calendar: CurrentCalendar, clock: Clock
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._clock = clock
        self._seats = DeskSeats(county, calendar=calendar, clock=clock)
        self.county = county

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(database, county=self.county, calendar=self._calendar, clock=self._clock)

    async def answer(self, matter: str, place: str, wish: TimeWish) -> SlotAnswer:
        """Give the free slots for a wish, or why none fits with those that are free instead.

        Raises `InputError` where the place does not do the matter.
        """
        async with self._database.reading() as tx:
            days = await self._seats.days(tx, matter, place)
        return answer_wish(days, wish, now=self._clock.now())

    async def free(self, matter: str, place: str, *, limit: int) -> Sequence[TimeSlot]:
        """Give the free slots from now on, at most so many; raises `InputError` where the place does not do the matter."""
        async with self._database.reading() as tx:
            days = await self._seats.days(tx, matter, place)
        return [one.slot for one in islice(days.free(self._clock.now()), limit)]

    async def book(self, wanted: BookingWish, *, origin: BookingOrigin) -> KeptAppointment:
        """Book a slot, or wait for one; the same form gives the same appointment, also when it arrives twice at once.

        Raises `InputError` where the slot is gone or was never there, where one is open for this matter and person, and
        where too many visits were missed.
        """
        try:
            async with self._database.transaction() as tx:
                return await self._book(tx, wanted, origin)
        except (IntegrityError, InputError):
            # The same form, or another for this matter, may have come at the same moment: then that is the answer.
            async with self._database.reading() as tx:
                known = await store.by_form(tx, origin.form_id)
                other = await store.by_key(tx, open_key(origin.citizen, wanted))
            if known is not None:
                return kept(known)
            if other is not None:
                raise InputError("appointments.refused.again", number=other.number) from None
            raise

    async def _book(self, tx: AsyncSession, wanted: BookingWish, origin: BookingOrigin) -> KeptAppointment:
        known = await store.by_form(tx, origin.form_id)
        if known is not None:
            return kept(known)
        if other := await store.by_key(tx, open_key(origin.citizen, wanted)):
            raise InputError("appointments.refused.again", number=other.number)
        now = self._clock.now()
        await self._require_not_paused(tx, origin.citizen, today=local_date(now))
        days, slot = await self._seats.days(tx, wanted.matter, wanted.place), None
        if wanted.starts is not None:
            slot = await self._seats.take(tx, days, wanted.day, wanted.starts, now=now)
        elif awaited := wanted.waits_for:
            self._seats.require_full(days, awaited, now=now)
        number = await next_number(tx, PREFIX, now=now)
        row = _record(number, wanted, origin, desk=days.desk.key, slot=slot, now=now)
        tx.add(row)
        await tx.flush()
        step = AppointmentStep.BOOK if slot else AppointmentStep.WAIT
        await store.note_of_citizen(tx, row, step, now=now)
        awaited = wanted.waits_for
        in_line = await join_lines(tx, number, wants=wants_of(row, awaited), now=now) if awaited else 0
        return kept(row, in_line)

    async def _require_not_paused(self, tx: AsyncSession, citizen: str, *, today: date) -> None:
        """Raise `InputError` while the gentle rule holds: too many visits were missed lately."""
        rule = self.county.no_show
        missed = await store.missed_days(tx, citizen, since=today - timedelta(days=rule.within_days))
        if len(missed) < rule.missed:
            return
        until = missed[0] + timedelta(days=rule.pause_days)
        if today <= until:
            raise InputError("appointments.refused.paused", missed=len(missed), until=spoken_day(until))


def _record(
    number: str,
    wanted: BookingWish,
    origin: BookingOrigin,
    *,
    desk: str,
    slot: TimeSlot | None,
    now: datetime,
) -> AppointmentRecord:
    awaited = wanted.waits_for
    return AppointmentRecord(
        number=number,
        form_id=origin.form_id,
        channel=origin.channel,
        citizen=origin.citizen,
        matter=wanted.matter,
        place=wanted.place,
        desk=desk,
        day=awaited.days[-1] if awaited else wanted.day,
        starts=f"{slot.starts:%H:%M}" if slot else "",
        ends=f"{slot.ends:%H:%M}" if slot else "",
        whom=wanted.whom,
        priority=wanted.priority,
        state=(AppointmentState.BOOKED if slot else AppointmentState.WAITING).value,
        open_key=open_key(origin.citizen, wanted),
        made_at=now,
        arrived_at=None,
        awaited=awaited.text if awaited else "",
        reminded_at=None,
        version=1,
    )
