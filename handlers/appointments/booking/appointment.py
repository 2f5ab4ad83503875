"""Appointments as values: what is wished for, where it came from, what is kept, and the names of the seats they hold."""

from dataclasses import dataclass
from datetime import date, time

from handlers.appointments.booking.lifecycle import AppointmentState
from handlers.appointments.booking.records import AppointmentRecord
from handlers.appointments.booking.spoken_wait import spoken_wait
from handlers.appointments.opening.awaited import AwaitedTime, read_awaited
from handlers.capacity.seats import SeatWant
from handlers.talk.spoken_time import spoken


@dataclass(frozen=True, slots=True)
class BookingWish:
    """What is to be booked: the matter, the place, the day and the hour, for whom, and whether that person comes first.

    Without an hour its citizen waits: for what is `awaited`, else for any seat of the day.
    """

    matter: str
    place: str
    day: date
    starts: time | None
    whom: str
    priority: bool = False
    awaited: AwaitedTime | None = None

    @property
    def waits_for(self) -> AwaitedTime | None:
        """Give what is waited for; None where an hour is to be booked."""
        if self.starts is not None:
            return None
        return self.awaited or AwaitedTime((self.day,))


@dataclass(frozen=True, slots=True)
class BookingOrigin:
    """Where a booking came from: the form that was filled in, its citizen, the channel."""

    form_id: str
    citizen: str
    channel: str


@dataclass(frozen=True, slots=True)
class KeptAppointment:
    """An appointment as its citizen is shown it; `starts` is None while it waits, `awaited` and `place_in_line` then say for what and where."""

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
    awaited: AwaitedTime | None = None

    @property
    def when(self) -> str:
        """Give the moment of the visit, or what is waited for, as it is said."""
        return (
            spoken(self.day, self.starts)
            if self.starts
            else spoken_wait(self.awaited or AwaitedTime((self.day,)))
        )


def open_key(citizen: str, wanted: BookingWish) -> str:
    """Give what is open at most once: one appointment a citizen, person and matter."""
    return f"{citizen}:{wanted.whom}:{wanted.matter}"


def pool_of(row: AppointmentRecord) -> str:
    """Give the pool in which an appointment holds a seat."""
    return pool_on(row, row.day)


def pool_on(row: AppointmentRecord, day: date) -> str:
    """Give the pool of an appointment's desk on a day."""
    return f"{row.place}:{row.desk}:{day.isoformat()}"


def wants_of(row: AppointmentRecord, awaited: AwaitedTime) -> tuple[SeatWant, ...]:
    """Give the seats for which an appointment waits: by day, from the first hour to the last."""
    pools = [pool_on(row, day) for day in awaited.days]
    if awaited.is_whole:
        return tuple(map(SeatWant, pools))
    since, until = f"{awaited.since:%H%M}", f"{awaited.until:%H%M}"
    return tuple(SeatWant(pool, f"{pool}:{since}", f"{pool}:{until}") for pool in pools)


def awaited_of(row: AppointmentRecord) -> AwaitedTime:
    """Give what a waiting appointment waits for; the day it names where nothing narrower was kept."""
    return read_awaited(row.awaited) or AwaitedTime((row.day,))


def slot_of_subject(subject: str) -> tuple[date, time]:
    """Give the day and the hour in the name of a slot."""
    day, _, figures = subject.rpartition(":")
    return date.fromisoformat(day.rpartition(":")[2]), time(int(figures[:2]), int(figures[2:]))


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
        awaited=None if row.starts else awaited_of(row),
    )
