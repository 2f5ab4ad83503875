"""Working days as the State Council publishes them each autumn: data, never a formula (disclosure-rules §4)."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import chinese_calendar
import yaml

from bot.text.plain_yaml import read_yaml

FOLDER = Path(__file__).parent / "data" / "workdays"
FRIDAY = 4
DAY = timedelta(days=1)


class WorkingCalendar(Protocol):
    """Whatever counts working days: a calendar as it stood, or the one that is in force now."""

    def is_workday(self, day: date) -> bool | None:
        """Whether offices work on a day; None when the notice of that year is missing."""
        ...

    def nth_workday_after(self, day: date, count: int) -> date | None:
        """Give the count-th working day after a day; None when a year on the way is missing."""
        ...

    def workdays_between(self, after: date, until: date) -> int | None:
        """Count the working days after the one day until the other; None when a year among them is missing."""
        ...

    def known_until(self) -> date | None:
        """Give the last day of the unbroken run of known years."""
        ...


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years whose notice is known, with their days off and the weekend days that are worked instead.

    Pure: every answer follows from these three sets. Nothing is guessed about another year.
    """

    years: frozenset[int]
    days_off: frozenset[date]
    makeup_days: frozenset[date]

    def is_workday(self, day: date) -> bool | None:
        """Whether offices work on a day; None when the notice of that year is missing."""
        if day in self.makeup_days:
            return True
        if day.year not in self.years:
            return None
        return day.weekday() <= FRIDAY and day not in self.days_off

    def nth_workday_after(self, day: date, count: int) -> date | None:
        """Give the count-th working day after a day (day 0); None when a year on the way is missing.

        Raises `ValueError` for a count below one.
        """
        if count < 1:
            raise ValueError(f"there is no working day number {count} after a day")
        run = _run_of(self)
        if run is not None and run.first <= day and (found := run.nth_after(day, count)) is not None:
            return found
        current = day
        while count:
            current += DAY
            works = self.is_workday(current)
            if works is None:
                return None
            count -= works
        return current

    def workdays_between(self, after: date, until: date) -> int | None:
        """Count the working days d with after < d ≤ until; None when a year among them is missing."""
        run = _run_of(self)
        if run is not None and run.first <= after <= until <= run.last:
            return run.between(after, until)
        days = (after + DAY * step for step in range(1, (until - after).days + 1))
        answers = [self.is_workday(day) for day in days]
        return None if None in answers else sum(map(bool, answers))

    def known_until(self) -> date | None:
        """Give the last day of the unbroken run of known years, or None when no year is known."""
        if not self.years:
            return None
        last = min(self.years)
        while last + 1 in self.years:
            last += 1
        return date(last, 12, 31)


@dataclass(frozen=True, slots=True)
class WorkdayRun:
    """The working days of an unbroken run of known years, so that a date is looked up and not walked to."""

    first: date
    last: date
    days: tuple[date, ...]

    def nth_after(self, day: date, count: int) -> date | None:
        """Give the count-th working day after a day of the run; None when the run ends before it."""
        place = bisect_right(self.days, day) + count - 1
        return self.days[place] if place < len(self.days) else None

    def between(self, after: date, until: date) -> int:
        """Count the working days after the one day until the other, both of the run."""
        return bisect_right(self.days, until) - bisect_right(self.days, after)


@lru_cache(maxsize=8)
def _run_of(calendar: Calendar) -> WorkdayRun | None:
    """Give the run that begins with the first known year; a calendar never changes, so that it is worked out once."""
    last = calendar.known_until()
    if last is None:
        return None
    first = date(min(calendar.years), 1, 1)
    all_days = (first + DAY * step for step in range((last - first).days + 1))
    return WorkdayRun(first, last, tuple(day for day in all_days if calendar.is_workday(day)))


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's notice: its title, the days off, and the weekend days that are worked."""

    title: str
    year: int
    days_off: frozenset[date]
    makeup_days: frozenset[date]


def load_calendar(folder: Path = FOLDER) -> Calendar:
    """Give the calendar of the library, with every notice of a folder put over its year.

    Raises `ValueError` naming the file when a notice cannot be read.
    """
    return calendar_of(load_notices(folder))


def load_notices(folder: Path = FOLDER) -> tuple[Notice, ...]:
    """Give the notices that come with the program, the library's first; raises `ValueError` as `load_calendar` does."""
    return (*_library_notices(), *(read_notice(path) for path in sorted(folder.glob("*.yml"))))


def calendar_of(*groups: Iterable[Notice]) -> Calendar:
    """Join notices into a calendar; a later notice of the same year replaces the earlier one."""
    notices = {notice.year: notice for group in groups for notice in group}
    return Calendar(
        years=frozenset(notices),
        days_off=frozenset(day for notice in notices.values() for day in notice.days_off),
        makeup_days=frozenset(day for notice in notices.values() for day in notice.makeup_days),
    )


def read_notice(path: Path) -> Notice:
    """Read one notice file; raises `ValueError` naming the file and what is wrong with it."""
    try:
        tree = read_yaml(path.read_text("utf-8"))
        days_off = frozenset(day for span in tree["days_off"] for day in _span(span))
        makeup_days = frozenset(map(_day, tree["workdays"]))
        notice = Notice(str(tree["notice"]), int(tree["year"]), days_off, makeup_days)
        _check(notice)
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return notice


@dataclass(frozen=True, slots=True)
class NoticeFault:
    """What is wrong with a notice, by name, and the day it is about."""

    name: str
    on: date | None = None


FAULTS = {
    "no_day_off": "the notice names no day off",
    "both": "{on} is both off and worked",
    "no_weekend": "{on} is no weekend day, so it needs no make-up",
    "outside": "{on} lies outside {year}",
}


def fault_of(notice: Notice) -> NoticeFault | None:
    """Give the first thing that cannot be right about a notice, or None."""
    if not notice.days_off:
        return NoticeFault("no_day_off")
    if both := notice.days_off & notice.makeup_days:
        return NoticeFault("both", min(both))
    if weekdays := [day for day in notice.makeup_days if day.weekday() <= FRIDAY]:
        return NoticeFault("no_weekend", min(weekdays))
    # A notice may move a working day into the last weeks of the year before; anything farther is a slip of the pen.
    days = notice.days_off | notice.makeup_days
    if strange := [
        day for day in days if not date(notice.year - 1, 12, 1) <= day <= date(notice.year, 12, 31)
    ]:
        return NoticeFault("outside", min(strange))
    return None


def _check(notice: Notice) -> None:
    if fault := fault_of(notice):
        raise ValueError(FAULTS[fault.name].format(on=fault.on, year=notice.year))


def _span(entry: Mapping[str, Any]) -> Iterator[date]:
    first, last = _day(entry["from"]), _day(entry["to"])
    if last < first:
        raise ValueError(f"{first} … {last} runs backwards")
    return (first + DAY * step for step in range((last - first).days + 1))


def _day(value: object) -> date:
    if type(value) is not date:
        raise ValueError(f"{value!r} is no date")
    return value


def _library_notices() -> Iterator[Notice]:
    """Give the library's years; a year of which only another year's notice names single days does not count as known."""
    days_off, makeup = set(chinese_calendar.holidays), set(chinese_calendar.workdays)
    known = {day.year for day in days_off if (day.month, day.day) == (10, 1)}
    for year in sorted(known):
        yield Notice(
            title="chinesecalendar",
            year=year,
            days_off=frozenset(day for day in days_off if day.year == year),
            makeup_days=frozenset(day for day in makeup if day.year == year),
        )
