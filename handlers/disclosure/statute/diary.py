"""A request's days one by one: which count, which do not, and why; so that staff can check a date by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.disclosure.statute.answer_period import AnswerPeriod, stages
from handlers.disclosure.statute.clocks import Clocks
from handlers.disclosure.statute.counting import DAY, Counting
from handlers.disclosure.statute.log import LogEntry, Occurrence, in_order
from handlers.workdays import FRIDAY, WorkingCalendar

LONGEST_DAYS = 800
"""More than any request takes; what lies behind it is a slip of the pen."""


class DayKind(StrEnum):
    """What a day is to the answer clock."""

    START = "start"
    COUNTED = "counted"
    MADE_UP = "made_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CONSULTING = "consulting"
    VOID = "void"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One day: what it is, the number of counted days so far, what happened on it, and whether it is the last day."""

    on: date
    kind: DayKind
    count: int
    happened: tuple[Occurrence, ...] = ()
    due: bool = False


def diary(
    dates: Clocks, log: Sequence[LogEntry], *, calendar: WorkingCalendar, today: date
) -> tuple[DiaryDay, ...]:
    """Give the days from the receipt to the due date, or to today where none can be named; nothing before the receipt.

    The count walks from day to day and knows nothing of how `clocks` arrives at its dates.
    """
    if dates.receipt_on is None:
        return ()
    lines = in_order(log)
    history = list(stages(dates.receipt_on, lines, counting=Counting(calendar, dates.windows)))
    last = dates.due_on or dates.projected_due_on or max(today, dates.receipt_on)
    return tuple(_days(dates, lines, history, calendar=calendar, last=last))


def _days(
    dates: Clocks,
    lines: Sequence[LogEntry],
    history: Sequence[tuple[date, AnswerPeriod]],
    *,
    calendar: WorkingCalendar,
    last: date,
) -> Iterator[DiaryDay]:
    assert dates.receipt_on, "there is no diary before the receipt"
    day, count = dates.receipt_on, 0
    for _ in range(LONGEST_DAYS):
        start = [period.start_on for on, period in history if on <= day][-1]
        kind = _kind(day, start, dates, calendar)
        count = (
            0
            if kind in {DayKind.START, DayKind.VOID}
            else count + (kind in {DayKind.COUNTED, DayKind.MADE_UP})
        )
        happened = tuple(dict.fromkeys(line.what for line in lines if line.on == day))
        yield DiaryDay(day, kind, count, happened, due=day == dates.due_on)
        if day >= last:
            return
        day += DAY


def _kind(day: date, start: date | None, dates: Clocks, calendar: WorkingCalendar) -> DayKind:
    if start is None:
        return DayKind.VOID
    if day == start:
        return DayKind.START
    works = calendar.is_workday(day)
    if works is None:
        return DayKind.UNKNOWN
    weekend = day.weekday() > FRIDAY
    if not works:
        return DayKind.WEEKEND if weekend else DayKind.HOLIDAY
    if any(window.excludes(day) for window in dates.windows):
        return DayKind.CONSULTING
    return DayKind.MADE_UP if weekend else DayKind.COUNTED
