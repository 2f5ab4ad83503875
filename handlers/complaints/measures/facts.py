"""Writes what is counted of a complaint, in the transaction of the step that changes it; nothing else writes it."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from handlers.complaints.case.clocks import GIVES, ROUNDS, NotedStep
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.lifecycle import ComplaintStep as Step
from handlers.complaints.case.records import ComplaintEventRecord, ComplaintRecord
from handlers.complaints.measures.figure import figure_of
from handlers.complaints.measures.records import ComplaintExclusionRecord, ComplaintFactRecord
from handlers.complaints.measures.tallies import CaseShare, keep_change
from handlers.complaints.repeats.records import ComplaintSignRecord
from handlers.workdays import WorkingCalendar

HOUR_SECONDS = 3600
_STEPS = frozenset(Step)


async def write_fact(
    tx: AsyncSession,
    complaint: ComplaintRecord,
    log: Sequence[ComplaintEventRecord],
    *,
    calendar: WorkingCalendar,
) -> ComplaintFactRecord:
    """Derive what a complaint counts as from its log and keep it; a new round ends an exclusion."""
    number = complaint.number
    fact = await tx.get(ComplaintFactRecord, number)
    before = CaseShare.of(fact) if fact is not None else None
    if fact is None:
        sign = await tx.get(ComplaintSignRecord, number)
        month = f"{local_date(complaint.submitted_at):%Y-%m}"
        fact = ComplaintFactRecord(
            number=number, month=month, kind=complaint.kind, area=sign.area if sign else ""
        )
        fact.excluded = ""
        tx.add(fact)
    lines = [line for line in log if line.kind in _STEPS]
    steps = [NotedStep(Step(line.kind), local_date(line.at), line.actor, dict(line.detail)) for line in lines]
    told = [line.detail["result"] for line in steps if line.step is Step.REPORT and "result" in line.detail]
    counted = figure_of(
        ComplaintKind(complaint.kind),
        ComplaintState(complaint.state),
        steps,
        # What was closed with another has that one's result.
        result=complaint.result if steps[-1].step is Step.CLOSE_WITH or not told else told[-1],
        calendar=calendar,
    )
    given = [line.detail.get("unit", "") for line in steps if line.step in {*GIVES, Step.CLOSE_WITH}]
    matters = [line.detail.get("matter", "") for line in steps if line.step is Step.DISPATCH]
    fact.unit, fact.matter = given[-1] if given else "", matters[-1] if matters else complaint.matter
    fact.figure, fact.late = counted.figure.value, counted.late
    fact.rated, fact.satisfied, fact.repeated = counted.rated, counted.satisfied, counted.repeated
    fact.due_on, fact.ended_on = counted.due_on, counted.ended_on
    fact.hours_accept = _hours(lines, {Step.SUBMIT}, {Step.ACCEPT, Step.DECLINE})
    fact.hours_dispatch = _hours(lines, {Step.ACCEPT}, {Step.DISPATCH})
    fact.hours_handle = _hours(lines, {Step.DISPATCH}, {Step.REPORT, Step.ANSWER})
    fact.hours_review = _hours(lines, {Step.REPORT}, {Step.APPROVE})
    if steps[-1].step in ROUNDS and fact.excluded:
        await _lapse(tx, fact)
    keep_change(tx, before, CaseShare.of(fact))
    return fact


def exclude(tx: AsyncSession, fact: ComplaintFactRecord, rule: str) -> None:
    """Leave a complaint out of the rates by a rule, or with none count it as any other."""
    before = CaseShare.of(fact)
    fact.excluded = rule
    keep_change(tx, before, CaseShare.of(fact))


def _hours(lines: Sequence[ComplaintEventRecord], since: set[Step], until: set[Step]) -> int | None:
    """Give the whole hours from the first line of one kind to the first of another after it; None where one is missing."""
    begun = next((line.at for line in lines if line.kind in since), None)
    ended = next((line.at for line in lines if begun and line.kind in until and line.at >= begun), None)
    return int((ended - begun).total_seconds() // HOUR_SECONDS) if begun and ended else None


async def _lapse(tx: AsyncSession, fact: ComplaintFactRecord) -> None:
    fact.excluded = ""
    record = ComplaintExclusionRecord
    await tx.execute(
        update(record)
        .where(record.number == fact.number, record.approved.is_(True))
        .values(lapsed=True)
        .execution_options(synchronize_session=False)
    )
