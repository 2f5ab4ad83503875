"""Places a relative time (`day+1`, `week+1:3`, `last:P3Y`) in the calendar, given the day on which it was said.

The result is a day (`2026-03-09`) or a first and a last day (`2026-03-01/2026-03-31`). Which of these days are
working days is the caller's to know; lengths of time (`P15D`) and feasts of the moon calendar stay as they are.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

Span = tuple[date, date]

_STEP = re.compile(r"(day|week|month|quarter|year)([+-][0-9]+)(?::([0-9]+))?")
_DATE = re.compile(r"([0-9]{4}|-)(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_IN_YEAR = re.compile(r"year([+-][0-9]{1,3})-([0-9]{2})(?:-([0-9]{2}))?")
_DISTANCE = re.compile(r"([+-])P([0-9.]+)([YMWD])")
_FIXED = {
    "国庆": ((10, 1), (10, 7)), "十一": ((10, 1), (10, 7)), "五一": ((5, 1), (5, 5)), "劳动节": ((5, 1), (5, 5)),
    "元旦": ((1, 1), (1, 1)), "清明": ((4, 4), (4, 6)), "暑假": ((7, 1), (8, 31)), "年初": ((1, 1), (1, 31)),
    "年底": ((12, 1), (12, 31)), "上半年": ((1, 1), (6, 30)), "下半年": ((7, 1), (12, 31)),
}  # fmt: skip
_WEEK, _QUARTER, _YEAR = 7, 3, 12
_SATURDAY = 6
_HALF_YEAR = timedelta(days=183)
_EARLY, _LATE = 10, 21
"""Last day of a month's beginning and first day of its end, as people mean them."""


def placed(value: str, today: date) -> str:
    """Give the ISO day or `first/last` that a value means on that day, or the value itself when it means none."""
    first, _, last = value.partition("/")
    since = _span(first, today)
    until = _span(last, today) if last else since
    if since is None or until is None or until[1] < since[0]:
        return value
    start, end = since[0], until[1]
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


def _span(value: str, today: date) -> Span | None:
    try:
        return next((found for read in _READERS if (found := read(value, today)) is not None), None)
    except (ValueError, OverflowError):
        return None


def _written(value: str, today: date) -> Span | None:
    if (match := _DATE.fullmatch(value)) is None:
        return None
    year, month, day = match.groups()
    if year == "-":
        years = [today.year + step for step in (-1, 0, 1)]
        spans = [_within(y, month, day) for y in years if day != "29" or month != "02" or _leaps(y)]
        return min(spans, key=lambda span: _apart(span, today), default=None)
    return _within(int(year), month, day)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _apart(span: Span, today: date) -> timedelta:
    return max(span[0] - today, today - span[1], timedelta())


def _within(year: int, month: str | None, day: str | None) -> Span:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return _months(date(year, int(month), 1), 1)
    only = date(year, int(month), int(day))
    return only, only


def _months(first: date, count: int) -> Span:
    return first, _moved(first, count) - timedelta(days=1)


def _moved(day: date, months: int) -> date:
    """Give the same day some months on, or the last one where that month is shorter."""
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    following = date(year + (month + 1) // _YEAR, (month + 1) % _YEAR + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _in_year(value: str, today: date) -> Span | None:
    if (match := _IN_YEAR.fullmatch(value)) is None:
        return None
    return _within(today.year + int(match[1]), match[2], match[3])


def _stepped(value: str, today: date) -> Span | None:
    if value.startswith("week:"):
        ahead = (int(value[5:]) - today.isoweekday()) % _WEEK
        return (today + timedelta(days=ahead),) * 2
    if (match := _STEP.fullmatch(value)) is None:
        return None
    return _by_unit(match[1], int(match[2]), match[3], today=today)


def _by_unit(unit: str, step: int, within: str | None, *, today: date) -> Span:
    if unit == "day":
        return (today + timedelta(days=step),) * 2
    if unit == "week":
        monday = today + timedelta(days=_WEEK * step - today.weekday())
        day = monday + timedelta(days=int(within or 1) - 1)
        return day, day if within else monday + timedelta(days=_WEEK - 1)
    if unit == "year":
        return _within(today.year + step, None, None)
    first = _moved(today.replace(day=1), step * (_QUARTER if unit == "quarter" else 1))
    if unit == "quarter":
        return _months(first.replace(month=(first.month - 1) // _QUARTER * _QUARTER + 1), _QUARTER)
    return (first.replace(day=int(within)),) * 2 if within else _months(first, 1)


def _away(value: str, today: date) -> Span | None:
    past = value.startswith("last:P")
    if (match := _DISTANCE.fullmatch("-" + value.removeprefix("last:") if past else value)) is None:
        return None
    number = float(match[2]) * (-1 if match[1] == "-" else 1)
    if match[3] in "YM":
        months = number * (_YEAR if match[3] == "Y" else 1)
        there = _moved(today, int(months)) + timedelta(days=round(30 * (months - int(months))))
    else:
        there = today + timedelta(days=round(number * (_WEEK if match[3] == "W" else 1)))
    return (there, today) if past else (there, there)


def _feast(value: str, today: date) -> Span | None:
    name = value.removeprefix("feast:")
    if name in {"周末", "双休日"}:
        saturday = today + timedelta(days=max(_SATURDAY - today.isoweekday(), -1))
        return saturday, saturday + timedelta(days=1)
    if name in {"月初", "月底"}:
        first, last = _months(today.replace(day=1), 1)
        return (first, first.replace(day=_EARLY)) if name == "月初" else (first.replace(day=_LATE), last)
    if name not in _FIXED:
        return None
    (first_month, first_day), (last_month, last_day) = _FIXED[name]
    year = today.year + (date(today.year, last_month, last_day) < today - _HALF_YEAR)
    return date(year, first_month, first_day), date(year, last_month, last_day)


_READERS: tuple[Callable[[str, date], Span | None], ...] = (_written, _in_year, _stepped, _away, _feast)
