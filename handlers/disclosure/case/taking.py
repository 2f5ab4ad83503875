"""Taking a step: the table, its conditions, the version, the event, the dates and the audit, in the caller's transaction.

Nothing else changes a request's state.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import local_date
from bot.errors import InputError, ProcedureError
from handlers.disclosure.case import store
from handlers.disclosure.case.conditions import CONDITIONS, WantedStep, require
from handlers.disclosure.case.docket import dates_of, write_dates
from handlers.disclosure.case.events import EVENTS
from handlers.disclosure.case.lifecycle import REQUEST, Actor, State, Step
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.case.standing import CaseStanding, NotedLine
from handlers.disclosure.statute.clocks import Clocks
from handlers.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class StepNote:
    """How a step is noted: by whom, as what, on which civil day where that is not today, with which particulars."""

    by: str
    kind: str = ""
    on: date | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


def standing_of(
    request: DisclosureRequestRecord,
    log: Sequence[DisclosureEventRecord],
    *,
    calendar: WorkingCalendar,
    today: date,
) -> CaseStanding:
    """Give how a request stands on a day."""
    return CaseStanding(
        State(request.state),
        [NotedLine(line.kind, line.actor, line.detail) for line in log],
        dates_of(request, log, calendar=calendar, today=today),
        today,
        request.category,
    )


def require_version(
    request: DisclosureRequestRecord, version: int, log: Sequence[DisclosureEventRecord]
) -> None:
    """Tell the second of two who act on one version; raises `InputError` naming who was first. Nothing is overwritten."""
    if version != request.version:
        raise InputError("disclosure.refused.changed", who=log[-1].actor if log else "")


async def take(
    tx: AsyncSession,
    request: DisclosureRequestRecord,
    step: Step,
    *,
    actors: Collection[Actor],
    note: StepNote,
    now: datetime,
    calendar: WorkingCalendar,
) -> Clocks:
    """Take a step and give the dates that follow.

    Raises `ProcedureError` when the table has no such row, keeps it for others, or a condition is not met.
    """
    rule = REQUEST.advance(State(request.state), step, actors=actors)
    today = local_date(now)
    log = await store.log_of(tx, [request.number])
    wanted = WantedStep(step, note.by, note.on or today, note.detail)
    require(standing_of(request, log, calendar=calendar, today=today), wanted)
    detail = {"before": request.state, "after": rule.to.value, **note.detail}
    if rule.outcome:
        detail["outcome"] = request.outcome = rule.outcome
    if note.on is not None and note.on != today:
        detail["on"] = note.on.isoformat()
    request.state, request.version = rule.to.value, request.version + 1
    kind = note.kind or EVENTS[step]
    line = store.note(tx, request.number, kind=kind, at=now, actor=note.by, detail=detail)
    await tx.flush()
    dates = write_dates(request, [*log, line], calendar=calendar, today=today)
    action = f"disclosure:{step.value.replace('_', '-')}"
    await audit.record(tx, action, actor=note.by, subject=request.number, now=now, detail=detail)
    return dates


def open_steps(standing: CaseStanding, actors: Collection[Actor], *, by: str) -> tuple[Step, ...]:
    """Give the steps that somebody may lawfully take now, in the order of the table.

    A condition that depends on what will be entered is judged only when it is; the others are judged here.
    """
    steps = REQUEST.next_steps(standing.state, actors=actors)
    return tuple(step for step in steps if _conditions_met(standing, step, by))


ENTERED = {
    Step.EXTEND: {"workdays": "1"},
    Step.FIX_DELAY: {"new_due": "9999-12-31"},
    Step.CORRECT: {"justified": "true"},
    Step.ARCHIVE: {"category": "other"},
}
"""Particulars with which a condition on what will be entered is met."""


def _conditions_met(standing: CaseStanding, step: Step, by: str) -> bool:
    if step in {Step.RECORD_ARRIVAL, Step.RECORD_OPINION} or step not in CONDITIONS:
        return True
    try:
        require(standing, WantedStep(step, by, standing.today, ENTERED.get(step, {})))
    except ProcedureError:
        return False
    return True
