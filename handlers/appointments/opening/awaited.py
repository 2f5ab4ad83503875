"""What somebody waits for where everything is booked: any seat of a day, of some days, of a half of a day, or one hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from handlers.appointments.opening.slots import DAY, TimeSlot
from handlers.appointments.opening.time_wish import WHOLE_DAY

MOST_AWAITED_DAYS = 14


@dataclass(frozen=True, slots=True)
class AwaitedTime:
    """Days, in order, and the hours within which a visit may begin on each of them."""

    days: tuple[date, ...]
    since: time = WHOLE_DAY[0]
    until: time = WHOLE_DAY[1]

    @property
    def text(self) -> str:
        """Give it as it is kept."""
        return f"{','.join(map(date.isoformat, self.days))}|{self.since:%H:%M}-{self.until:%H:%M}"

    @property
    def is_whole(self) -> bool:
        """Whether any hour will do."""
        return (self.since, self.until) == WHOLE_DAY

    def holds(self, slot: TimeSlot) -> bool:
        """Whether a slot is what is waited for."""
        return slot.day in self.days and self.since <= slot.starts < self.until

    def without(self, days: Sequence[date]) -> "AwaitedTime":
        """Give what is left of it where some days are no longer possible."""
        return AwaitedTime(tuple(day for day in self.days if day not in days), self.since, self.until)


def read_awaited(text: str) -> AwaitedTime | None:
    """Read what was kept; None for what never was, and for no day, too many, or hours that run backwards."""
    days, _, hours = text.partition("|")
    first, _, last = hours.partition("-")
    try:
        found = AwaitedTime(
            tuple(map(date.fromisoformat, days.split(","))),
            time.fromisoformat(first),
            time.fromisoformat(last),
        )
    except ValueError:
        return None
    ordered = all(one < other for one, other in pairwise(found.days))
    sound = ordered and len(found.days) <= MOST_AWAITED_DAYS and found.since < found.until
    return found if sound else None


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Give the days from one to another, the first ones where there are more than anybody may wait for."""
    count = min((last - first).days + 1, MOST_AWAITED_DAYS)
    return tuple(first + DAY * step for step in range(count))
