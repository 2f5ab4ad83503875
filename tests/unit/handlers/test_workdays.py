from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.workdays import Calendar, calendar_of, load_calendar, read_notice

CALENDAR = load_calendar()

MAKEUP_DAYS = [
    *("2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29"),
    *("2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
]
DAYS_OFF = [
    ("2024-01-01", "2024-01-01"),
    ("2024-02-10", "2024-02-17"),
    ("2024-04-04", "2024-04-06"),
    ("2024-05-01", "2024-05-05"),
    ("2024-06-10", "2024-06-10"),
    ("2024-09-15", "2024-09-17"),
    ("2024-10-01", "2024-10-07"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("makeup", MAKEUP_DAYS)
def test_a_makeup_weekend_day_is_worked(makeup: str) -> None:
    assert day(makeup).weekday() >= 5
    assert CALENDAR.is_workday(day(makeup)) is True


@pytest.mark.parametrize(("first", "last"), DAYS_OFF)
def test_every_day_of_a_holiday_is_off(first: str, last: str) -> None:
    current = day(first)
    while current <= day(last):
        assert CALENDAR.is_workday(current) is False
        current += timedelta(days=1)


def test_new_years_eve_of_the_lunar_year_2024_is_worked() -> None:
    assert CALENDAR.is_workday(date(2024, 2, 9)) is True


@pytest.mark.parametrize(("year", "total"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_published_number_of_working_days(year: int, total: int) -> None:
    assert CALENDAR.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == total


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2025-03-03", 20, "2025-03-31"),
        ("2025-09-22", 20, "2025-10-24"),
        ("2025-10-10", 1, "2025-10-11"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-01-01", 1, "2026-01-04"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-12-03", 20, "2026-12-31"),
        ("2026-12-04", 20, None),
        ("2026-12-31", 1, None),
        ("2027-03-01", 1, None),
    ],
)
def test_the_nth_working_day_is_counted_and_never_guessed(start: str, count: int, last: str | None) -> None:
    assert CALENDAR.nth_workday_after(day(start), count) == (day(last) if last else None)


def test_counting_into_an_unknown_year_gives_nothing() -> None:
    assert CALENDAR.workdays_between(date(2026, 12, 30), date(2027, 1, 1)) is None
    assert CALENDAR.workdays_between(date(2026, 12, 30), date(2026, 12, 31)) == 1
    assert CALENDAR.workdays_between(date(2026, 12, 31), date(2026, 12, 30)) == 0
    assert CALENDAR.is_workday(date(2027, 1, 4)) is None


def test_a_count_below_one_is_an_error() -> None:
    with pytest.raises(ValueError, match="number 0"):
        CALENDAR.nth_workday_after(date(2026, 1, 1), 0)


def test_known_until_stops_at_the_first_gap() -> None:
    assert CALENDAR.known_until() == date(2026, 12, 31)
    assert Calendar(frozenset({2020, 2021, 2023}), frozenset(), frozenset()).known_until() == date(
        2021, 12, 31
    )
    assert Calendar(frozenset(), frozenset(), frozenset()).known_until() is None


def write(folder: Path, body: str, *, name: str = "2027.yml") -> Path:
    path = folder / name
    path.write_text(body, "utf-8")
    return path


NEXT_YEAR = """
notice: 试验用通知
year: 2027
days_off:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
workdays: [2026-12-26]
"""


def test_a_notice_added_by_staff_opens_its_year(tmp_path: Path) -> None:
    write(tmp_path, NEXT_YEAR)
    extended = load_calendar(tmp_path)
    assert extended.nth_workday_after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert extended.is_workday(date(2026, 12, 26)) is True
    assert extended.is_workday(date(2026, 10, 10)) is True


def test_the_shipped_notice_says_what_the_library_says(tmp_path: Path) -> None:
    assert load_calendar(tmp_path) == CALENDAR


def test_a_later_notice_replaces_the_year(tmp_path: Path) -> None:
    first = read_notice(write(tmp_path, NEXT_YEAR))
    second = read_notice(write(tmp_path, NEXT_YEAR.replace("[2026-12-26]", "[]")))
    assert calendar_of([first], [second]).makeup_days == frozenset()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2026-12-26", "2026-12-25", "no weekend day"),
        ("2026-12-26", "2027-01-02", "both off and worked"),
        ("2026-12-26", "2026-10-10", "outside 2027"),
        ("to: 2027-01-03", "to: 2026-12-31", "runs backwards"),
        ("to: 2027-01-03", "to: 元旦", "no date"),
        ("year: 2027", "jahr: 2027", "year"),
        ("days_off:\n  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}", "days_off: []", "no day off"),
        ("notice: 试验用通知", "notice: [", "2027.yml"),
    ],
)
def test_a_wrong_notice_is_refused_with_its_file(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = write(tmp_path, NEXT_YEAR.replace(old, new))
    with pytest.raises(ValueError, match=reason) as caught:
        read_notice(path)
    assert "2027.yml" in str(caught.value)


@given(
    days=st.sets(st.dates(date(2020, 12, 1), date(2027, 1, 31)), max_size=20),
    years=st.sets(st.integers(2021, 2026), max_size=5),
    day=st.dates(date(2020, 6, 1), date(2027, 6, 1)),
    count=st.integers(1, 300),
)
def test_a_day_that_is_looked_up_is_the_one_that_is_walked_to(
    days: set[date], years: set[int], day: date, count: int
) -> None:
    found = sorted(days)
    calendar = Calendar(frozenset(years), frozenset(found[::2]), frozenset(found[1::2]))

    walked: date | None = day
    left = count
    while walked is not None and left:
        walked += timedelta(days=1)
        works = calendar.is_workday(walked)
        walked, left = (None, left) if works is None else (walked, left - works)
    assert calendar.nth_workday_after(day, count) == walked

    until = day + timedelta(days=count)
    answers = [calendar.is_workday(day + timedelta(days=step)) for step in range(1, count + 1)]
    assert calendar.workdays_between(day, until) == (None if None in answers else sum(map(bool, answers)))
