"""What may happen to an appointment: its states, and which step leads from one to another."""

from collections.abc import Mapping
from enum import StrEnum

from bot.errors import InputError


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    WAITING = "waiting"
    BOOKED = "booked"
    DISPLACED = "displaced"
    ARRIVED = "arrived"
    CALLED = "called"
    SERVED = "served"
    MISSED = "missed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class AppointmentStep(StrEnum):
    """What is done with an appointment."""

    BOOK = "book"
    WAIT = "wait"
    SEAT = "seat"
    MOVE = "move"
    CANCEL = "cancel"
    DISPLACE = "displace"
    ARRIVE = "arrive"
    CALL = "call"
    SERVE = "serve"
    MISS = "miss"
    LAPSE = "lapse"
    PRIORITISE = "prioritise"


S, T = AppointmentState, AppointmentStep
OPEN = frozenset({S.WAITING, S.BOOKED, S.DISPLACED, S.ARRIVED, S.CALLED})
SEATED = frozenset({S.BOOKED, S.ARRIVED, S.CALLED})
"""States in which an appointment holds a seat that others cannot have."""
CHANGEABLE = frozenset({S.WAITING, S.BOOKED, S.DISPLACED})
"""States in which its citizen may still change or cancel it."""
MOVES: Mapping[tuple[AppointmentState, AppointmentStep], AppointmentState] = {
    (S.WAITING, T.SEAT): S.BOOKED,
    (S.WAITING, T.MOVE): S.BOOKED,
    (S.BOOKED, T.MOVE): S.BOOKED,
    (S.DISPLACED, T.MOVE): S.BOOKED,
    **{(state, T.CANCEL): S.CANCELLED for state in CHANGEABLE},
    **{(state, T.LAPSE): S.LAPSED for state in CHANGEABLE},
    (S.BOOKED, T.DISPLACE): S.DISPLACED,
    (S.BOOKED, T.ARRIVE): S.ARRIVED,
    # Whoever comes late after all is seen.
    (S.MISSED, T.ARRIVE): S.ARRIVED,
    (S.ARRIVED, T.CALL): S.CALLED,
    (S.CALLED, T.CALL): S.CALLED,
    (S.ARRIVED, T.SERVE): S.SERVED,
    (S.CALLED, T.SERVE): S.SERVED,
    (S.BOOKED, T.MISS): S.MISSED,
    (S.CALLED, T.MISS): S.MISSED,
    **{(state, T.PRIORITISE): state for state in (S.BOOKED, S.ARRIVED, S.CALLED)},
}


def after(state: AppointmentState, step: AppointmentStep) -> AppointmentState:
    """Give the state to which a step leads; raises `InputError` where it cannot be taken."""
    found = MOVES.get((state, step))
    if found is None:
        raise InputError(f"appointments.refused.step_{step.value}")
    return found


def steps_from(state: AppointmentState) -> tuple[AppointmentStep, ...]:
    """Give what the desk may do, in the order of the table."""
    return tuple(step for before, step in MOVES if before is state and step in DESK_STEPS)


DESK_STEPS = frozenset({T.ARRIVE, T.CALL, T.SERVE, T.MISS, T.PRIORITISE})
