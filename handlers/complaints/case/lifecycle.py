"""Every step of a complaint as one table: 受理 → 分拨 → 处置 → 反馈 → 办结 → 评价 → 回访 (disclosure-rules §13).

`ComplaintActor` and the table say whose a step is; what else a step asks for stands in `conditions.py`.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bot.lifecycle import Lifecycle, Refusals, Transition


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    DRAFT = "draft"
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    HANDLING = "handling"
    OBJECTED = "objected"
    REPORTED = "reported"
    MERGED = "merged"
    CLOSED = "closed"
    CALL_BACK = "call_back"
    SUPERVISED = "supervised"
    FINISHED = "finished"
    DECLINED = "declined"


class ComplaintActor(StrEnum):
    """Who may take a step: the applicant, the program, the complaints office, the unit that handles it, the office's head."""

    APPLICANT = "A"
    BOT = "B"
    OFFICE = "S"
    UNIT = "U"
    HEAD = "H"


class ComplaintStep(StrEnum):
    """What can be done to a complaint; also the kind of the line in its log."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    DECLINE = "decline"
    DISPATCH = "dispatch"
    OBJECT = "object"
    UPHOLD = "uphold"
    REDISPATCH = "redispatch"
    HAND_OVER = "hand_over"
    EXTEND = "extend"
    REPORT = "report"
    ANSWER = "answer"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    MERGE = "merge"
    SPLIT = "split"
    CLOSE_WITH = "close_with"
    RATE = "rate"
    RATE_LOW = "rate_low"
    VISIT = "visit"
    RECORD_CALL = "record_call"
    REOPEN = "reopen"
    SUPERVISE = "supervise"
    ORDER = "order"
    CONCLUDE = "conclude"
    ARCHIVE = "archive"
    RECUR = "recur"
    ESCALATE = "escalate"


ComplaintRule = Transition[ComplaintState, ComplaintStep, ComplaintActor]
HOTLINE_OPINION = "国办函〔2025〕66号"
OWN_RULES = "诉求办理程序"
_OWN = frozenset(
    {
        *(ComplaintStep.HAND_OVER, ComplaintStep.ANSWER, ComplaintStep.SEND_BACK, ComplaintStep.SPLIT),
        *(ComplaintStep.CLOSE_WITH, ComplaintStep.ORDER, ComplaintStep.CONCLUDE, ComplaintStep.ARCHIVE),
        *(ComplaintStep.RECUR, ComplaintStep.ESCALATE),
    }
)
ARTICLES: Mapping[ComplaintStep, str] = {
    step: OWN_RULES if step in _OWN else HOTLINE_OPINION for step in ComplaintStep
}
"""The rule behind each step; what the State Council's opinion leaves open is this county's own procedure."""

Row = tuple[ComplaintState, ComplaintStep, str, ComplaintState]
_S, _D = ComplaintState, ComplaintStep
_TABLE: tuple[Row, ...] = (
    # 受理
    (_S.DRAFT, _D.SUBMIT, "A", _S.REGISTERED),
    (_S.REGISTERED, _D.ACCEPT, "S", _S.ACCEPTED),
    (_S.REGISTERED, _D.DECLINE, "S", _S.DECLINED),
    (_S.REGISTERED, _D.MERGE, "S", _S.MERGED),
    # 分拨
    (_S.ACCEPTED, _D.DISPATCH, "S", _S.HANDLING),
    (_S.ACCEPTED, _D.DECLINE, "S", _S.DECLINED),
    (_S.ACCEPTED, _D.MERGE, "S", _S.MERGED),
    (_S.HANDLING, _D.OBJECT, "U", _S.OBJECTED),
    (_S.OBJECTED, _D.UPHOLD, "SH", _S.HANDLING),
    (_S.OBJECTED, _D.REDISPATCH, "SH", _S.HANDLING),
    # 处置
    (_S.HANDLING, _D.REPORT, "U", _S.REPORTED),
    (_S.HANDLING, _D.ANSWER, "U", _S.FINISHED),
    (_S.HANDLING, _D.HAND_OVER, "S", _S.HANDLING),
    (_S.HANDLING, _D.EXTEND, "H", _S.HANDLING),
    (_S.HANDLING, _D.MERGE, "S", _S.MERGED),
    (_S.MERGED, _D.SPLIT, "S", _S.ACCEPTED),
    (_S.MERGED, _D.CLOSE_WITH, "B", _S.CLOSED),
    # 反馈, 办结: whoever stated the result never approves it.
    (_S.REPORTED, _D.APPROVE, "SH", _S.CLOSED),
    (_S.REPORTED, _D.SEND_BACK, "SH", _S.HANDLING),
    # 评价
    (_S.CLOSED, _D.RATE, "A", _S.CLOSED),
    (_S.CLOSED, _D.RATE_LOW, "A", _S.CALL_BACK),
    # A better score while a call-back is due takes the call-back from nobody's list.
    (_S.CALL_BACK, _D.RATE, "A", _S.CALL_BACK),
    # 回访
    (_S.CLOSED, _D.VISIT, "US", _S.CLOSED),
    (_S.CALL_BACK, _D.RECORD_CALL, "SH", _S.CLOSED),
    (_S.CALL_BACK, _D.REOPEN, "SH", _S.HANDLING),
    (_S.CALL_BACK, _D.SUPERVISE, "SH", _S.SUPERVISED),
    (_S.SUPERVISED, _D.ORDER, "H", _S.HANDLING),
    (_S.SUPERVISED, _D.CONCLUDE, "H", _S.FINISHED),
    # 最多诉一次: the same person or place within thirty days takes the case up again; what was taken up before goes on to
    # the supervisor.
    (_S.CLOSED, _D.RECUR, "SH", _S.HANDLING),
    (_S.CALL_BACK, _D.RECUR, "SH", _S.HANDLING),
    (_S.CLOSED, _D.ESCALATE, "SH", _S.SUPERVISED),
    (_S.CALL_BACK, _D.ESCALATE, "SH", _S.SUPERVISED),
    (_S.CLOSED, _D.ARCHIVE, "S", _S.FINISHED),
)


def _rows() -> Iterator[tuple[ComplaintState, ComplaintRule]]:
    for state, step, actors, to in _TABLE:
        yield state, Transition(step, frozenset(map(ComplaintActor, actors)), to)


COMPLAINT = Lifecycle(
    states=ComplaintState,
    steps=ComplaintStep,
    actors=ComplaintActor,
    rows=tuple(_rows()),
    starts=frozenset({ComplaintState.DRAFT}),
    ends=frozenset({ComplaintState.FINISHED, ComplaintState.DECLINED}),
    articles=ARTICLES,
    refusals=Refusals("complaints.refused.step", "complaints.refused.actor"),
)
OPEN = frozenset(
    {
        *(ComplaintState.REGISTERED, ComplaintState.ACCEPTED, ComplaintState.HANDLING),
        *(ComplaintState.OBJECTED, ComplaintState.REPORTED, ComplaintState.MERGED),
    }
)
"""Where the outer clock runs."""
ENDED = frozenset({ComplaintState.DRAFT, *COMPLAINT.ends})
STAGES = ("accept", "dispatch", "handle", "report", "close", "rate", "visit")
STAGE_OF: Mapping[ComplaintState, str] = {
    ComplaintState.DRAFT: "accept",
    ComplaintState.REGISTERED: "accept",
    ComplaintState.DECLINED: "accept",
    ComplaintState.ACCEPTED: "dispatch",
    ComplaintState.OBJECTED: "dispatch",
    ComplaintState.HANDLING: "handle",
    ComplaintState.MERGED: "handle",
    ComplaintState.REPORTED: "report",
    ComplaintState.CLOSED: "rate",
    ComplaintState.CALL_BACK: "visit",
    ComplaintState.SUPERVISED: "visit",
    ComplaintState.FINISHED: "visit",
}
"""The public stage in which a complaint is while it stands somewhere."""
