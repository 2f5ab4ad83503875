"""The simulator's clock: the machine's own, moved by as much as a test or a demonstration asks."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock, SystemClock


class Timepiece:
    """A running clock with an offset, so that forty-eight hours pass in one call while time goes on flowing.

    `base` stays untouched: deliveries are signed with it, since the adapter compares them with its own clock.
    """

    def __init__(self, base: Clock | None = None) -> None:
        self.base = base or SystemClock()
        self._offset = timedelta()

    def now(self) -> datetime:
        """Give the simulated instant, aware, in UTC."""
        return self.base.now() + self._offset

    def set(self, instant: datetime) -> None:
        """Make it that instant now; a time without zone is read as UTC."""
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        self._offset = aware - self.base.now()

    def advance(self, step: timedelta) -> None:
        """Move by a step, forward or back."""
        self._offset += step

    def reset(self) -> None:
        """Return to the machine's time."""
        self._offset = timedelta()

    @property
    def offset(self) -> timedelta:
        """How far the simulated time is ahead of the machine's."""
        return self._offset
