"""Time comes from here, so that a test can carry a case through forty working days in milliseconds."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Whatever tells the present instant."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until it is told to move; shipped for tests and demonstrations."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """Give the instant last set, aware, in UTC."""
        return self._instant

    def set(self, instant: datetime) -> None:
        """Move to an instant, forward or back."""
        self._instant = instant.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Move by a step."""
        self._instant += step


def local_date(instant: datetime) -> date:
    """Give the civil day of an instant in China, where every statutory day is counted."""
    return instant.astimezone(SHANGHAI).date()
