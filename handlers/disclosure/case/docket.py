"""From rows to dates: the one place where a request's log is read as the statute reads it."""

from collections.abc import Iterable

from bot.clock import local_date
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.case.statute import Channel, Clocks, LogEntry, Occurrence, clocks
from handlers.workdays import Calendar

OCCURRENCES = frozenset(Occurrence)


def entries(log: Iterable[DisclosureEventRecord]) -> list[LogEntry]:
    """Give the lines of a log that a clock looks at, each on its civil day in China."""
    return [LogEntry(Occurrence(line.kind), local_date(line.at)) for line in log if line.kind in OCCURRENCES]


def dates_of(
    request: DisclosureRequestRecord, log: Iterable[DisclosureEventRecord], *, calendar: Calendar
) -> Clocks:
    """Give a request's dates from its log as it stands."""
    return clocks(Channel(request.channel), entries(log), calendar=calendar)


def write_dates(
    request: DisclosureRequestRecord, log: Iterable[DisclosureEventRecord], *, calendar: Calendar
) -> Clocks:
    """Derive a request's dates and copy them to its row, for sorting; nothing else writes those columns."""
    dates = dates_of(request, log, calendar=calendar)
    request.receipt_on = dates.receipt_on
    request.due_on = dates.due_on
    request.due_provisional = dates.provisional
    return dates
