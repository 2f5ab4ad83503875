"""The clocks of a complaint, as functions of its log: one outer clock for the applicant, inner ones for those who handle it.

Pure. The outer clock starts with the registration. It looks at the registration, the extension and a new round after a
reopening, and at nothing else: whoever hands over, objects, merges or splits moves it by no day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.complaints.case.kinds import (
    ACCEPT_WORKDAYS,
    CALL_BACK_WORKDAYS,
    DISPATCH_WORKDAYS,
    EXTENSION_WORKDAYS,
    OBJECT_WORKDAYS,
    OUTER_WORKDAYS,
    RATING_DAYS,
    REPEAT_DAYS,
    SETTLE_WORKDAYS,
    VISIT_WORKDAYS,
    ComplaintKind,
)
from handlers.complaints.case.lifecycle import ComplaintStep as Step
from handlers.workdays import WorkingCalendar

ROUNDS = frozenset({Step.REOPEN, Step.RECUR, Step.ORDER})
"""What opens another round: the result of the one before stays told, and a new one is owed."""
GIVES = frozenset({Step.DISPATCH, Step.REDISPATCH, Step.HAND_OVER})
CLOSES = frozenset({Step.APPROVE, Step.CLOSE_WITH})
RATES = frozenset({Step.RATE, Step.RATE_LOW})


@dataclass(frozen=True, slots=True)
class NotedStep:
    """A line of a complaint's log as clocks and conditions look at it."""

    step: Step
    on: date
    by: str = ""
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitClock:
    """One unit's time: since when it has the case, by when it reports, when it did; `due_on` None without a calendar."""

    unit: str
    since_on: date
    due_on: date | None
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class ComplaintClocks:
    """All dates of a complaint; None where a date does not run, or the calendar of its year is missing.

    `started_on` is the first registration, whatever the round. `provisional` says that a year's calendar is missing.
    """

    started_on: date
    round_on: date
    rounds: int
    due_on: date | None
    provisional: bool
    extended_workdays: int = 0
    accept_by: date | None = None
    dispatch_by: date | None = None
    object_by: date | None = None
    settle_by: date | None = None
    units: tuple[UnitClock, ...] = ()
    closed_on: date | None = None
    visit_by: date | None = None
    call_back_by: date | None = None
    rated_on: date | None = None

    @property
    def unit(self) -> UnitClock | None:
        """The clock of the unit that has the case, or had it last."""
        return self.units[-1] if self.units else None

    @property
    def rate_until(self) -> date | None:
        """The last day on which a rating may be changed; without one the case may be put away after it."""
        since = self.rated_on or self.closed_on
        return since + timedelta(days=RATING_DAYS) if since else None

    @property
    def put_away_after(self) -> date | None:
        """The last day before a closed case may be put away: the rating is over, and so is the time in which it recurs."""
        days = [self.rate_until, self.closed_on + timedelta(days=REPEAT_DAYS) if self.closed_on else None]
        return max((day for day in days if day is not None), default=None)

    @property
    def next_by(self) -> date | None:
        """The first day that somebody has to keep now; None where nothing is due."""
        unit = self.unit
        running = unit.due_on if unit and unit.reported_on is None else None
        outer = None if self.closed_on else self.due_on
        days = (outer, self.accept_by, self.dispatch_by, self.settle_by, running, *self._after)
        return min((day for day in days if day is not None), default=None)

    @property
    def _after(self) -> tuple[date | None, ...]:
        return (self.call_back_by, self.visit_by)


def clocks(kind: ComplaintKind, log: Sequence[NotedStep], *, calendar: WorkingCalendar) -> ComplaintClocks:
    """Give the dates that follow from a log, oldest line first; raises `ValueError` for a log without a registration."""
    first = next((line for line in log if line.step is Step.SUBMIT), None)
    if first is None:
        raise ValueError("a complaint's log begins with its registration")
    begun = max((at for at, line in enumerate(log) if line.step in ROUNDS), default=0)
    now = list(log[begun:])
    round_on = now[0].on if begun else first.on
    extended = _extension(log, begun)
    due = calendar.nth_workday_after(round_on, OUTER_WORKDAYS[kind] + extended)
    closed = _last(now, *CLOSES)
    return ComplaintClocks(
        started_on=first.on,
        round_on=round_on,
        rounds=1 + sum(line.step in ROUNDS for line in log),
        due_on=due,
        provisional=due is None,
        extended_workdays=extended,
        closed_on=closed.on if closed else None,
        rated_on=next((line.on for line in now if line.step in RATES), None),
        units=_units(kind, log, due, calendar),
        **_inner(log, now, calendar, urgent=first.detail.get("urgent") == "true"),
    )


