"""What a citizen does with an appointment that is open: another time, not coming, a freed seat taken, leaving the account."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import (
    KeptAppointment,
    kept,
    pool_of,
    slot_of_subject,
    subject_of,
)
from handlers.appointments.booking.lifecycle import CHANGEABLE, SEATED, AppointmentState, AppointmentStep
from handlers.appointments.booking.messages import AppointmentMessages
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.booking.seating import CurrentCalendar, DeskSeats
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.capacity.seats import SeatOffer, accept_offer, free_seat, leave_line, offer_of

LEFT = "left-"
"""Before the number, in place of the form by which somebody booked who has left the account."""


class BookedAppointments:
    """Changes, cancels, and seats whoever waited."""

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
        self._county = county
        self._calendar = calendar
        self._clock = clock
        self._texts = texts
        self._seats = DeskSeats(county, calendar=calendar, clock=clock)
        self._messages = AppointmentMessages(county, texts)

    def on(self, database: Database) -> Self:
        """Give the same service on another database."""
        return type(self)(
            database, county=self._county, calendar=self._calendar, clock=self._clock, texts=self._texts
        )

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
            place = self._county.place(row.place)
            desk = place.desk(row.desk) if place else None
            day, starts = slot_of_subject(offer.subject)
            ends = datetime.combine(day, starts) + timedelta(minutes=desk.minutes if desk else 0)
            row.day, row.starts, row.ends = day, f"{starts:%H:%M}", f"{ends:%H:%M}"
            await store.note_of_citizen(tx, row, AppointmentStep.SEAT, now=now)
            return kept(row)

    async def cancel(self, number: str, *, citizen: str) -> KeptAppointment:
        """Cancel an appointment or a wait; the seat goes to the next. Raises `InputError` where that cannot be done any more."""
        async with self._database.transaction() as tx:
            row, now = await self._own(tx, number, citizen), self._clock.now()
            before = AppointmentState(row.state)
            await store.note_of_citizen(tx, row, AppointmentStep.CANCEL, now=now)
            await self._messages.tell_offer(tx, await given_back(tx, row, before, now=now), now=now)
            return kept(row)

    async def move(self, number: str, *, citizen: str, day: date, starts: time) -> KeptAppointment:
        """Change to another slot at the same place: the new seat is taken before the old one is given back.

        Raises `InputError` as booking does, and where it cannot be changed any more.
        """
        async with self._database.transaction() as tx:
            row, now = await self._own(tx, number, citizen), self._clock.now()
            before = AppointmentState(row.state)
            if before not in CHANGEABLE:
                raise InputError("appointments.refused.step_move")
            days = await self._seats.days(tx, row.matter, row.place)
            slot = await self._seats.take(tx, days, day, starts, now=now)
            offer = await given_back(tx, row, before, now=now)
            row.day, row.desk = slot.day, slot.desk
            row.starts, row.ends = f"{slot.starts:%H:%M}", f"{slot.ends:%H:%M}"
            row.reminded_at = None
            await store.note_of_citizen(tx, row, AppointmentStep.MOVE, now=now)
            await self._messages.tell_offer(tx, offer, now=now)
            return kept(row)

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Cancel what is open of somebody who left the account, and take the account off all that was booked; give how much.

        Who cannot be written to any more cannot be reminded or told of a closing: the seat goes to whoever waits. A visit
        that is being served is left to its counter. Doing it again changes nothing.
        """
        if not citizen:
            return 0
        async with self._database.transaction() as tx:
            now, record = self._clock.now(), AppointmentRecord
            theirs = select(record).where(record.citizen == citizen, record.channel == channel)
            rows = (await tx.scalars(theirs.order_by(record.number).with_for_update())).all()
            # Waits first, so that no seat is offered to whoever leaves.
            for row in sorted(rows, key=lambda row: row.state != AppointmentState.WAITING):
                before = AppointmentState(row.state)
                if before in CHANGEABLE:
                    detail = {"cause": "left"}
                    step = AppointmentStep.CANCEL
                    await store.note_of_citizen(tx, row, step, now=now, detail=detail)
                    await self._messages.tell_offer(tx, await given_back(tx, row, before, now=now), now=now)
                row.citizen, row.form_id, row.open_key = "", f"{LEFT}{row.number}", None
            if rows:
                detail = {"appointments": str(len(rows))}
                await audit.record(
                    tx,
                    "appointment:leave",
                    actor=store.CITIZEN,
                    subject="appointment",
                    now=now,
                    detail=detail,
                )
            return len(rows)

    @staticmethod
    async def _own(tx: AsyncSession, number: str, citizen: str) -> AppointmentRecord:
        row = await store.by_number(tx, number, lock=True)
        if row is None or not citizen or row.citizen != citizen:
            # A stranger's number and an unknown one read the same: nobody learns which numbers exist.
            raise InputError("appointments.refused.unknown", number=number)
        return row


async def given_back(
    tx: AsyncSession, row: AppointmentRecord, before: AppointmentState, *, now: datetime
) -> SeatOffer | None:
    """Give back what an appointment of a state held or waited for; give the offer by which the seat goes to the next."""
    if before is AppointmentState.WAITING:
        return await leave_line(tx, row.number, now=now)
    if before in SEATED:
        return await free_seat(tx, subject_of(row), pool=pool_of(row), now=now)
    return None
