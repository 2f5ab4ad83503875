"""What may happen to a questionnaire: its states, and which step leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError


class QuestionnaireState(StrEnum):
    """Where a questionnaire stands; whether its time is over is told by the calendar."""

    WRITTEN = "written"
    OPEN = "open"
    CLOSED = "closed"


class QuestionnaireStep(StrEnum):
    """What is done with a questionnaire."""

    EDIT = "edit"
    PUBLISH = "publish"
    EXTEND = "extend"
    CLOSE = "close"


S, T = QuestionnaireState, QuestionnaireStep
MOVES: Mapping[tuple[QuestionnaireState, QuestionnaireStep], QuestionnaireState] = {
    (S.WRITTEN, T.EDIT): S.WRITTEN,
    (S.WRITTEN, T.PUBLISH): S.OPEN,
    (S.OPEN, T.EXTEND): S.OPEN,
    (S.OPEN, T.CLOSE): S.CLOSED,
}


def after(state: QuestionnaireState, step: QuestionnaireStep) -> QuestionnaireState:
    """Give the state to which a step leads; raises `InputError` where it cannot be taken."""
    found = MOVES.get((state, step))
    if found is None:
        raise InputError(f"questionnaires.refused.step_{step.value}")
    return found


def steps_from(state: QuestionnaireState) -> tuple[QuestionnaireStep, ...]:
    """Give what the desk may do, in the order of the table."""
    return tuple(step for before, step in MOVES if before is state)
