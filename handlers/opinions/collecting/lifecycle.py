"""What may happen to a draft on which citizens are asked: its states, and which step leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError


class PublicDraftState(StrEnum):
    """Where a draft stands; whether its time is over is told by the calendar, not by the state."""

    WRITTEN = "written"
    OPEN = "open"
    SORTING = "sorting"
    OFFERED = "offered"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class PublicDraftStep(StrEnum):
    """What is done with a draft."""

    EDIT = "edit"
    PUBLISH = "publish"
    EXTEND = "extend"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    GROUP = "group"
    DECIDE = "decide"
    OFFER = "offer"
    ANSWER = "answer"


class GroupOutcome(StrEnum):
    """What became of the opinions of a group."""

    OPEN = "open"
    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


S, T = PublicDraftState, PublicDraftStep
SHOWN = frozenset({S.OPEN, S.SORTING, S.OFFERED, S.ANSWERED})
"""States in which citizens see a draft."""
MOVES: Mapping[tuple[PublicDraftState, PublicDraftStep], PublicDraftState] = {
    (S.WRITTEN, T.EDIT): S.WRITTEN,
    (S.WRITTEN, T.PUBLISH): S.OPEN,
    (S.WRITTEN, T.WITHDRAW): S.WITHDRAWN,
    (S.OPEN, T.EXTEND): S.OPEN,
    (S.OPEN, T.GROUP): S.OPEN,
    (S.OPEN, T.CLOSE): S.SORTING,
    (S.OPEN, T.WITHDRAW): S.WITHDRAWN,
    (S.SORTING, T.GROUP): S.SORTING,
    (S.SORTING, T.DECIDE): S.SORTING,
    (S.SORTING, T.OFFER): S.OFFERED,
    (S.OFFERED, T.ANSWER): S.ANSWERED,
}


def after(state: PublicDraftState, step: PublicDraftStep) -> PublicDraftState:
    """Give the state to which a step leads; raises `InputError` where it cannot be taken."""
    found = MOVES.get((state, step))
    if found is None:
        raise InputError(f"opinions.refused.step_{step.value}")
    return found


def steps_from(state: PublicDraftState) -> tuple[PublicDraftStep, ...]:
    """Give what the desk may do, in the order of the table; the answer comes of itself once its document is public."""
    return tuple(step for before, step in MOVES if before is state and step is not T.ANSWER)
