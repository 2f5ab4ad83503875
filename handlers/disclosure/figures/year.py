"""The figures of a year from its cases: how many, how long, how many on time; each with the cases behind it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.disclosure.annual_report.counting import ReportedRemedy
from handlers.workdays import WorkingCalendar

MONTHS = 12
OUTCOME = "outcome."
MONTH = "month."


class YearFigure(StrEnum):
    """What is counted; the value stands in the address that opens the cases."""

    RECEIVED = "received"
    ENDED = "ended"
    OPEN = "open"
    ON_TIME = "on_time"
    LATE = "late"
    UNANSWERED = "unanswered"
    UNCLASSED = "unclassed"


@dataclass(frozen=True, slots=True)
class CountedCase:
    """A case as the figures see it; `on_time` is None while there is no reply, or where there was none to give.

    `overdue_on` is the last day for the reply where that day is past and no reply was given; None elsewhere.
    """

    number: str
    received_on: date | None
    ended_on: date | None
    outcome: str
    classed: bool
    on_time: bool | None
    overdue_on: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerRemedy:
    """A review or a suit with the case that it is about."""

    number: str
    remedy: ReportedRemedy


@dataclass(frozen=True, slots=True)
class RequestsTable:
    """表三 of a year with the cases behind each cell, by row and column; `left_out` are the cases that no cell counts yet."""

    year: int
    cells: Mapping[tuple[str, str], tuple[str, ...]]
    left_out: int

    def count(self, row: str, column: str) -> int:
        """Give the figure of a cell."""
        return len(self.cells.get((row, column), ()))


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of a year.

    `cases` gives the numbers behind each, by `YearFigure`, by outcome and by month of receipt; `monthly` how many of those received in each month have ended and how many have not.

    `mean_workdays` is from receipt to the reply, in working days of the calendar, None where nothing was replied;
    `timely_share` is in per cent of what was replied.
    """

    year: int
    cases: Mapping[str, tuple[str, ...]]
    mean_workdays: float | None
    timely_share: float | None
    monthly: tuple[tuple[int, int], ...]
    outcomes: Mapping[str, int]

    def count(self, figure: str) -> int:
        """Give how many cases stand behind a figure."""
        return len(self.cases.get(figure, ()))


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """The figures of any span of days, defined as those of a year: `cases` by `YearFigure`."""

    cases: Mapping[str, tuple[str, ...]]
    mean_workdays: float | None

    def count(self, figure: str) -> int:
        """Give how many cases stand behind a figure."""
        return len(self.cases.get(figure, ()))

    @property
    def timely_share(self) -> float | None:
        """The share of replies on time, in per cent; None where nothing was replied."""
        on_time = self.count(YearFigure.ON_TIME)
        replied = on_time + self.count(YearFigure.LATE)
        return 100 * on_time / replied if replied else None


def span_figures(
    cases: Sequence[CountedCase], *, first: date, last: date, calendar: WorkingCalendar
) -> SpanFigures:
    """Count the cases of a span: received by receipt date, ended by the day of their end, open on its last day."""
    behind = _behind(cases, first, last)
    replied = [*behind[YearFigure.ON_TIME], *behind[YearFigure.LATE]]
    numbers = {name: tuple(case.number for case in group) for name, group in behind.items()}
    return SpanFigures(numbers, _mean_workdays(replied, calendar))


def figures_of(cases: Sequence[CountedCase], *, year: int, calendar: WorkingCalendar) -> YearFigures:
    """Count the cases of a year, by outcome and by month of receipt as well."""
    behind = _behind(cases, date(year, 1, 1), date(year, 12, 31))
    received, ended = behind[YearFigure.RECEIVED], behind[YearFigure.ENDED]
    replied = [*behind[YearFigure.ON_TIME], *behind[YearFigure.LATE]]
    for case in ended:
        behind.setdefault(f"{OUTCOME}{case.outcome or 'none'}", []).append(case)
    for case in received:
        assert case.received_on is not None, "chosen by it"
        behind.setdefault(f"{MONTH}{case.received_on.month}", []).append(case)
    return YearFigures(
        year,
        {name: tuple(case.number for case in group) for name, group in behind.items()},
        _mean_workdays(replied, calendar),
        100 * len(behind[YearFigure.ON_TIME]) / len(replied) if replied else None,
        tuple(_monthly(received)),
        Counter(case.outcome or "none" for case in ended),
    )


def _behind(cases: Sequence[CountedCase], first: date, last: date) -> dict[str, list[CountedCase]]:
    received = [case for case in cases if case.received_on and first <= case.received_on <= last]
    ended = [case for case in cases if case.received_on and case.ended_on and first <= case.ended_on <= last]
    still = [
        case
        for case in cases
        if case.received_on and case.received_on <= last and (case.ended_on is None or case.ended_on > last)
    ]
    replied = [case for case in ended if case.on_time is not None]
    return {
        YearFigure.RECEIVED: received,
        YearFigure.ENDED: ended,
        YearFigure.OPEN: still,
        YearFigure.ON_TIME: [case for case in replied if case.on_time],
        YearFigure.LATE: [case for case in replied if not case.on_time],
        YearFigure.UNANSWERED: [case for case in still if case.overdue_on and case.overdue_on <= last],
        YearFigure.UNCLASSED: [case for case in received if not case.classed],
    }


def _mean_workdays(replied: Sequence[CountedCase], calendar: WorkingCalendar) -> float | None:
    days = [
        taken
        for case in replied
        if case.received_on
        and case.ended_on
        and (taken := calendar.workdays_between(case.received_on, case.ended_on)) is not None
    ]
    return sum(days) / len(days) if days else None


def _monthly(received: Sequence[CountedCase]) -> list[tuple[int, int]]:
    months = Counter((case.received_on.month, case.ended_on is None) for case in received if case.received_on)
    return [(months[month, False], months[month, True]) for month in range(1, MONTHS + 1)]
