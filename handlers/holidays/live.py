"""The calendar in force now: what comes with the program, and over it the notices signed at the desk."""

from collections.abc import Iterable
from datetime import date

from handlers.workdays import Calendar, Notice, calendar_of, load_notices

WARNING_MONTH = 10
"""From October the notice for the next year is due (disclosure-rules §4)."""


class LiveCalendar:
    """Counts as the calendar does that is in force at this moment; everything that counts days shares one.

    It is exchanged between two turns of the event loop and never during a count.
    """

    def __init__(self, base: Iterable[Notice] | None = None) -> None:
        self._base = tuple(load_notices() if base is None else base)
        self._current = calendar_of(self._base)

    @property
    def current(self) -> Calendar:
        """Give the calendar as it stands."""
        return self._current

    def take(self, notices: Iterable[Notice]) -> None:
        """Put signed notices over those of the program, the latest last."""
        self._current = calendar_of(self._base, notices)

    def is_workday(self, day: date) -> bool | None:
        """Whether offices work on a day; None when the notice of that year is missing."""
        return self._current.is_workday(day)

    def nth_workday_after(self, day: date, count: int) -> date | None:
        """Give the count-th working day after a day; None when a year on the way is missing."""
        return self._current.nth_workday_after(day, count)

    def workdays_between(self, after: date, until: date) -> int | None:
        """Count the working days after the one day until the other; None when a year among them is missing."""
        return self._current.workdays_between(after, until)

    def known_until(self) -> date | None:
        """Give the last day of the unbroken run of known years."""
        return self._current.known_until()


def missing_year(calendar: Calendar, today: date) -> int | None:
    """Give the first year whose notice should be there by now and is not: this one, from October also the next."""
    wanted = (today.year, today.year + 1) if today.month >= WARNING_MONTH else (today.year,)
    return next((year for year in wanted if year not in calendar.years), None)
