"""How a cell shows a day or a time: 46086 under `yyyy"年"m"月"d"日"` is 2026年3月5日."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from knowledge.ingest.readers.word_numbering import chinese

_FIRST_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell knows no zone
_FIRST_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
# Excel counts a 29 February 1900 that never was.
_FALSE_LEAP_DAY = 60
_LAST_DAY = 2_958_465
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,255})"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<elapsed>h{1,9}|m{1,9}|s{1,9})\]|\[(?P<bracket>[^\]]{0,60})\]|'
    r"(?P<half>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<power>E[+-])|"
    r"(?P<part>y{1,9}|m{1,9}|d{1,9}|h{1,9}|s{1,9}|a{3,4}|e{1,9})|(?P<tenths>\.0{1,9})|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_PARTS = frozenset("ymdhsae")


@lru_cache(maxsize=512)
def is_day_format(code: str) -> bool:
    """Whether a part of a number format shows a day or a time."""
    return any(
        found["part"] or found["elapsed"] or found["half"]
        for found in _TOKEN.finditer(code)
        if not found["power"]
    ) and not any(found["general"] for found in _TOKEN.finditer(code))


def shown_day(value: float, code: str, *, from_1904: bool = False) -> str:
    """Give a day or time as a cell of this format shows it, the year always in four digits; empty text for none."""
    moment = day_of(value, from_1904=from_1904)
    if moment is None:
        return ""
    found = list(_TOKEN.finditer(code))
    halves, numerals = any(one["half"] for one in found), "dbnum1" in code.lower()
    said = []
    for at, one in enumerate(found):
        if one["quoted"] is not None or one["escaped"] is not None:
            said.append(one["quoted"] or one["escaped"] or "")
        elif one["elapsed"]:
            said.append(_elapsed(value, one["elapsed"].lower()))
        elif one["half"]:
            said.append("上午" if moment.hour < 12 else "下午")  # noqa: PLR2004 - noon
        elif one["part"]:
            said.append(
                _part(
                    moment,
                    one["part"].lower(),
                    minutes=_is_minute(found, at),
                    halves=halves,
                    numerals=numerals,
                )
            )
        elif one["other"] and one["other"] not in "@;":
            said.append(one["other"])
    return " ".join("".join(said).split())


def day_of(value: float, *, from_1904: bool = False) -> datetime | None:
    """Give the moment a number of days stands for, to the nearest second; None for one outside the calendar."""
    if not 0 <= value <= _LAST_DAY:
        return None
    first = _FIRST_1904 if from_1904 else _FIRST_1900
    if not from_1904 and value < _FALSE_LEAP_DAY:
        value += 1
    return first + timedelta(seconds=round(value * 86_400))


def _is_minute(found: list["re.Match[str]"], at: int) -> bool:
    """Whether an m stands for minutes: the part before it is hours, or the next one seconds."""
    before = next(
        (one["part"] or one["elapsed"] for one in reversed(found[:at]) if one["part"] or one["elapsed"]), ""
    )
    after = next(
        (one["part"] or one["elapsed"] for one in found[at + 1 :] if one["part"] or one["elapsed"]), ""
    )
    return before.lower().startswith("h") or after.lower().startswith("s")


def _part(moment: datetime, part: str, *, minutes: bool, halves: bool, numerals: bool) -> str:
    kind, long = part[0], len(part)
    if kind in "ye":
        return str(moment.year).translate(_DIGITS) if numerals else str(moment.year)
    if kind == "a":
        return ("星期" if long > 3 else "") + _WEEKDAYS[moment.weekday()]  # noqa: PLR2004 - aaaa
    if kind == "m" and not minutes and long > 2:  # noqa: PLR2004 - mmm is a word
        return _MONTHS[moment.month - 1]
    if kind == "d" and long > 2:  # noqa: PLR2004 - ddd is a weekday
        return f"星期{_WEEKDAYS[moment.weekday()]}"
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    number = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": hour,
        "s": moment.second,
    }[kind]
    return chinese(number) if numerals else str(number).rjust(min(long, 2), "0")


def _elapsed(value: float, part: str) -> str:
    seconds = round(value * 86_400)
    count = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}[part[0]]
    return str(count).rjust(len(part), "0")
