"""The six stages of a request, from receipt to archive: each has its stamp, or a reason why it has none (capability P2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.disclosure.case.events import (
    CORRECTION_LAPSED,
    EVENTS,
    FEE_LAPSED,
    REVIEW_PASSED,
    WITHDRAWN,
)
from handlers.disclosure.case.ledger import Happening
from handlers.disclosure.case.lifecycle import Step
from handlers.disclosure.statute.log import Occurrence


class CaseStage(StrEnum):
    """The stages in their order."""

    RECEIPT = "receipt"
    REGISTRATION = "registration"
    CORRECTION = "correction"
    REVIEW = "review"
    REPLY = "reply"
    ARCHIVE = "archive"


class NoStamp(StrEnum):
    """Why a stage has no stamp."""

    NOT_YET = "not_yet"
    NOT_NEEDED = "not_needed"
    WITHDRAWN = "withdrawn"
    CORRECTION_LAPSED = "correction_lapsed"
    FEE_LAPSED = "fee_lapsed"


# What marks a stage: the last of these lines for what may be repeated, the first for what begins the case.
_MARKS: dict[CaseStage, frozenset[str]] = {
    CaseStage.RECEIPT: frozenset({Occurrence.SUBMITTED, Occurrence.SIGNED, Occurrence.ARRIVED}),
    CaseStage.REGISTRATION: frozenset({Occurrence.CONFIRMED, Occurrence.SIGNED}),
    CaseStage.CORRECTION: frozenset({Occurrence.CORRECTION_NOTICE, Occurrence.CORRECTION_RECEIVED}),
    CaseStage.REVIEW: frozenset({REVIEW_PASSED}),
    CaseStage.REPLY: frozenset({Occurrence.REPLIED}),
    CaseStage.ARCHIVE: frozenset({EVENTS[Step.ARCHIVE]}),
}
_FIRST = frozenset({CaseStage.RECEIPT, CaseStage.REGISTRATION})
_ENDS = {
    WITHDRAWN: NoStamp.WITHDRAWN,
    CORRECTION_LAPSED: NoStamp.CORRECTION_LAPSED,
    FEE_LAPSED: NoStamp.FEE_LAPSED,
}
# Even a case that ends without a reply is kept.
_ALWAYS = frozenset({CaseStage.ARCHIVE})


@dataclass(frozen=True, slots=True)
class StageStamp:
    """A stage with when it was reached and by whom; without a time, why it has none."""

    stage: CaseStage
    at: datetime | None = None
    actor: str = ""
    reason: NoStamp | None = None


def stage_stamps(timeline: Iterable[Happening], *, received: bool) -> tuple[StageStamp, ...]:
    """Give the six stamps of a case from its log, oldest line first.

    `received` says that its day of receipt is settled: what is handed in at the counter is registered by that (art. 31).
    """
    lines = list(timeline)
    ended = next((_ENDS[line.kind] for line in reversed(lines) if line.kind in _ENDS), None)
    found: list[StageStamp] = []
    for stage in CaseStage:
        marks = [line for line in lines if line.kind in _MARKS[stage]]
        if not marks and received and stage is CaseStage.REGISTRATION:
            marks = [line for line in lines if line.kind in _MARKS[CaseStage.RECEIPT]]
        if marks:
            mark = marks[0] if stage in _FIRST else marks[-1]
            found.append(StageStamp(stage, mark.at, mark.actor))
        else:
            found.append(StageStamp(stage, reason=_reason(stage, lines, ended)))
    return tuple(found)


def _reason(stage: CaseStage, lines: list[Happening], ended: NoStamp | None) -> NoStamp:
    later = {CaseStage.REVIEW, CaseStage.REPLY, CaseStage.ARCHIVE}
    passed = ended or any(line.kind in _MARKS[one] for line in lines for one in later)
    if stage is CaseStage.CORRECTION and passed:
        return NoStamp.NOT_NEEDED
    return ended if ended and stage not in _ALWAYS else NoStamp.NOT_YET
