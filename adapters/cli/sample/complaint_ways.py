"""The steps by which each invented complaint comes to where it stands, and the hours between them."""

from collections.abc import Callable, Iterator, Mapping

from adapters.cli.sample.invented_complaints import InventedComplaint
from handlers.complaints.case.lifecycle import ComplaintStep
from handlers.complaints.proceeding.step_fields import ComplaintField

F, S = ComplaintField, ComplaintStep
Step = tuple[ComplaintStep, str, float, Mapping[ComplaintField, str]]
"""A step, whose it is (office, second, unit, head, applicant), hours after the one before, what is filled in."""
JOINED = "joined"
"""Where a complaint stands that was joined to the one it repeats."""
CALLED = {F.CALL_WORDS: "电话里说了情况，申请人知道了办理结果。"}
AGAIN = {F.CALL_WORDS: "申请人说还是老样子。", F.REASON: "上次只处理了一部分"}


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
        F.EVIDENCE: "处理后的照片，附在佐证照片里" if case.done_scene else "现场记录一份，在单位案卷",
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
    JOINED: _nothing,
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