def _extension(log: Sequence[NotedStep], begun: int) -> int:
    """Give the working days of the one extension that a case may have, if it was given in the round that begins there."""
    found = next(((at, line) for at, line in enumerate(log) if line.step is Step.EXTEND), None)
    if found is None or found[0] < begun:
        return 0
    return max(0, min(int(found[1].detail.get("workdays", "0")), EXTENSION_WORKDAYS))


def _last(log: Sequence[NotedStep], *steps: Step) -> NotedStep | None:
    return next((line for line in reversed(log) if line.step in steps), None)


def _waits(log: Sequence[NotedStep], since: frozenset[Step], until: frozenset[Step]) -> NotedStep | None:
    """Give the last line by which something began to be awaited, if nothing has ended it since."""
    last = _last(log, *since, *until)
    return last if last and last.step in since else None


def _inner(
    log: Sequence[NotedStep], now: Sequence[NotedStep], calendar: WorkingCalendar, *, urgent: bool
) -> dict[str, date | None]:
    def after(line: NotedStep | None, workdays: int) -> date | None:
        if line is None:
            return None
        return line.on if urgent and workdays else calendar.nth_workday_after(line.on, workdays)

    moved = frozenset({Step.DECLINE, Step.MERGE})
    given = frozenset(GIVES)
    registered = _waits(log, frozenset({Step.SUBMIT}), moved | given | {Step.ACCEPT})
    accepted = _waits(log, frozenset({Step.ACCEPT, Step.SPLIT}), moved | given)
    dispatched = _waits(
        log, frozenset({Step.DISPATCH}), moved | frozenset({Step.OBJECT, Step.HAND_OVER, Step.REPORT})
    )
    objected = _waits(log, frozenset({Step.OBJECT}), frozenset({Step.UPHOLD, Step.REDISPATCH}))
    closed = _waits(
        now, CLOSES, frozenset({Step.VISIT, Step.RECORD_CALL, Step.ARCHIVE, Step.RATE_LOW, Step.ESCALATE})
    )
    low = _waits(
        now,
        frozenset({Step.RATE_LOW}),
        frozenset({Step.RECORD_CALL, Step.SUPERVISE, Step.ESCALATE, *ROUNDS, *CLOSES}),
    )
    objectable = dispatched if dispatched and not _last(log, Step.OBJECT) else None
    return {
        "accept_by": after(registered, ACCEPT_WORKDAYS),
        "dispatch_by": after(accepted, DISPATCH_WORKDAYS),
        "object_by": calendar.nth_workday_after(objectable.on, OBJECT_WORKDAYS) if objectable else None,
        "settle_by": after(objected, SETTLE_WORKDAYS),
        "visit_by": calendar.nth_workday_after(closed.on, VISIT_WORKDAYS) if closed else None,
        "call_back_by": calendar.nth_workday_after(low.on, CALL_BACK_WORKDAYS) if low else None,
    }


def _units(
    kind: ComplaintKind, log: Sequence[NotedStep], due: date | None, calendar: WorkingCalendar
) -> tuple[UnitClock, ...]:
    """Give a clock for each time that a unit was given the case; never is a unit's day later than the outer one."""
    found: list[UnitClock] = []
    for line in log:
        if line.step in GIVES or (line.step in ROUNDS and found):
            unit = line.detail.get("unit") or found[-1].unit
            found.append(UnitClock(unit, line.on, _unit_due(kind, line, due, calendar)))
        elif found and line.step in {Step.REPORT, Step.ANSWER, Step.MERGE}:
            found[-1] = _stopped(found[-1], line.on)
        elif found and line.step is Step.SEND_BACK:
            # Words sent back run on the same clock: it was never met.
            found[-1] = _stopped(found[-1], None)
    return tuple(found)


def _stopped(clock: UnitClock, on: date | None) -> UnitClock:
    return UnitClock(clock.unit, clock.since_on, clock.due_on, on)


def _unit_due(
    kind: ComplaintKind, line: NotedStep, due: date | None, calendar: WorkingCalendar
) -> date | None:
    if line.detail.get("urgent") == "true":
        return line.on
    limit = int(line.detail.get("limit") or OUTER_WORKDAYS[kind])
    own = calendar.nth_workday_after(line.on, limit)
    return min(own, due) if own and due else own or due
