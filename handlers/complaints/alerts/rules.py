"""When a unit is urged and when it gets a card, as rules over a complaint's log and dates. Pure.

The rules are the program's, written on the same page of the docs as the measures; no person gives a card and none is
forgotten. Only the office's head takes one back, with a reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.complaints.case.clocks import ROUNDS, ComplaintClocks, NotedStep
from handlers.complaints.case.lifecycle import OPEN, ComplaintState
from handlers.complaints.case.lifecycle import ComplaintStep as Step
from handlers.workdays import WorkingCalendar


class AlertKind(StrEnum):
    """催办, 督办, 黄牌, 红牌; the Chinese name is the text `care.alerts.kinds.<value>`."""

    URGE = "urge"
    OVERSEE = "oversee"
    YELLOW = "yellow"
    RED = "red"


class AlertRule(StrEnum):
    """Why; the words are the text `care.alerts.rules.<value>`."""

    BY_HAND = "by_hand"
    DUE_NEXT = "due_next"
    UNIT_LATE = "unit_late"
    UNIT_STILL_LATE = "unit_still_late"
    OUTER_LATE = "outer_late"
    SENT_BACK_TWICE = "sent_back_twice"
    UNSOLVED_TWICE = "unsolved_twice"


KIND_OF = {
    AlertRule.DUE_NEXT: AlertKind.URGE,
    AlertRule.UNIT_LATE: AlertKind.YELLOW,
    AlertRule.SENT_BACK_TWICE: AlertKind.YELLOW,
    AlertRule.UNIT_STILL_LATE: AlertKind.RED,
    AlertRule.OUTER_LATE: AlertKind.RED,
    AlertRule.UNSOLVED_TWICE: AlertKind.RED,
}
STILL_LATE_WORKDAYS = 3


@dataclass(frozen=True, slots=True)
class DueAlert:
    """An alert that a rule asks for: to which unit, since which day. The same day gives the same alert only once.

    An empty unit is the complaints office's own.
    """

    rule: AlertRule
    unit: str
    since_on: date

    @property
    def kind(self) -> AlertKind:
        """What it is."""
        return KIND_OF[self.rule]

    def key(self, number: str) -> str:
        """Give what makes it one: the complaint, the rule, the day since which it counts."""
        return f"{number}:{self.rule.value}:{self.since_on.isoformat()}"


def alerts_due(
    state: ComplaintState,
    log: Sequence[NotedStep],
    dates: ComplaintClocks,
    *,
    today: date,
    calendar: WorkingCalendar,
) -> tuple[DueAlert, ...]:
    """Give every alert that the rules ask for on a day."""
    return tuple(_due(state, log, dates, today, calendar))


def _due(
    state: ComplaintState,
    log: Sequence[NotedStep],
    dates: ComplaintClocks,
    today: date,
    calendar: WorkingCalendar,
) -> Iterator[DueAlert]:
    unit = dates.unit
    holder = unit.unit if unit else ""
    if unit is not None and unit.due_on is not None and unit.reported_on is None and state in OPEN:
        if unit.due_on < today:
            yield DueAlert(AlertRule.UNIT_LATE, holder, unit.due_on)
            still = calendar.nth_workday_after(unit.due_on, STILL_LATE_WORKDAYS)
            if still is not None and today > still:
                yield DueAlert(AlertRule.UNIT_STILL_LATE, holder, unit.due_on)
        elif today in {unit.due_on, _workday_before(unit.due_on, calendar)}:
            yield DueAlert(AlertRule.DUE_NEXT, holder, unit.due_on)
    if dates.closed_on is None and dates.due_on is not None and dates.due_on < today and state in OPEN:
        yield DueAlert(AlertRule.OUTER_LATE, holder, dates.due_on)
    begun = max((at for at, line in enumerate(log) if line.step in ROUNDS), default=0)
    back = [line for line in log[begun:] if line.step is Step.SEND_BACK]
    if len(back) > 1:
        yield DueAlert(AlertRule.SENT_BACK_TWICE, holder, back[1].on)
    for line in log:
        if line.step in {Step.SUPERVISE, Step.ESCALATE}:
            yield DueAlert(AlertRule.UNSOLVED_TWICE, holder, line.on)


def _workday_before(day: date, calendar: WorkingCalendar) -> date | None:
    """Give the last working day before a day; None while its calendar is missing."""
    for back in range(1, 15):
        earlier = date.fromordinal(day.toordinal() - back)
        works = calendar.is_workday(earlier)
        if works is None:
            return None
        if works:
            return earlier
    return None
