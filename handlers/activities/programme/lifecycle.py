"""What may happen to an activity: its states, which step leads from one to another, and how it stands at an hour."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError


class ActivityState(StrEnum):
    """Where an activity stands at the desk."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class ActivityStep(StrEnum):
    """What the desk does with an activity."""

    MAKE = "make"
    CHANGE = "change"
    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"
    CALL_OFF = "call_off"


class ActivityPhase(StrEnum):
    """How a published activity stands for a citizen at an hour."""

    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    ONGOING = "ongoing"
    OVER = "over"
    CALLED_OFF = "called_off"


S, T = ActivityState, ActivityStep
PUBLIC = frozenset({S.PUBLISHED, S.CLOSED, S.CALLED_OFF})
"""States in which citizens see an activity."""
MOVES: Mapping[tuple[ActivityState, ActivityStep], ActivityState] = {
    **{(state, T.CHANGE): state for state in (S.DRAFT, S.PUBLISHED, S.CLOSED)},
    (S.DRAFT, T.PUBLISH): S.PUBLISHED,
    (S.PUBLISHED, T.CLOSE): S.CLOSED,
    (S.CLOSED, T.REOPEN): S.PUBLISHED,
    **{(state, T.CALL_OFF): S.CALLED_OFF for state in (S.DRAFT, S.PUBLISHED, S.CLOSED)},
}


def after(state: ActivityState, step: ActivityStep) -> ActivityState:
    """Give the state to which a step leads; raises `InputError` where it cannot be taken."""
    found = MOVES.get((state, step))
    if found is None:
        raise InputError(f"activities.refused.step_{step.value}")
    return found


def steps_from(state: ActivityState) -> tuple[ActivityStep, ...]:
    """Give what the desk may do, in the order of the table."""
    return tuple(step for before, step in MOVES if before is state)
