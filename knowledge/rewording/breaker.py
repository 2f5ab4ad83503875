"""Leaves a service alone for a while after failures in a row, and lets only a few ask it at once."""

import time
from collections.abc import Callable

MOST_FAILURES = 3
REST_SECONDS = 30.0
AT_ONCE = 8


class CircuitBreaker:
    """Counts failures in a row and requests under way; nobody waits for a place, they go without."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, at_once: int = AT_ONCE) -> None:
        self._clock = clock
        self._at_once = at_once
        self._failures = 0
        self._rests_until = 0.0
        self._asking = 0

    @property
    def trouble(self) -> str:
        """Why nobody may ask now: `resting`, `busy`, or empty when one may."""
        if self._clock() < self._rests_until:
            return "resting"
        return "busy" if self._asking >= self._at_once else ""

    def begin(self) -> None:
        """Note that somebody asks."""
        self._asking += 1

    def end(self, *, failed: bool) -> bool:
        """Note how it ended; give whether the service rests from now on. One trial after the rest may end it again."""
        self._asking -= 1
        if not failed:
            self._failures = 0
            return False
        self._failures += 1
        if self._failures < MOST_FAILURES:
            return False
        self._rests_until = self._clock() + REST_SECONDS
        return True
