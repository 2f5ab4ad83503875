"""What a citizen does with appointments: one method, one transaction; nobody gets a seat that another has.

Whether a slot may be booked is decided again at the moment of booking, from the rules as they then stand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Self

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from handlers.appointments.booking import store
from handlers.appointments.booking.lifecycle import CHANGEABLE, SEATED, AppointmentState, AppointmentStep
from handlers.appointments.booking.messages import AppointmentMessages, start_of_subject
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.appointments.opening.free_slots import DeskDays, SlotAnswer, answer_wish, days_of_pools
from handlers.appointments.opening.slots import TimeSlot
from handlers.appointments.opening.time_wish import TimeWish
from handlers.capacity.seats import (
    SeatOffer,
    accept_offer,
    free_seat,
    give_back,
    join_line,
    leave_line,
    offer_of,
    take_seat,
    taken_in,
)
from handlers.cases import APPOINTMENT as PREFIX
from handlers.cases import next_number
from handlers.talk.spoken_time import spoken_day
from handlers.workdays import Calendar

CITIZEN = "citizen"
CurrentCalendar = Callable[[], Calendar]


@dataclass(frozen=True, slots=True)
class BookingWish:
    """What is to be booked: the matter, the place, the day and the hour, for whom, and whether that person comes first.

    Without an hour its citizen waits for any seat of the day.
    """

    matter: str
    place: str
    day: date
    starts: time | None
    whom: str
    priority: bool = False


@dataclass(frozen=True, slots=True)
class BookingOrigin:
    """Where a booking came from: the form that was filled in, its citizen, the channel."""

    form_id: str
    citizen: str
    channel: str


@dataclass(frozen=True, slots=True)
class KeptAppointment:
    """An appointment as its citizen is shown it; `starts` is None while it waits, `place_in_line` then says where."""

    number: str
    matter: str
    place: str
    desk: str
    day: date
    starts: time | None
    ends: time | None
    whom: str
    priority: bool
    state: AppointmentState
    place_in_line: int = 0


class AppointmentService:
    """Books, changes, cancels, and lets wait."""

    def __init__(
        self,
        database: Database,
        *,
        county: AppointmentCounty,
        calendar: CurrentCalendar,
        clock: Clock,
        texts: Wording,
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._clock = clock
        self._texts = texts
        self._messages = AppointmentMessages(county, texts)
        self.county = county

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(
            database, county=self.county, calendar=self._calendar, clock=self._clock, texts=self._texts
        )

    async def answer(self, matter: str, place: str, wish: TimeWish) -> SlotAnswer:
        """Give the free slots for a wish, or why none fits with those that are free instead.

        Raises `InputError` where the place does not do the matter.
        """
        async with self._database.reading() as tx:
            days = await self._days(tx, matter, place)
        return answer_wish(days, wish, now=self._clock.now())

    async def free(self, matter: str, place: str, *, limit: int) -> Sequence[TimeSlot]:
        """Give the free slots from now on, at most so many; raises `InputError` where the place does not do the matter."""
        async with self._database.reading() as tx:
            days = await self._days(tx, matter, place)
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
        days = await self._days(tx, wanted.matter, wanted.place)
        slot = await self._taken(tx, days, wanted, now=now) if wanted.starts else None
        if slot is None:
            self._require_full(days, wanted, now=now)
        number = await next_number(tx, PREFIX, now=now)
        row = self._record(number, wanted, origin, desk=days.desk.key, slot=slot, now=now)
        tx.add(row)
        await tx.flush()
        step = AppointmentStep.BOOK if slot else AppointmentStep.WAIT
        await self._noted(tx, row, step, now=now)
        in_line = 0 if slot else await join_line(tx, number, pool=self._pool(row), now=now)
        return kept(row, in_line)

    @staticmethod
    def _record(
        number: str,
        wanted: BookingWish,
        origin: BookingOrigin,
        *,
        desk: str,
        slot: TimeSlot | None,
        now: datetime,
    ) -> AppointmentRecord:
        return AppointmentRecord(
            number=number,
            form_id=origin.form_id,
            channel=origin.channel,
            citizen=origin.citizen,
            matter=wanted.matter,
            place=wanted.place,
            desk=desk,
            day=wanted.day,
            starts=f"{slot.starts:%H:%M}" if slot else "",
            ends=f"{slot.ends:%H:%M}" if slot else "",
            whom=wanted.whom,
            priority=wanted.priority,
            state=(AppointmentState.BOOKED if slot else AppointmentState.WAITING).value,
            open_key=open_key(origin.citizen, wanted),
            made_at=now,
            arrived_at=None,
            reminded_at=None,
            version=1,
        )

    async def _noted(
        self, tx: AsyncSession, row: AppointmentRecord, step: AppointmentStep, *, now: datetime
    ) -> None:
        detail = {"place": row.place, "day": row.day.isoformat(), "starts": row.starts}
        if step in {AppointmentStep.BOOK, AppointmentStep.WAIT}:
            store.note(tx, row.number, step, at=now, actor=CITIZEN, detail=detail)
        else:
            store.take(tx, row, step, at=now, actor=CITIZEN, detail=detail)
        await audit.record(
            tx, f"appointment:{step.value}", actor=CITIZEN, subject=row.number, now=now, detail=detail
        )

    async def _days(self, tx: AsyncSession, matter: str, place_key: str) -> DeskDays:
        place = self.county.place(place_key)
        desk = place.desk_for(matter) if place else None
        if place is None or desk is None:
            raise InputError("appointments.refused.no_place")
        today = local_date(self._clock.now())
        pools = days_of_pools(self.county, place.key, desk.key, today)
        return DeskDays(
            self.county,
            place,
            desk,
            self._calendar(),
            await store.changes_of(tx, place.key, since=today),
            await taken_in(tx, pools),
        )

    async def _taken(
        self, tx: AsyncSession, days: DeskDays, wanted: BookingWish, *, now: datetime
    ) -> TimeSlot:
        """Take the seat; raises `InputError` where the slot may not be booked, or the last seat went to another."""
        found = (
            [slot for slot in days.in_time_on(wanted.day, now) if slot.starts == wanted.starts]
            if wanted.day <= days.last_day(local_date(now))
            else []
        )
        if not found:
            raise InputError("appointments.refused.no_slot")
        slot = found[0]
        if not await take_seat(tx, slot.subject, pool=slot.pool, limit=slot.quota):
            raise InputError("appointments.refused.gone")
        return slot

    @staticmethod
    def _require_full(days: DeskDays, wanted: BookingWish, *, now: datetime) -> None:
        """Refuse a wait for a day on which nobody is seen, or on which there is a seat; raises `InputError`."""
        slots = days.in_time_on(wanted.day, now) if wanted.day <= days.last_day(local_date(now)) else ()
        if not slots or any(days.left(slot) for slot in slots):
            raise InputError("appointments.refused.no_wait")

    async def _require_not_paused(self, tx: AsyncSession, citizen: str, *, today: date) -> None:
        """Raise `InputError` while the gentle rule holds: too many visits were missed lately."""
        rule = self.county.no_show
        missed = await store.missed_days(tx, citizen, since=today - timedelta(days=rule.within_days))
        if len(missed) < rule.missed:
            return
        until = missed[0] + timedelta(days=rule.pause_days)
        if today <= until:
            raise InputError("appointments.refused.paused", missed=len(missed), until=spoken_day(until))

    async def open_of(self, citizen: str) -> Sequence[KeptAppointment]:
        """Give a citizen's open appointments, newest first."""
        async with self._database.reading() as tx:
            rows = await store.of_citizen(tx, citizen, open_only=True)
        return [kept(row) for row in rows]

    async def offered_to(self, citizen: str) -> SeatOffer | None:
        """Give the seat that is held for a citizen at this moment."""
        async with self._database.reading() as tx:
            for row in await store.of_citizen(tx, citizen, open_only=True):
                if row.state == AppointmentState.WAITING and (
                    offer := await offer_of(tx, row.number, now=self._clock.now())
                ):
                    return offer
        return None

    async def accept(self, number: str, *, citizen: str) -> KeptAppointment:
        """Take the seat that is held; raises `InputError` where it is not held any more."""
        async with self._database.transaction() as tx:
            row, now = await self._own(tx, number, citizen), self._clock.now()
            offer = await accept_offer(tx, number, now=now)
            if offer is None:
                raise InputError("appointments.refused.offer_over")
            place = self.county.place(row.place)
            desk = place.desk(row.desk) if place else None
            starts = start_of_subject(offer.subject)
            ends = datetime.combine(row.day, starts) + timedelta(minutes=desk.minutes if desk else 0)
            row.starts, row.ends = f"{starts:%H:%M}", f"{ends:%H:%M}"
            await self._noted(tx, row, AppointmentStep.SEAT, now=now)
            return kept(row)

    async def cancel(self, number: str, *, citizen: str) -> KeptAppointment:
        """Cancel an appointment or a wait; the seat goes to the next. Raises `InputError` where that cannot be done any more."""
        async with self._database.transaction() as tx:
            row, now = await self._own(tx, number, citizen), self._clock.now()
            before = AppointmentState(row.state)
            await self._noted(tx, row, AppointmentStep.CANCEL, now=now)
            await self._release(tx, row, before, now=now)
            return kept(row)

    async def _release(
        self, tx: AsyncSession, row: AppointmentRecord, before: AppointmentState, *, now: datetime
    ) -> None:
        """Give back what an appointment held, and tell whoever gets it."""
        offer = None
        if before is AppointmentState.WAITING or before in SEATED:
            seated_in = subject_of(row) if before in SEATED else ""
            offer = await give_back(tx, row.number, seated_in=seated_in, pool=self._pool(row), now=now)
        await self._messages.tell_offer(tx, offer, now=now)

    async def move(self, number: str, *, citizen: str, day: date, starts: time) -> KeptAppointment:
        """Change to another slot at the same place: the new seat is taken before the old one is given back.

        Raises `InputError` as `book` does, and where it cannot be changed any more.
        """
        async with self._database.transaction() as tx:
            row, now = await self._own(tx, number, citizen), self._clock.now()
            before, old, pool = AppointmentState(row.state), subject_of(row), self._pool(row)
            if before not in CHANGEABLE:
                raise InputError("appointments.refused.step_move")
            days = await self._days(tx, row.matter, row.place)
            wanted = BookingWish(row.matter, row.place, day, starts, row.whom)
            slot = await self._taken(tx, days, wanted, now=now)
            if before is AppointmentState.WAITING:
                offer = await leave_line(tx, row.number, now=now)
            elif before is AppointmentState.BOOKED:
                offer = await free_seat(tx, old, pool=pool, now=now)
            else:
                offer = None
            row.day, row.desk = slot.day, slot.desk
            row.starts, row.ends = f"{slot.starts:%H:%M}", f"{slot.ends:%H:%M}"
            row.reminded_at = None
            await self._noted(tx, row, AppointmentStep.MOVE, now=now)
            await self._messages.tell_offer(tx, offer, now=now)
            return kept(row)

    async def _own(self, tx: AsyncSession, number: str, citizen: str) -> AppointmentRecord:
        row = await store.by_number(tx, number, lock=True)
        if row is None or not citizen or row.citizen != citizen:
            # A stranger's number and an unknown one read the same: nobody learns which numbers exist.
            raise InputError("appointments.refused.unknown", number=number)
        return row

    @staticmethod
    def _pool(row: AppointmentRecord) -> str:
        return pool_of(row)


def open_key(citizen: str, wanted: BookingWish) -> str:
    """Give what is open at most once: one appointment a citizen, person and matter."""
    return f"{citizen}:{wanted.whom}:{wanted.matter}"


def pool_of(row: AppointmentRecord) -> str:
    """Give the pool in which an appointment holds or awaits a seat."""
    return f"{row.place}:{row.desk}:{row.day.isoformat()}"


def subject_of(row: AppointmentRecord) -> str:
    """Give the slot in which an appointment holds a seat."""
    return f"{pool_of(row)}:{row.starts.replace(':', '')}"


def kept(row: AppointmentRecord, in_line: int = 0) -> KeptAppointment:
    """Give a row as a value."""
    return KeptAppointment(
        number=row.number,
        matter=row.matter,
        place=row.place,
        desk=row.desk,
        day=row.day,
        starts=time.fromisoformat(row.starts) if row.starts else None,
        ends=time.fromisoformat(row.ends) if row.ends else None,
        whom=row.whom,
        priority=row.priority,
        state=AppointmentState(row.state),
        place_in_line=in_line,
    )
