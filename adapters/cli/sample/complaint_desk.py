"""Brings the invented complaints into the demonstration through the program's own services, while it already serves.

Each step is taken by the real services on the day it would have been taken on; nobody is written to.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from adapters.cli.sample.invented_complaints import COUNT, InventedComplaint, invented_complaints
from adapters.main import Program
from adapters.services.complaints import ComplaintServices
from bot.clock import SettableClock
from bot.errors import BotError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.kinds import ComplaintResult
from handlers.complaints.case.lifecycle import ComplaintActor, ComplaintStep
from handlers.complaints.case.particulars import Complaint, ToldComplaint
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.scores import ServiceRating
from handlers.complaints.case.service import ComplaintOrigin
from handlers.complaints.hotline.columns import OUTER
from handlers.complaints.hotline.records import HotlineLinkRecord
from handlers.complaints.measures.figure import ExclusionRule
from handlers.complaints.proceeding.step_fields import ComplaintField, ComplaintOrder

log = logging.getLogger(__name__)
OFFICE = ComplaintClerk("staff", frozenset({ComplaintActor.OFFICE}))
SECOND = ComplaintClerk("admin", frozenset({ComplaintActor.OFFICE}))
HEAD = ComplaintClerk("head", frozenset({ComplaintActor.HEAD}))
HANDLER = "示例经办人"
F, S = ComplaintField, ComplaintStep
Step = tuple[ComplaintStep, str, float, Mapping[ComplaintField, str]]
"""A step, whose it is (office, second, unit, head, applicant), hours after the one before, what is filled in."""
HOTLINE = "hotline"
ENDED = frozenset({"visited", "rated", "finished"})
UNFOUNDED = "要求没有依据，已当面和书面说明"
CALLED = {F.CALL_WORDS: "电话里说了情况，申请人知道了办理结果。"}
AGAIN = {F.CALL_WORDS: "申请人说还是老样子。", F.REASON: "上次只处理了一部分"}


async def fill_desk(program: Program, county: Path, *, most: int = COUNT) -> None:
    """Bring what is not there yet of the three hundred, or of so many from every time; what cannot be taken is noted and left out."""
    database = program.resources.database
    async with database.reading() as tx:
        sample = ComplaintRecord.form_id.startswith("sample-")
        known = await tx.scalar(select(func.count()).select_from(ComplaintRecord).where(sample))
    if (known or 0) >= most:
        return
    cases = invented_complaints(county, now=program.clock.now())
    chosen = min(most, len(cases))
    await bring(program, [cases[at * len(cases) // chosen] for at in range(chosen)])


async def bring(program: Program, cases: Sequence[InventedComplaint]) -> None:
    """Bring what is not there yet of some invented complaints."""
    clock, now = SettableClock(datetime.now(UTC)), program.clock.now()
    services = _services(program, clock)
    for case in cases:
        async with program.resources.database.reading() as tx:
            wanted = select(ComplaintRecord.number).where(ComplaintRecord.form_id == case.form_id)
            if await tx.scalar(wanted) is not None:
                continue
        try:
            await _bring(program, services, case, clock, now)
        except BotError as refused:
            log.warning("a sample complaint stops early", extra={"reason": type(refused).__name__})


def _services(program: Program, clock: SettableClock) -> ComplaintServices:
    known = program.services.complaints
    return ComplaintServices.of(
        program.resources.database,
        vault=program.vault,
        clock=clock,
        calendar=program.county.calendar,
        texts=program.texts,
        county=known.county,
    )


async def _bring(
    program: Program,
    services: ComplaintServices,
    case: InventedComplaint,
    clock: SettableClock,
    now: datetime,
) -> None:
    citizen = f"{case.form_id}-citizen"
    clock.set(case.told_at)
    told = ToldComplaint(case.what, case.where, wish=case.wish)
    complaint = Complaint(told, case.kind, "sample", category=case.category)
    outer = f"RX{case.told_at:%Y%m%d}{case.form_id.rpartition('-')[2]:0>4}" if case.channel == HOTLINE else ""
    origin = ComplaintOrigin(
        case.form_id,
        citizen,
        case.channel,
        f"sample:{case.form_id}",
        noted={OUTER: outer} if outer else {},
    )
    receipt = await services.service.submit(complaint, origin=origin)
    async with program.resources.database.transaction() as tx:
        if outer:
            tx.add(
                HotlineLinkRecord(
                    number=receipt.number, outer=outer, taken_at=case.told_at, due_at=case.told_at
                )
            )
        # There is nobody to write to.
        await tx.execute(
            update(ComplaintRecord)
            .where(ComplaintRecord.number == receipt.number)
            .values(talk_channel="")
            .execution_options(synchronize_session=False)
        )
    for step, who, hours, values in way_of(case):
        clock.advance(timedelta(hours=hours))
        if clock.now() > now:
            return
        if step in {S.RATE, S.RATE_LOW}:
            scores = dict(zip(("speed", "effect", "attitude"), case.scores, strict=True))
            await services.service.rate(receipt.number, ServiceRating(scores), citizen=citizen)
            continue
        story = await services.ledger.story(receipt.number, clerk=HEAD)
        clerk = _clerk(who, story.line.unit)
        order = ComplaintOrder(step, values)
        await services.proceedings.take(receipt.number, order, clerk=clerk, version=story.version)
    await _exclude(services, receipt.number, case)


async def _exclude(services: ComplaintServices, number: str, case: InventedComplaint) -> None:
    """Propose that what could not be solved stay out of the rates; the office's head approves one of two, and one waits."""
    if case.result is not ComplaintResult.UNABLE or case.stands not in ENDED:
        return
    measurement = services.measurement
    await measurement.propose(number, ExclusionRule.UNFOUNDED_WISH, UNFOUNDED, clerk=OFFICE)
    if case.told_at.day % 2:
        waiting = await measurement.exclusions(clerk=HEAD)
        proposed = next(one.id for one in waiting if one.number == number)
        await measurement.decide(proposed, approved=True, reason=UNFOUNDED, clerk=HEAD)


