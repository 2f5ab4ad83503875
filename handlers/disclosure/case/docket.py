"""From rows to dates: the one place where a request's log is read as the statute reads it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.clock import local_date
from handlers.disclosure.case.events import NOTICE_ARRIVED
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.statute.clocks import Clocks, clocks
from handlers.disclosure.statute.log import Channel, LogEntry, Occurrence
from handlers.disclosure.statute.reading import OCCURRENCES, civil_day, entry_of
from handlers.workdays import WorkingCalendar


def entries(log: Iterable[DisclosureEventRecord]) -> list[LogEntry]:
    """Give the lines of a log that a clock looks at, each on its civil day in China."""
    found: list[LogEntry] = []
    for line in log:
        on = happened_on(line)
        if line.kind in OCCURRENCES:
            found.append(entry_of(Occurrence(line.kind), on, line.detail))
        elif line.kind == NOTICE_ARRIVED:
            _arrived(found, line.detail.get("notice", ""), on)
    return found


def happened_on(line: DisclosureEventRecord) -> date:
    """Give the civil day on which something happened: what came on paper is often noted later."""
    return civil_day(line.detail["on"]) if line.detail.get("on") else local_date(line.at)


def _arrived(entries: list[LogEntry], notice: str, on: date) -> None:
    """Let a period run from the day on which its notice reached the applicant."""
    for place, entry in reversed(list(enumerate(entries))):
        if entry.what == notice:
            entries[place] = replace(entry, received_on=on)
            return


def dates_of(
    request: DisclosureRequestRecord,
    log: Iterable[DisclosureEventRecord],
    *,
    calendar: WorkingCalendar,
    today: date,
) -> Clocks:
    """Give a request's dates from its log as it stands today."""
    return clocks(Channel(request.channel), entries(log), calendar=calendar, today=today)


def write_dates(
    request: DisclosureRequestRecord,
    log: Iterable[DisclosureEventRecord],
    *,
    calendar: WorkingCalendar,
    today: date,
) -> Clocks:
    """Derive a request's dates and copy them to its row, for sorting; nothing else writes those columns."""
    dates = dates_of(request, log, calendar=calendar, today=today)
    request.receipt_on = dates.receipt_on
    request.due_on = dates.due_on
    request.due_provisional = dates.provisional
    request.warn_on = dates.warn_by
    return dates
