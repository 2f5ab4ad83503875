"""What may happen to a sign-up: its states, and which step leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError


class SignupState(StrEnum):
    """Where a sign-up stands."""

    WAITING = "waiting"
    SEATED = "seated"
    ATTENDED = "attended"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    CALLED_OFF = "called_off"


class SignupStep(StrEnum):
    """What is done with a sign-up."""

    SIGN_UP = "sign_up"
    WAIT = "wait"
    SEAT = "seat"
    CANCEL = "cancel"
    ATTEND = "attend"
    MISS = "miss"
    LAPSE = "lapse"
    CALL_OFF = "call_off"


S, T = SignupState, SignupStep
OPEN = frozenset({S.WAITING, S.SEATED})
"""States in which its citizen may still cancel it."""
MOVES: Mapping[tuple[SignupState, SignupStep], SignupState] = {
    (S.WAITING, T.SEAT): S.SEATED,
    **{(state, T.CANCEL): S.CANCELLED for state in (S.WAITING, S.SEATED)},
    **{(state, T.CALL_OFF): S.CALLED_OFF for state in (S.WAITING, S.SEATED)},
    **{(state, T.LAPSE): S.LAPSED for state in (S.WAITING, S.SEATED)},
    (S.SEATED, T.ATTEND): S.ATTENDED,
    # Whoever was marked as missing and was there after all.
    (S.ABSENT, T.ATTEND): S.ATTENDED,
    (S.SEATED, T.MISS): S.ABSENT,
    # Whoever was marked as there by mistake.
    (S.ATTENDED, T.MISS): S.ABSENT,
}


def after(state: SignupState, step: SignupStep) -> SignupState:
    """Give the state to which a step leads; raises `InputError` where it cannot be taken."""
    found = MOVES.get((state, step))
    if found is None:
        raise InputError(f"activities.refused.step_{step.value}")
    return found


def steps_from(state: SignupState) -> tuple[SignupStep, ...]:
    """Give what the desk may do on the day, in the order of the table."""
    return tuple(step for before, step in MOVES if before is state and step in DESK_STEPS)


DESK_STEPS = frozenset({T.ATTEND, T.MISS})
