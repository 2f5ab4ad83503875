"""What is waited for: kept and read again, said in words, and what a slot has to be."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.appointments.booking.spoken_wait import spoken_wait
from handlers.appointments.opening.awaited import (
    MOST_AWAITED_DAYS,
    AwaitedTime,
    days_between,
    read_awaited,
)
from handlers.appointments.opening.catalogue import HoursKind
from handlers.appointments.opening.slots import TimeSlot

THURSDAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("awaited", "words"),
    [
        (AwaitedTime((THURSDAY,)), "11月26日（周四）"),
        (AwaitedTime((THURSDAY,), time(0), time(12)), "11月26日（周四）上午"),
        (AwaitedTime((THURSDAY,), time(12), time(18)), "11月26日（周四）下午"),
        (AwaitedTime((THURSDAY,), time(9), time(9, 30)), "11月26日（周四）上午9:00—9:30"),
        (
            AwaitedTime((THURSDAY, date(2026, 11, 27)), time(0), time(12)),
            "11月26日（周四）到11月27日（周五）上午",
        ),
        (AwaitedTime((THURSDAY, date(2026, 11, 30))), "11月26日（周四）、11月30日（周一）"),
    ],
)
def test_it_is_said_as_people_say_it(awaited: AwaitedTime, words: str) -> None:
    assert spoken_wait(awaited) == words
    assert read_awaited(awaited.text) == awaited


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=MOST_AWAITED_DAYS, unique=True),
    st.integers(0, 22),
    st.integers(1, 12),
)
def test_what_is_kept_is_read_again(steps: list[int], hour: int, length: int) -> None:
    days = tuple(THURSDAY + timedelta(days=step) for step in sorted(steps))
    awaited = AwaitedTime(days, time(hour), time(min(hour + length, 23), 59))
    assert read_awaited(awaited.text) == awaited
    assert len(awaited.text) <= 200


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-26",
        "2026-11-26|",
        "|09:00-10:00",
        "2026-02-30|09:00-10:00",
        "2026-11-27,2026-11-26|09:00-10:00",
        "2026-11-26,2026-11-26|09:00-10:00",
        "2026-11-26|10:00-09:00",
        ",".join((THURSDAY + timedelta(days=step)).isoformat() for step in range(15)) + "|09:00-10:00",
        "x" * 10_000,
    ],
)
def test_what_never_was_kept_is_none(text: str) -> None:
    assert read_awaited(text) is None


def test_a_slot_within_the_hours_of_its_days_is_meant() -> None:
    awaited = AwaitedTime((THURSDAY,), time(9), time(10))

    def slot(day: date, at: time) -> TimeSlot:
        return TimeSlot("p", "d", day, at, at.replace(minute=59), HoursKind.USUAL, 1)

    meant = [awaited.holds(slot(THURSDAY, at)) for at in (time(8, 30), time(9), time(9, 30), time(10))]
    assert meant == [False, True, True, False]
    assert not awaited.holds(slot(date(2026, 11, 27), time(9)))


def test_nobody_waits_for_more_days_than_a_fortnight() -> None:
    assert days_between(THURSDAY, THURSDAY) == (THURSDAY,)
    assert len(days_between(THURSDAY, date(2027, 11, 26))) == MOST_AWAITED_DAYS


@given(st.sets(st.integers(0, 13)))
def test_closed_days_are_taken_off(closed: set[int]) -> None:
    awaited = AwaitedTime(days_between(THURSDAY, THURSDAY + timedelta(days=13)), time(9), time(12))
    left = awaited.without([THURSDAY + timedelta(days=step) for step in closed])
    assert len(left.days) == 14 - len(closed)
    assert (left.since, left.until) == (time(9), time(12))
