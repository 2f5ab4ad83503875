"""What may happen to a visit at home: its states, and which step leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError


class HomeState(StrEnum):
    """Where a visit stands."""

    ASKED = "asked"
    ASSIGNED = "assigned"
    UNMET = "unmet"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class HomeStep(StrEnum):
    """What is done with a visit."""

    ASK = "ask"
    ASSIGN = "assign"
    UNMEET = "unmeet"
    FINISH = "finish"
    REFUSE = "refuse"
    CANCEL = "cancel"
    OPEN = "open"


S, T = HomeState, HomeStep
OPEN_HOME = frozenset({S.ASKED, S.ASSIGNED, S.UNMET})
"""States in which somebody still has to come; in all of them its citizen may cancel."""
SEATED_HOME = frozenset({S.ASKED, S.ASSIGNED})
"""States in which a visit counts among those of its half of a day."""
MOVES: Mapping[tuple[HomeState, HomeStep], HomeState] = {
    **{(state, T.ASSIGN): S.ASSIGNED for state in OPEN_HOME},
    (S.ASSIGNED, T.UNMEET): S.UNMET,
    (S.ASSIGNED, T.FINISH): S.DONE,
    **{(state, T.REFUSE): S.REFUSED for state in OPEN_HOME},
    **{(state, T.CANCEL): S.CANCELLED for state in OPEN_HOME},
}
DESK_STEPS = (T.ASSIGN, T.FINISH, T.UNMEET, T.REFUSE)


def after(state: HomeState, step: HomeStep) -> HomeState:
    """Give the state to which a step leads; raises `InputError` where it cannot be taken."""
    found = MOVES.get((state, step))
    if found is None:
        raise InputError(f"home.refused.step_{step.value}")
    return found


def steps_from(state: HomeState) -> tuple[HomeStep, ...]:
    """Give what the desk may do, the usual first."""
    return tuple(step for step in DESK_STEPS if (state, step) in MOVES)
