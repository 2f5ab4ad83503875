"""Why a request's last day is that day, in the sentences that its applicant may read; keys of texts and their values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from handlers.disclosure.statute.answer_period import ANSWER_WORKDAYS, CaseStatus
from handlers.disclosure.statute.clocks import Clocks
from handlers.disclosure.statute.counting import DAY
from handlers.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One sentence: the key of its text below `disclosure.clock`, the days and the numbers in it."""

    key: str
    days: dict[str, date] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def explanation(dates: Clocks, *, calendar: WorkingCalendar) -> tuple[ExplainedStep, ...]:
    """Give the sentences in the order in which the dates follow from one another (disclosure-rules §3, art. 30–35)."""
    return tuple(_steps(dates, calendar))


def _steps(dates: Clocks, calendar: WorkingCalendar) -> Iterator[ExplainedStep]:
    if dates.receipt_on is None:
        yield ExplainedStep("unconfirmed")
        return
    yield ExplainedStep("received", {"on": dates.receipt_on})
    if dates.clock_start_on is None:
        yield from _void(dates)
        return
    if dates.clock_start_on != dates.receipt_on:
        yield ExplainedStep("restarted", {"on": dates.clock_start_on})
    yield from _windows(dates, dates.clock_start_on, calendar)
    if dates.extension_workdays:
        yield ExplainedStep("extended", counts={"count": dates.extension_workdays})
    yield from _end(dates)


def _void(dates: Clocks) -> Iterator[ExplainedStep]:
    key = dates.status.value
    last = (
        dates.pay_by
        if dates.status in {CaseStatus.AWAITING_FEE, CaseStatus.ABANDONED_NO_FEE}
        else dates.correct_by
    )
    if dates.status is CaseStatus.REPLIED:
        return
    yield ExplainedStep(key, {"on": last}) if last else ExplainedStep(f"{key}_open")


def _windows(dates: Clocks, start: date, calendar: WorkingCalendar) -> Iterator[ExplainedStep]:
    for window in dates.windows:
        first = max(window.after, start)
        if window.until is None:
            yield ExplainedStep("consulting", {"on": first + DAY})
        elif count := calendar.workdays_between(first, window.until):
            yield ExplainedStep("consulted", {"on": first + DAY, "until": window.until}, {"count": count})


def _end(dates: Clocks) -> Iterator[ExplainedStep]:
    total = {"count": ANSWER_WORKDAYS + dates.extension_workdays}
    if dates.delayed and dates.due_on:
        yield ExplainedStep("delayed", {"on": dates.due_on})
    elif dates.due_on:
        yield ExplainedStep("due", {"on": dates.due_on}, total)
    elif dates.projected_due_on:
        yield ExplainedStep("projected", {"on": dates.projected_due_on}, total)
    elif dates.provisional:
        yield ExplainedStep("provisional", counts=total)
