"""What may happen to what was asked at an activity: its states, and which step leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError


class IssueState(StrEnum):
    """Where an issue stands."""

    ASKED = "asked"
    RECTIFYING = "rectifying"
    DONE = "done"


class IssueStep(StrEnum):
    """What is done with an issue: it is explained, or its unit undertakes to put something right, tells how far it is, ends it."""

    RAISE = "raise"
    EXPLAIN = "explain"
    UNDERTAKE = "undertake"
    REPORT = "report"
    FINISH = "finish"


S, T = IssueState, IssueStep
MOVES: Mapping[tuple[IssueState, IssueStep], IssueState] = {
    (S.ASKED, T.UNDERTAKE): S.RECTIFYING,
    (S.ASKED, T.EXPLAIN): S.DONE,
    (S.RECTIFYING, T.REPORT): S.RECTIFYING,
    (S.RECTIFYING, T.FINISH): S.DONE,
}
DATED = frozenset({T.UNDERTAKE, T.REPORT})
"""Steps that name a day by which something is put right."""


def after(state: IssueState, step: IssueStep) -> IssueState:
    """Give the state to which a step leads; raises `InputError` where it cannot be taken."""
    found = MOVES.get((state, step))
    if found is None:
        raise InputError(f"activities.refused.issue_{step.value}")
    return found


def steps_from(state: IssueState) -> tuple[IssueStep, ...]:
    """Give what the desk may do, in the order of the table."""
    return tuple(step for before, step in MOVES if before is state)
