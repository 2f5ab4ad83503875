"""Finds days in Chinese official texts, in figures and in characters."""

import re
from datetime import date

_YEAR = r"(?P<year>\d{4}|[二一][〇○零Ｏ一二三四五六七八九]{3})"
_MONTH = r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})"
_DAY = r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})"
WRITTEN = rf"{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*日"
DAY = re.compile(WRITTEN)
_FIGURES = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})")
_DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_FIRST, _LAST = 1949, 2100


def find_day(text: str) -> date | None:
    """Give the first day named in a text, written in figures or characters; None for none or an impossible one."""
    found = DAY.search(text) or _FIGURES.search(text)
    return day_of(found) if found else None


def day_of(found: "re.Match[str]") -> date | None:
    """Give the day of a match that has the groups year, month and day."""
    year = int(found["year"].translate(_DIGITS))
    month, day = number_of(found["month"]), number_of(found["day"])
    try:
        return date(year, month, day) if _FIRST <= year <= _LAST else None
    except ValueError:
        return None


def number_of(written: str) -> int:
    """Give a number up to 99 written in figures or in characters such as 十二 and 二十一."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return int(written.translate(_DIGITS)) if len(written) == 1 else 0
    first = int(tens.translate(_DIGITS)) if tens else 1
    return 10 * first + (int(ones.translate(_DIGITS)) if ones else 0)
