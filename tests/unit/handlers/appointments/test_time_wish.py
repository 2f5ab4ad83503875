"""When somebody wants to come: read from the values of the recogniser, never bent to a day that was not said."""

from datetime import date, time

import pytest

from handlers.appointments.opening.time_wish import TimeWish, WishFault, completed, read_wish

TUESDAY = date(2026, 11, 24)


def read(day: str, hour: str = "", said: str = "") -> TimeWish:
    return read_wish(day, hour, said=said, today=TUESDAY)


def test_a_day_and_a_part_of_it() -> None:
    wish = read("2026-11-25", "PM", "明天下午")
    assert (wish.first_on, wish.last_on) == (date(2026, 11, 25), date(2026, 11, 25))
    assert (wish.since, wish.until, wish.at) == (time(12), time(18), None)


def test_a_span_of_days() -> None:
    wish = read("2026-11-30/2026-12-06", said="下周")
    assert not wish.is_one_day
    assert wish.last_on == date(2026, 12, 6)


@pytest.mark.parametrize(
    "day", ["--02-30", "2026-02-30", "2026-13-01", "--04-31", "month+0:31", "year+1-02-30"]
)
def test_a_day_that_is_in_no_calendar(day: str) -> None:
    assert read(day).fault is WishFault.NO_SUCH_DAY


@pytest.mark.parametrize("day", ["feast:春节", "P15D", "about:八十年代"])
def test_what_names_no_day_is_not_guessed(day: str) -> None:
    assert read(day).fault is WishFault.VAGUE


@pytest.mark.parametrize(
    ("hour", "said", "at"),
    [
        ("03:00", "三点", time(15)),
        ("15:30", "下午三点半", time(15, 30)),
        ("09:00", "九点", time(9)),
        ("03:00", "凌晨三点", time(3)),
        ("nonsense", "", None),
    ],
)
def test_an_hour(hour: str, said: str, at: time | None) -> None:
    assert read("2026-11-25", hour, said).at == at


def test_a_number_of_a_day_that_is_over_means_the_next_month() -> None:
    assert read("2026-11-02", said="2号上午").first_on == date(2026, 12, 2)
    assert read("2026-11-02", said="11月2号").first_on == date(2026, 11, 2)
    assert read("2026-11-26", said="26号").first_on == date(2026, 11, 26)


def test_the_thirty_first_of_a_month_without_one_is_no_day() -> None:
    wish = read_wish("2027-01-31", "", said="31号", today=date(2027, 2, 1))
    assert wish.fault is WishFault.NO_SUCH_DAY
    assert wish.first_on is None


def test_what_is_left_open_keeps_what_was_said_before() -> None:
    earlier = read("2026-11-25", "PM", "明天下午")
    later = completed(read("2026-11-27", said="周五呢"), earlier.text, said="周五呢", today=TUESDAY)
    assert (later.first_on, later.since) == (date(2026, 11, 27), time(12))
    other = completed(read("", "AM", "上午呢"), earlier.text, said="上午呢", today=TUESDAY)
    assert (other.first_on, other.until) == (date(2026, 11, 25), time(12))
    nothing = completed(TimeWish(), earlier.text, said="", today=TUESDAY)
    assert (nothing.first_on, nothing.since) == (date(2026, 11, 25), time(12))


def test_nothing_said_is_nothing_wished() -> None:
    assert read("").says_nothing
    assert not read("", "AM").says_nothing
    assert not read("--02-30").says_nothing


def test_an_hour_from_which_on_or_until_which_somebody_comes() -> None:
    late = read("2026-11-25", "06:00+", "明天六点以后")
    assert (late.since, late.until, late.at) == (time(18), time(23, 59), None)
    early = read("2026-11-25", "10:00-", "明天上午十点以前")
    assert (early.since, early.until, early.at) == (time(0), time(10), None)
    kept = completed(TimeWish(), late.text, said="", today=TUESDAY)
    assert (kept.since, kept.at) == (time(18), None)
