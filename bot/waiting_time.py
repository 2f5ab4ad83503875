"""How long whoever waits for a turn's answer still waits, and how much of it was spent waiting for others.

A channel says it where a message comes in; whatever is optional in the turn looks here before it waits for anything.
"""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass

# What is left is kept for the turn's own work: looking up, storing, rendering.
RESERVED_SECONDS = 0.8


@dataclass(slots=True)
class WaitingTime:
    """The moment of the event loop's clock until which somebody waits, and the seconds spent on what is optional."""

    until: float
    spent: float = 0.0

    def left(self, limit: float) -> float:
        """Give how many of at most `limit` seconds a turn may still wait for what is optional; never below 0."""
        remaining = self.until - asyncio.get_running_loop().time() - RESERVED_SECONDS
        return max(0.0, min(limit - self.spent, remaining))


_CURRENT: ContextVar[WaitingTime | None] = ContextVar("waiting_time", default=None)


def begin(seconds: float) -> None:
    """Say that whoever sent the message in hand waits for so many seconds from now."""
    _CURRENT.set(WaitingTime(asyncio.get_running_loop().time() + seconds))


def left(limit: float) -> float:
    """Give how many seconds the turn in hand may still wait for what is optional: `limit` where nobody said."""
    current = _CURRENT.get()
    return limit if current is None else current.left(limit)


def spend(seconds: float) -> None:
    """Note that the turn in hand waited for so long."""
    current = _CURRENT.get()
    if current is not None:
        current.spent += seconds
