"""Taking a step: the table, its conditions, the version, the event, the dates and the audit, in the caller's transaction.

Nothing else changes a complaint's state.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import local_date
from bot.errors import InputError
from handlers.complaints.case import store
from handlers.complaints.case.clocks import ComplaintClocks, NotedStep, clocks
from handlers.complaints.case.conditions import ComplaintStanding, WishedStep, is_open, require
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import (
    COMPLAINT,
    ENDED,
    ComplaintActor,
    ComplaintState,
    ComplaintStep,
)
from handlers.complaints.case.records import ComplaintEventRecord, ComplaintRecord
from handlers.complaints.measures.facts import write_fact
from handlers.workdays import WorkingCalendar

STEPS = frozenset(ComplaintStep)


@dataclass(frozen=True, slots=True)
class TakenNote:
    """How a step is noted: by whom, with which particulars, none of which is personal."""

    by: str
    detail: Mapping[str, str] = field(default_factory=dict)


def noted_steps(log: Iterable[ComplaintEventRecord]) -> list[NotedStep]:
    """Give the lines of a log as clocks and conditions look at them, each on its civil day in China."""
    return [
        NotedStep(ComplaintStep(line.kind), local_date(line.at), line.actor, dict(line.detail))
        for line in log
        if line.kind in STEPS
    ]


def dates_of(
    complaint: ComplaintRecord, log: Iterable[ComplaintEventRecord], *, calendar: WorkingCalendar
) -> ComplaintClocks:
    """Give a complaint's dates from its log."""
    return clocks(ComplaintKind(complaint.kind), noted_steps(log), calendar=calendar)


def write_dates(
    complaint: ComplaintRecord, log: Iterable[ComplaintEventRecord], *, calendar: WorkingCalendar
) -> ComplaintClocks:
    """Derive a complaint's dates and copy them to its row, for sorting; nothing else writes those columns."""
    dates = dates_of(complaint, log, calendar=calendar)
    complaint.due_on, complaint.due_provisional = dates.due_on, dates.provisional
    ended = complaint.state in ENDED
    complaint.warn_on = None if ended else dates.next_by
    complaint.visit_on = None if ended else dates.visit_by
    return dates


def standing_of(
    complaint: ComplaintRecord,
    log: Sequence[ComplaintEventRecord],
    *,
    calendar: WorkingCalendar,
    today: date,
) -> ComplaintStanding:
    """Give how a complaint stands on a day."""
    return ComplaintStanding(
        ComplaintKind(complaint.kind),
        ComplaintState(complaint.state),
        noted_steps(log),
        dates_of(complaint, log, calendar=calendar),
        today,
    )


def require_version(complaint: ComplaintRecord, version: int, log: Sequence[ComplaintEventRecord]) -> None:
    """Tell the second of two who act on one version; raises `InputError` naming who was first. Nothing is overwritten."""
    if version != complaint.version:
        raise InputError("complaints.refused.changed", who=log[-1].actor)


async def take(
    tx: AsyncSession,
    complaint: ComplaintRecord,
    step: ComplaintStep,
    *,
    actors: Collection[ComplaintActor],
    note: TakenNote,
    now: datetime,
    calendar: WorkingCalendar,
) -> ComplaintClocks:
    """Take a step and give the dates that follow.

    Raises `ProcedureError` when the table has no such row, keeps it for others, or a condition is not met.
    """
    rule = COMPLAINT.advance(ComplaintState(complaint.state), step, actors=actors)
    log = await store.log_of(tx, complaint.number)
    standing = standing_of(complaint, log, calendar=calendar, today=local_date(now))
    require(standing, WishedStep(step, note.by, note.detail))
    detail = {"before": complaint.state, "after": rule.to.value, **note.detail}
    complaint.state, complaint.version = rule.to.value, complaint.version + 1
    if rule.to is not ComplaintState.CALL_BACK:
        complaint.caller = ""
    line = store.note(tx, complaint.number, kind=step.value, at=now, actor=note.by, detail=detail)
    await tx.flush()
    dates = write_dates(complaint, [*log, line], calendar=calendar)
    await write_fact(tx, complaint, [*log, line], calendar=calendar)
    action = f"complaint:{step.value.replace('_', '-')}"
    await audit.record(tx, action, actor=note.by, subject=complaint.number, now=now, detail=detail)
    return dates


def open_steps(
    standing: ComplaintStanding, actors: Collection[ComplaintActor], *, by: str
) -> tuple[ComplaintStep, ...]:
    """Give the steps that somebody may lawfully take now, in the order of the table."""
    steps = COMPLAINT.next_steps(standing.state, actors=actors)
    return tuple(step for step in steps if is_open(standing, step, by=by))
