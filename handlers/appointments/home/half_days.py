"""The halves of working days on which somebody may be come to; how many visits each can take is counted as seats are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from handlers.appointments.opening.home_service import HomeService
from handlers.appointments.opening.slots import DAY
from handlers.appointments.opening.time_wish import PARTS, TimeWish
from handlers.talk.spoken_time import spoken_day
from handlers.workdays import Calendar

HALVES: Mapping[str, str] = {"AM": "上午", "PM": "下午"}
LOOKED_DAYS = 60


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """A half of a day."""

    day: date
    part: str

    @property
    def text(self) -> str:
        """Give it as a form keeps it."""
        return f"{self.day.isoformat()}|{self.part}"

    @property
    def subject(self) -> str:
        """The name under which its visits are counted."""
        return f"{self.pool}:{self.part}"

    @property
    def pool(self) -> str:
        """The day's name among what is counted."""
        return f"home:{self.day.isoformat()}"

    @property
    def spoken(self) -> str:
        """Give it as it is said."""
        return f"{spoken_day(self.day)}{HALVES[self.part]}"

    def holds(self, at: time) -> bool:
        """Whether an hour lies in it."""
        since, until = PARTS[self.part]
        return since <= at < until


def read_half_day(text: str) -> HalfDay | None:
    """Read what a form kept; None for what it never did."""
    day, _, part = text.partition("|")
    try:
        return HalfDay(date.fromisoformat(day), part) if part in HALVES else None
    except ValueError:
        return None


def half_days(service: HomeService, *, today: date, calendar: Calendar) -> Iterator[HalfDay]:
    """Give the halves of the coming working days that may be asked for; none where nobody knows which days those are."""
    passed = offered = 0
    for step in range(1, LOOKED_DAYS):
        day = today + DAY * step
        works = calendar.is_workday(day)
        if works is None or offered == service.days_offered:
            return
        if not works:
            continue
        passed += 1
        if passed < max(service.notice_workdays, 1):
            continue
        offered += 1
        yield from (HalfDay(day, part) for part in HALVES)


def fits(half: HalfDay, wish: TimeWish) -> bool:
    """Whether a half of a day is what somebody wishes."""
    if wish.first_on and wish.last_on and not wish.first_on <= half.day <= wish.last_on:
        return False
    if wish.at is not None:
        return half.holds(wish.at)
    since, until = PARTS[half.part]
    return wish.since < until and since < wish.until