def _clerk(who: str, unit: str) -> ComplaintClerk:
    known = {"office": OFFICE, "second": SECOND, "head": HEAD}
    return known.get(who) or ComplaintClerk(HANDLER, frozenset({ComplaintActor.UNIT}), unit)


def way_of(case: InventedComplaint) -> Iterator[Step]:
    """Give the steps by which an invented complaint comes to where it stands."""
    way = WAYS[case.stands]
    yield from way(case)


def _accepted(_: InventedComplaint) -> Iterator[Step]:
    yield S.ACCEPT, "office", 5, {}


def _given(case: InventedComplaint) -> Iterator[Step]:
    yield from _accepted(case)
    yield S.DISPATCH, "office", 4, {F.MATTER: case.matter}


def _objected(case: InventedComplaint) -> Iterator[Step]:
    yield from _given(case)
    yield S.OBJECT, "unit", 3, {F.REASON: "现场看过，主要的事不在本单位职责里"}


def _reported(case: InventedComplaint) -> Iterator[Step]:
    yield from _given(case)
    yield S.REPORT, "unit", 50, _result(case)


def _result(case: InventedComplaint) -> Mapping[ComplaintField, str]:
    values = {
        F.RESULT: case.result.value,
        F.RESULT_WORDS: case.result_words,
        F.EVIDENCE: "现场照片两张，在案卷",
    }
    return {**values, F.LAW: case.law} if case.law else values


def _closed(case: InventedComplaint) -> Iterator[Step]:
    yield from _reported(case)
    yield S.APPROVE, "second", 9, {}


def _rated(case: InventedComplaint) -> Iterator[Step]:
    yield from _visited(case)
    yield S.RATE, "applicant", 6, {}


def _visited(case: InventedComplaint) -> Iterator[Step]:
    yield from _closed(case)
    yield S.VISIT, "unit", 30, CALLED


def _reopened(case: InventedComplaint) -> Iterator[Step]:
    yield from _rated(case)
    yield S.REOPEN, "office", 24, AGAIN


def _supervised(case: InventedComplaint) -> Iterator[Step]:
    yield from _reopened(case)
    yield S.REPORT, "unit", 48, _result(case)
    yield S.APPROVE, "second", 5, {}
    yield S.RATE, "applicant", 12, {}
    yield S.SUPERVISE, "office", 20, AGAIN


def _finished(case: InventedComplaint) -> Iterator[Step]:
    yield from _rated(case)
    yield S.ARCHIVE, "office", 24 * 31, {}


def _answered(case: InventedComplaint) -> Iterator[Step]:
    yield from _given(case)
    yield S.ANSWER, "unit", 60, {F.RESULT_WORDS: f"建议收到，{case.result_words}"}


def _declined(_: InventedComplaint) -> Iterator[Step]:
    yield S.DECLINE, "office", 6, {F.DOOR: "litigation", F.REASON: "法院已经受理，应当按诉讼程序办"}


def _nothing(_: InventedComplaint) -> Iterator[Step]:
    yield from ()


WAYS: Mapping[str, Callable[[InventedComplaint], Iterator[Step]]] = {
    "registered": _nothing,
    "accepted": _accepted,
    "handling": _given,
    "objected": _objected,
    "reported": _reported,
    "closed": _closed,
    "rated": _rated,
    "visited": _visited,
    "call_back": _rated,
    "reopened": _reopened,
    "supervised": _supervised,
    "finished": _finished,
    "answered": _answered,
    "declined": _declined,
}
