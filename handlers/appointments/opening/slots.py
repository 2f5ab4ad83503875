"""The slots of a day as values: they follow from the rules, the calendar and the changes, and are kept nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI, local_date
from handlers.appointments.opening.catalogue import BookablePlace, HoursKind, OpenHours, ServiceDesk
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.appointments.opening.day_class import DayClass, day_class
from handlers.workdays import Calendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """One stretch of a desk's day, in which `quota` people can be seen."""

    place: str
    desk: str
    day: date
    starts: time
    ends: time
    kind: HoursKind
    quota: int

    @property
    def pool(self) -> str:
        """What those who wait wait for: any slot of the desk's day."""
        return f"{self.place}:{self.desk}:{self.day.isoformat()}"

    @property
    def subject(self) -> str:
        """The name of the slot among all."""
        return f"{self.pool}:{self.starts:%H%M}"

    @property
    def begins_at(self) -> datetime:
        """The instant at which it begins."""
        return datetime.combine(self.day, self.starts, SHANGHAI)


def hours_of(
    place: BookablePlace, desk: str, day: date, *, calendar: Calendar, changes: Sequence[OpeningChange] = ()
) -> tuple[OpenHours, ...]:
    """Give the hours of a desk on a day; a closing outweighs everything, of other changes the latest counts."""
    own = [change for change in changes if change.holds(place.key, desk, day)]
    if any(change.kind is ChangeKind.CLOSED for change in own):
        return ()
    kind = day_class(day, calendar)
    if kind is DayClass.UNKNOWN:
        return ()
    if given := [change for change in own if change.kind is ChangeKind.HOURS]:
        return given[-1].hours
    if kind is DayClass.WORKING:
        return (*place.working, *place.late.get(day.isoweekday(), ()))
    if kind is DayClass.MAKEUP:
        return place.makeup
    return place.rest.get(day.isoweekday(), ()) if kind is DayClass.REST else ()


def slots_of(
    place: BookablePlace,
    desk: ServiceDesk,
    day: date,
    *,
    calendar: Calendar,
    changes: Sequence[OpeningChange] = (),
) -> tuple[TimeSlot, ...]:
    """Give the slots of a desk on a day, in order; a rest of the hours too short for a visit is none."""
    hours = hours_of(place, desk.key, day, calendar=calendar, changes=changes)
    counted = [
        change.counters
        for change in changes
        if change.kind is ChangeKind.COUNTERS and change.holds(place.key, desk.key, day)
    ]
    return tuple(
        slot
        for stretch in hours
        for slot in _cut(place.key, desk, day, stretch, counters=_counters(desk, stretch.kind, counted))
    )


def _counters(desk: ServiceDesk, kind: HoursKind, counted: Sequence[int]) -> int:
    return counted[-1] if counted else desk.counters.get(kind, 0)


def _cut(
    place: str, desk: ServiceDesk, day: date, stretch: OpenHours, *, counters: int
) -> Iterator[TimeSlot]:
    if counters < 1:
        return
    starts, end = _minutes(stretch.starts), _minutes(stretch.ends)
    while starts + desk.minutes <= end:
        ends = starts + desk.minutes
        yield TimeSlot(place, desk.key, day, _clock(starts), _clock(ends), stretch.kind, counters)
        starts = ends


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def is_in_time(
    slot: TimeSlot, place: BookablePlace, *, now: datetime, notice: timedelta, calendar: Calendar
) -> bool:
    """Whether a slot may still be booked: some minutes before it begins, a rest day some working days before."""
    if slot.begins_at < now + notice:
        return False
    return slot.kind is not HoursKind.REST or rest_day_in_time(
        place, slot.day, today=local_date(now), calendar=calendar
    )


def rest_day_in_time(place: BookablePlace, day: date, *, today: date, calendar: Calendar) -> bool:
    """Whether a rest day may still be booked today: so many working days lie from today to the day before it."""
    if not place.rest_notice_workdays:
        return True
    between = calendar.workdays_between(today - DAY, day - DAY) if day > today else 0
    return between is not None and between >= place.rest_notice_workdays
