"""The queues of the desk: each waits for one kind of step, and names the step that comes next."""

from collections.abc import Mapping
from enum import StrEnum

from handlers.disclosure.case.lifecycle import State, Step


class Queue(StrEnum):
    """What waits for a person; the Chinese name is the text `staff.queues.<value>`."""

    CONFIRM = "confirm"
    ASSIGN = "assign"
    CORRECT = "correct"
    CONSULT = "consult"
    DRAFT = "draft"
    REVIEW = "review"
    SIGN = "sign"
    DELIVER = "deliver"
    ARCHIVE = "archive"
    FEE = "fee"
    DUE = "due"


QUEUES: Mapping[Queue, State] = {
    Queue.CONFIRM: State.AWAITING_CONFIRMATION,
    Queue.ASSIGN: State.RECEIVED,
    Queue.CORRECT: State.AWAITING_CORRECTION,
    Queue.CONSULT: State.CONSULTING,
    Queue.DRAFT: State.SEARCHING,
    Queue.REVIEW: State.LEGAL_REVIEW,
    Queue.SIGN: State.APPROVAL,
    Queue.DELIVER: State.SIGNED,
    Queue.ARCHIVE: State.REPLIED,
    Queue.FEE: State.AWAITING_FEE,
}
"""Each queue by the state its cases stand in; what is almost due stands in any."""
NEXT: Mapping[State, Step] = {
    State.AWAITING_CONFIRMATION: Step.CONFIRM,
    State.RECEIVED: Step.ASSIGN,
    State.AWAITING_CORRECTION: Step.CORRECT,
    State.CONSULTING: Step.RECORD_OPINION,
    State.SEARCHING: Step.DRAFT_REPLY,
    State.LEGAL_REVIEW: Step.PASS_REVIEW,
    State.APPROVAL: Step.SIGN,
    State.SIGNED: Step.DELIVER,
    State.REPLIED: Step.ARCHIVE,
    State.AWAITING_FEE: Step.PAY_FEE,
}
"""The step that leads on from a state when nothing stands in the way."""
DUE_SOON_WORKDAYS = 5
