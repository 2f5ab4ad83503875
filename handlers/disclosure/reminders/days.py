"""On which days a case is reminded of, and whom: pure.

On working days from nine in the morning, at five, three and one working day before the day by which staff are warned, on
that day, and on every working day after it; the head of the disclosure office from the last day before it.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from bot.clock import SHANGHAI
from handlers.workdays import FRIDAY, WorkingCalendar

FROM_HOUR = time(9)
WORKDAYS_BEFORE = frozenset({5, 3, 1, 0})
HEAD_WORKDAYS = 1
LONGEST_BEFORE = max(WORKDAYS_BEFORE)


def reminding_day(now: datetime, calendar: WorkingCalendar) -> date | None:
    """Give the civil day on which reminders go out now; None before nine and on days off.

    Where the notice of the year is missing, weekends alone are off: to be told too often is better than not at all.
    """
    there = now.astimezone(SHANGHAI)
    works = calendar.is_workday(there.date())
    if works is None:
        works = there.weekday() <= FRIDAY
    return there.date() if works and there.time() >= FROM_HOUR else None


def is_reminded(left: int) -> bool:
    """Whether there is a reminder with so many working days to go; negative when overdue."""
    return left < 0 or left in WORKDAYS_BEFORE


def reaches_head(left: int) -> bool:
    """Whether the head of the disclosure office is reminded too."""
    return left <= HEAD_WORKDAYS


def count_by_reader(lefts: Mapping[str, int]) -> dict[str, int]:
    """Give how many reminders go to whom, by the working days left of each case."""
    head = sum(reaches_head(left) for left in lefts.values())
    return {"handler": len(lefts), "head": head}
