"""Which reports are due: one each day from eight in the morning, one of each month and of each quarter that is over. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.clock import SHANGHAI

DAY = timedelta(days=1)
FIRST_HOUR = 8
QUARTER = 3


class ReportKind(StrEnum):
    """What a report is of; `sheet` is the one that is made anew every hour."""

    SHEET = "sheet"
    DAILY = "daily"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """A report with its days."""

    kind: ReportKind
    first: date
    last: date


def month_before(day: date) -> ReportSpan:
    """Give the month that was over last."""
    last = day.replace(day=1) - DAY
    return ReportSpan(ReportKind.MONTHLY, last.replace(day=1), last)


def quarter_before(day: date) -> ReportSpan:
    """Give the quarter that was over last."""
    begins = date(day.year, day.month - (day.month - 1) % QUARTER, 1)
    last = begins - DAY
    return ReportSpan(ReportKind.QUARTERLY, date(last.year, last.month - QUARTER + 1, 1), last)


def due(now: datetime, made: Collection[tuple[ReportKind, date]]) -> tuple[ReportSpan, ...]:
    """Give the reports to be made now; of what was missed while nothing ran, the last month and the last quarter alone."""
    local = now.astimezone(SHANGHAI)
    if local.hour < FIRST_HOUR:
        return ()
    today = local.date()
    wanted = (ReportSpan(ReportKind.DAILY, today, today), month_before(today), quarter_before(today))
    return tuple(one for one in wanted if (one.kind, one.first) not in made)
