"""What the desk does with a day: today's list, who is here, called, seen or did not come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.errors import InputError
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import KeptAppointment, kept
from handlers.appointments.booking.lifecycle import AppointmentState, AppointmentStep, steps_from
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.finished import FinishedVisit, VisitEnd, nothing_more
from handlers.appointments.opening.catalogue import AppointmentCounty, BookablePlace, ServiceDesk
from handlers.appointments.opening.slots import slots_of
from handlers.talk.spoken_time import spoken
from handlers.workdays import Calendar


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit of the day's list, with the steps open for it."""

    appointment: KeptAppointment
    arrived_at: datetime | None
    steps: tuple[AppointmentStep, ...]


@dataclass(frozen=True, slots=True)
class DeskList:
    """The visits of one desk in the order in which they are called, and how many it can see that day."""

    desk: ServiceDesk
    lines: tuple[VisitLine, ...]
    seats: int


class AppointmentDesk:
    """The desk's side of a day."""

    def __init__(
        self,
        database: Database,
        *,
        county: AppointmentCounty,
        calendar: Callable[[], Calendar],
        clock: Clock,
        finished: VisitEnd = nothing_more,
    ) -> None:
        self._finished = finished
        self._database = database
        self._calendar = calendar
        self._clock = clock
        self.county = county

    async def day(self, place: BookablePlace, day: date) -> tuple[DeskList, ...]:
        """Give the day's list of each desk: who comes first, then by the hour, then by who was here first."""
        async with self._database.reading() as tx:
            rows = await store.on_day(tx, place.key, day)
            changes = await store.changes_of(tx, place.key, since=day)
        calendar = self._calendar()
        return tuple(
            DeskList(
                desk,
                tuple(map(_line, sorted((row for row in rows if row.desk == desk.key), key=_order))),
                sum(slot.quota for slot in slots_of(place, desk, day, calendar=calendar, changes=changes)),
            )
            for desk in place.desks
        )

    async def take(self, number: str, step: AppointmentStep, *, actor: str) -> KeptAppointment:
        """Take a step of the day; raises `InputError` for an unknown number, another day, or a step out of turn."""
        async with self._database.transaction() as tx:
            row, now = await self._row(tx, number), self._clock.now()
            today = local_date(now)
            if row.day != today:
                raise InputError("appointments.refused.other_day", when=_when(row))
            if step is AppointmentStep.MISS and row.state == AppointmentState.BOOKED and _before(row, now):
                raise InputError("appointments.refused.too_early")
            store.take(tx, row, step, at=now, actor=actor)
            if step is AppointmentStep.ARRIVE:
                row.arrived_at = now
            await audit.record(
                tx,
                f"appointment:{step.value}",
                actor=actor,
                subject=number,
                now=now,
                detail={"place": row.place},
            )
            if step is AppointmentStep.SERVE:
                await self._finished(tx, FinishedVisit(number, row.citizen, row.channel, row.matter), now)
            return kept(row)

    async def prioritise(self, number: str, *, first: bool, actor: str) -> KeptAppointment:
        """Let somebody come first, or no longer; raises `InputError` for an unknown number or a visit that is over."""
        async with self._database.transaction() as tx:
            row, now = await self._row(tx, number), self._clock.now()
            detail = {"first": str(first).lower()}
            store.take(tx, row, AppointmentStep.PRIORITISE, at=now, actor=actor, detail=detail)
            row.priority = first
            await audit.record(
                tx, "appointment:prioritise", actor=actor, subject=number, now=now, detail=detail
            )
            return kept(row)

    async def _row(self, tx: AsyncSession, number: str) -> AppointmentRecord:
        row = await store.by_number(tx, number, lock=True)
        if row is None:
            raise InputError("appointments.refused.unknown", number=number)
        return row


def _line(row: AppointmentRecord) -> VisitLine:
    return VisitLine(kept(row), row.arrived_at, steps_from(AppointmentState(row.state)))


def _order(row: AppointmentRecord) -> tuple[bool, str, str]:
    return not row.priority, row.starts, row.number


def _when(row: AppointmentRecord) -> str:
    return spoken(row.day, time.fromisoformat(row.starts)) if row.starts else row.day.isoformat()


def _before(row: AppointmentRecord, now: datetime) -> bool:
    """Whether the hour of a visit has not come yet."""
    return now < datetime.combine(row.day, time.fromisoformat(row.starts), SHANGHAI)
