"""Appointments that are there already: a day that others have filled, visits that were missed."""

import itertools
from datetime import date, timedelta

from adapters.main import Program
from bot.clock import local_date
from handlers.appointments.booking.appointment import BookingOrigin, BookingWish
from handlers.appointments.booking.lifecycle import AppointmentState
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.intake.phrases import SELF
from handlers.appointments.opening.time_wish import TimeWish

_numbers = itertools.count(1)


async def full_day(program: Program, place_key: str, desk_key: str, day: date) -> None:
    """Let other people book every seat of a desk's day that is left."""
    service = program.services.appointments.service
    place = service.county.place(place_key)
    desk = place.desk(desk_key) if place else None
    assert desk is not None
    matter = desk.matters[0]
    wish = TimeWish(first_on=day, last_on=day)
    while (answer := await service.answer(matter, place_key, wish)).slots and not answer.refusal:
        for free in answer.slots:
            number = next(_numbers)
            wanted = BookingWish(matter, place_key, day, free.slot.starts, SELF)
            await service.book(wanted, origin=BookingOrigin(f"other-{number}", f"oOther{number:08d}", "api"))


async def missed_visits(program: Program, citizen: str, count: int) -> None:
    """Let a citizen have missed so many visits in the last days."""
    today = local_date(program.clock.now())
    async with program.resources.database.transaction() as tx:
        for step in range(1, count + 1):
            number = next(_numbers)
            tx.add(
                AppointmentRecord(
                    number=f"YY202601010{number:03d}",
                    form_id=f"missed-{number}",
                    channel="wechat",
                    citizen=citizen,
                    matter="id-card",
                    place="qingxi-paichusuo",
                    desk="household",
                    day=today - timedelta(days=step),
                    starts="09:00",
                    ends="09:30",
                    whom=SELF,
                    priority=False,
                    state=AppointmentState.MISSED.value,
                    open_key=None,
                    made_at=program.clock.now(),
                    arrived_at=None,
                    reminded_at=None,
                )
            )
