"""The slots of a day, counted once more in another way over Spring Festival and its make-up Saturdays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.county import CountyData
from bot.clock import SHANGHAI
from handlers.appointments.opening.catalogue import BookablePlace, HoursKind, OpenHours, ServiceDesk
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.appointments.opening.day_class import DayClass, day_class
from handlers.appointments.opening.slots import is_in_time, slots_of
from handlers.workdays import Calendar, load_calendar

COUNTY = CountyData.load(None).appointments
CALENDAR = load_calendar()
# The State Council's notice for 2026, written out by hand.
OFF = [date(2026, 2, day) for day in range(15, 24)]
MAKEUP = [date(2026, 2, 14), date(2026, 2, 28)]
DAY = timedelta(days=1)


def february() -> Iterator[date]:
    yield from (date(2026, 2, day) for day in range(1, 29))


def counted_by_minute(place: BookablePlace, desk: ServiceDesk, day: date) -> int:
    """Count the seats of a day minute by minute, from the notice as it was printed and not from the calendar."""
    if day in OFF:
        hours: tuple[OpenHours, ...] = ()
    elif day in MAKEUP:
        hours = tuple(one for one in place.working if one.kind is HoursKind.USUAL)
    elif day.weekday() < 5:
        hours = place.working
    else:
        hours = place.rest.get(day.isoweekday(), ())
    seats = 0
    for stretch in hours:
        busy_until = None
        for minute in range(24 * 60):
            at, end = time(minute // 60, minute % 60), minute + desk.minutes
            inside = stretch.starts <= at and end <= stretch.ends.hour * 60 + stretch.ends.minute
            if inside and (busy_until is None or minute >= busy_until):
                seats += desk.counters.get(stretch.kind, 0)
                busy_until = end
    return seats


@pytest.mark.parametrize("place", COUNTY.places, ids=lambda place: place.key)
def test_every_day_of_february_equals_an_independent_count(place: BookablePlace) -> None:
    for desk in place.desks:
        for day in february():
            slots = slots_of(place, desk, day, calendar=CALENDAR)
            assert sum(slot.quota for slot in slots) == counted_by_minute(place, desk, day), (desk.key, day)


@pytest.mark.parametrize(
    ("day", "seats"),
    [
        (date(2026, 2, 13), 3 * 13 + 2),  # a Friday: 13 half hours at 3 counters, two late ones at one
        (date(2026, 2, 14), 3 * 13),  # a make-up Saturday has no late hours
        (date(2026, 2, 7), 6),  # a Saturday by appointment
        (date(2026, 2, 8), 0),
        (date(2026, 2, 17), 0),  # New Year's day
        (date(2026, 2, 21), 0),  # a Saturday within the holiday is no rest day by appointment
        (date(2026, 2, 28), 3 * 13),
        (date(2028, 2, 1), 0),  # nobody knows that year's days off
    ],
)
def test_the_seats_of_the_company_desk(day: date, seats: int) -> None:
    place = COUNTY.place("zhengwu-center")
    assert place is not None
    desk = place.desk_for("company")
    assert desk is not None
    assert sum(slot.quota for slot in slots_of(place, desk, day, calendar=CALENDAR)) == seats


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 13), DayClass.WORKING),
        (date(2026, 2, 14), DayClass.MAKEUP),
        (date(2026, 2, 16), DayClass.HOLIDAY),
        (date(2026, 2, 22), DayClass.HOLIDAY),
        (date(2026, 3, 1), DayClass.REST),
        (date(2031, 3, 1), DayClass.UNKNOWN),
    ],
)
def test_what_a_day_is(day: date, kind: DayClass) -> None:
    assert day_class(day, CALENDAR) is kind


def place_of(hours: tuple[OpenHours, ...], minutes: int, counters: int, notice: int = 0) -> BookablePlace:
    desk = ServiceDesk("d", "窗口", ("m",), minutes, dict.fromkeys(HoursKind, counters))
    return BookablePlace("p", "地方", "", "", (0, 0), (desk,), hours, hours, {6: hours, 7: hours}, notice)


stretches = st.tuples(st.integers(0, 1438), st.integers(1, 1439)).filter(lambda pair: pair[0] < pair[1])


def stretch_of(pair: tuple[int, int], kind: HoursKind = HoursKind.USUAL) -> OpenHours:
    first, last = pair
    return OpenHours(time(first // 60, first % 60), time(last // 60, last % 60), kind)


@given(stretches, st.integers(5, 240), st.integers(0, 9), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_slots_lie_within_the_hours_and_never_overlap(
    pair: tuple[int, int], minutes: int, counters: int, day: date
) -> None:
    place = place_of((stretch_of(pair),), minutes, counters)
    slots = slots_of(place, place.desks[0], day, calendar=CALENDAR)
    for one, other in pairwise(slots):
        assert one.ends <= other.starts
    for slot in slots:
        length = (slot.ends.hour - slot.starts.hour) * 60 + slot.ends.minute - slot.starts.minute
        assert length == minutes
        assert pair[0] <= slot.starts.hour * 60 + slot.starts.minute
        assert slot.ends.hour * 60 + slot.ends.minute <= pair[1]
        assert slot.quota == counters > 0
    opened = day_class(day, CALENDAR) is not DayClass.HOLIDAY and counters > 0
    assert len(slots) == ((pair[1] - pair[0]) // minutes if opened else 0)
    assert len({slot.subject for slot in slots}) == len(slots)


@given(st.dates(date(2026, 1, 5), date(2026, 12, 20)), st.integers(0, 30), st.integers(0, 9))
def test_a_change_holds_on_its_days_only(day: date, length: int, counters: int) -> None:
    place = place_of((stretch_of((540, 720)),), 30, 2)
    desk, last = place.desks[0], day + DAY * length
    closed = OpeningChange("p", day, last, ChangeKind.CLOSED, reason="停电")
    fewer = OpeningChange("p", day, last, ChangeKind.COUNTERS, counters=counters)
    for step in (-1, 0, length, length + 1):
        there, inside = day + DAY * step, 0 <= step <= length
        usual = slots_of(place, desk, there, calendar=CALENDAR)
        assert slots_of(place, desk, there, calendar=CALENDAR, changes=[closed]) == (() if inside else usual)
        seats = sum(slot.quota for slot in slots_of(place, desk, there, calendar=CALENDAR, changes=[fewer]))
        assert seats == (len(usual) * counters if inside else len(usual) * 2)
        # A closing outweighs whatever else was changed, before it or after.
        for both in ((closed, fewer), (fewer, closed)):
            found = slots_of(place, desk, there, calendar=CALENDAR, changes=both)
            assert found == (() if inside else usual)


def test_hours_of_a_day_may_be_others_and_a_closed_day_may_be_opened() -> None:
    place = place_of((stretch_of((540, 720)),), 30, 2)
    sunday = date(2026, 2, 22)
    opened = OpeningChange(
        "p", sunday, sunday, ChangeKind.HOURS, hours=(OpenHours(time(9), time(10)),), reason="加开"
    )
    slots = slots_of(place, place.desks[0], sunday, calendar=CALENDAR, changes=[opened])
    assert [slot.starts for slot in slots] == [time(9), time(9, 30)]


@pytest.mark.parametrize(
    ("today", "saturday", "fits"),
    [
        (date(2026, 11, 27), date(2026, 11, 28), True),  # the Friday before
        (date(2026, 11, 26), date(2026, 11, 28), True),
        (date(2026, 11, 28), date(2026, 11, 28), False),
        (date(2026, 10, 1), date(2026, 10, 17), True),
        (date(2026, 10, 3), date(2026, 10, 4), None),  # within the holiday nobody is seen
    ],
)
def test_a_rest_day_is_booked_a_working_day_before(today: date, saturday: date, *, fits: bool | None) -> None:
    hours = (stretch_of((540, 720), HoursKind.REST),)
    place = place_of(hours, 30, 1, notice=1)
    now = datetime.combine(today, time(10), SHANGHAI)
    slots = slots_of(place, place.desks[0], saturday, calendar=CALENDAR)
    assert bool(slots) is (fits is not None)
    late = [slot for slot in slots if slot.starts >= time(10, 30)]
    found = [
        is_in_time(slot, place, now=now, notice=timedelta(minutes=30), calendar=CALENDAR) for slot in late
    ]
    assert found == [fits] * len(late)


def test_an_hour_that_is_almost_there_is_too_late() -> None:
    place = place_of((stretch_of((540, 720)),), 30, 1)
    day = date(2026, 11, 24)
    slots = slots_of(place, place.desks[0], day, calendar=CALENDAR)
    now = datetime.combine(day, time(9, 45), SHANGHAI)
    fits = [
        slot.starts
        for slot in slots
        if is_in_time(slot, place, now=now, notice=timedelta(minutes=30), calendar=CALENDAR)
    ]
    assert fits == [time(10, 30), time(11), time(11, 30)]


def test_an_empty_calendar_opens_nothing() -> None:
    place = place_of((stretch_of((540, 720)),), 30, 1)
    empty = Calendar(frozenset(), frozenset(), frozenset())
    assert slots_of(place, place.desks[0], date(2026, 11, 24), calendar=empty) == ()
