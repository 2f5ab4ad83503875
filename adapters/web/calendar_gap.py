"""What both consoles say when next year's notice of days off should be there and is not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import Clock, local_date
from handlers.holidays.live import missing_year
from handlers.holidays.service import HolidayNotices


@dataclass(frozen=True, slots=True)
class CalendarGap:
    """The year that is missing, and how many open requests wait for it."""

    year: int
    cases: int


class CalendarWarning:
    """Says whether staff have to be warned; asks for the count only then."""

    def __init__(self, notices: HolidayNotices, *, cases: Callable[[], Awaitable[int]], clock: Clock) -> None:
        self._notices = notices
        self._cases = cases
        self._clock = clock

    async def now(self) -> CalendarGap | None:
        """Give the gap there is, or None."""
        year = missing_year(self._notices.calendar, local_date(self._clock.now()))
        return None if year is None else CalendarGap(year, await self._cases())
