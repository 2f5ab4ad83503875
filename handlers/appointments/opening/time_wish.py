"""When somebody wants to come, read from the project's own time expressions; what cannot be is told, never bent."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from handlers.appointments.opening.told_moment import AFTER_MARK, BEFORE_MARK

PARTS = {
    "AM": (time(0), time(12)),
    "NOON": (time(11), time(14, 30)),
    "PM": (time(12), time(18)),
    "EVENING": (time(17, 30), time(23, 59)),
    "NIGHT": (time(0), time(6)),
}
WHOLE_DAY = (time(0), time(23, 59))
AFTERNOON_HOURS = range(1, 8)
HALF_DAY_HOURS = 12
DAY_NUMBER_ALONE = re.compile(r"(?<![月0-9])[0-9一二三十]{1,3}[号日]")
CALLS_PART = re.compile("早|上午|中午|下午|傍晚|晚|凌晨|夜")
DATED = re.compile(r"-?-?\d|month[+-]\d{1,3}:\d|year[+-]\d{1,3}-\d")
MONTHS = 12


class WishFault(StrEnum):
    """Why words name no day that is."""

    NO_SUCH_DAY = "no_such_day"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class TimeWish:
    """From which day to which, within which hours of a day, and from what o'clock exactly; `text` is how it is kept.

    Without a day every one will do.
    """

    first_on: date | None = None
    last_on: date | None = None
    since: time = WHOLE_DAY[0]
    until: time = WHOLE_DAY[1]
    at: time | None = None
    fault: WishFault | None = None
    text: str = ""

    @property
    def is_one_day(self) -> bool:
        """Whether one day is named."""
        return self.first_on is not None and self.first_on == self.last_on

    @property
    def says_nothing(self) -> bool:
        """Whether neither a day nor an hour is named."""
        return (
            self.first_on is None
            and (self.since, self.until) == WHOLE_DAY
            and self.at is None
            and not self.fault
        )


def read_wish(day: str, hour: str, *, said: str, today: date) -> TimeWish:
    """Read the values of a date and a time slot as the recogniser gives them; empty ones name nothing."""
    since, until, at = _hours(hour, said)
    text = f"{day}|{hour}" if day or hour else ""
    if not day:
        return TimeWish(since=since, until=until, at=at, text=text)
    span = _span(day)
    if span is None:
        fault = WishFault.NO_SUCH_DAY if DATED.match(day) else WishFault.VAGUE
        return TimeWish(since=since, until=until, at=at, fault=fault, text=text)
    first, last = span
    if first == last and last < today and DAY_NUMBER_ALONE.search(said):
        # 2号, said on the 24th, is the second of the month that comes.
        coming = _next_month(first)
        if coming is None:
            return TimeWish(since=since, until=until, at=at, fault=WishFault.NO_SUCH_DAY, text=text)
        first = last = coming
    return TimeWish(first, last, since, until, at, text=f"{first.isoformat()}/{last.isoformat()}|{hour}")


def completed(wish: TimeWish, earlier: str, *, said: str, today: date) -> TimeWish:
    """Give a wish with what an earlier one said and this one leaves open: 下午呢 keeps the day, 后天呢 keeps the afternoon."""
    if not earlier or wish.fault:
        return wish
    day, _, hour = earlier.partition("|")
    own_day, _, own_hour = wish.text.partition("|")
    return read_wish(own_day or day, own_hour or hour, said=said if own_day else "", today=today)


def _hours(hour: str, said: str) -> tuple[time, time, time | None]:
    if hour in PARTS:
        return (*PARTS[hour], None)
    mark = hour[-1:] if hour[-1:] in {AFTER_MARK, BEFORE_MARK} else ""
    try:
        at = time.fromisoformat(hour.removesuffix(mark)) if hour else None
    except ValueError:
        at = None
    if at is None:
        return (*WHOLE_DAY, None)
    if at.hour in AFTERNOON_HOURS and not CALLS_PART.search(said):
        # No office is open at three in the night: 三点 is in the afternoon.
        at = at.replace(hour=at.hour + HALF_DAY_HOURS)
    bounds = {AFTER_MARK: (at, WHOLE_DAY[1], None), BEFORE_MARK: (WHOLE_DAY[0], at, None)}
    return bounds.get(mark, (*WHOLE_DAY, at))


def _span(day: str) -> tuple[date, date] | None:
    first, _, last = day.partition("/")
    try:
        since = date.fromisoformat(first)
        return since, date.fromisoformat(last) if last else since
    except ValueError:
        return None


def _next_month(day: date) -> date | None:
    """Give the same day of the next month; None where that month has none."""
    year, month = divmod(day.year * MONTHS + day.month, MONTHS)
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        return None
