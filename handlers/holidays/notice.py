"""A notice as it is typed at the desk: what has to be right about it, and the year it makes, month by month."""

import re
from calendar import Calendar as MonthGrid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.errors import InputError
from handlers.workdays import FRIDAY, Notice, fault_of

DOCUMENT_NUMBER = re.compile(r"([㐀-鿿]{2,16})〔([0-9]{4})〕([0-9]{1,4})号")
DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BRACKETS = str.maketrans("[]［］【】()（）﹝﹞", "〔〕〔〕〔〕〔〕〔〕〔〕")
LONGEST_TITLE_LETTERS = 120
LONGEST_NAME_LETTERS = 12
LONGEST_HOLIDAY_DAYS = 12
SURE_DAYS = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""Days off in every year by 全国年节及纪念日放假办法 art. 2; a notice without one is only half typed."""
FEWEST_DAYS_OFF = 11
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a notice: its name, first and last day off."""

    name: str
    first: date
    last: date

    def days(self) -> list[date]:
        """Give every day of it."""
        return [self.first + DAY * step for step in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class TypedNotice:
    """A notice that may be kept."""

    year: int
    document_number: str
    title: str
    holidays: tuple[Holiday, ...]
    makeup_days: tuple[date, ...]

    def notice(self) -> Notice:
        """Give it as the calendar takes it."""
        days = frozenset(day for one in self.holidays for day in one.days())
        return Notice(f"{self.title}（{self.document_number}）", self.year, days, frozenset(self.makeup_days))


def checked(
    year: str,
    *,
    document_number: str,
    title: str,
    holidays: Sequence[tuple[str, str, str]],
    makeup_days: Sequence[str],
) -> TypedNotice:
    """Give the notice that somebody typed; empty rows are passed over.

    Raises `InputError` naming what is missing or cannot be right, and the day it is about.
    """
    known = _year(year)
    found = TypedNotice(
        year=known,
        document_number=_number(document_number, known),
        title=_title(title),
        holidays=tuple(_holiday(*row) for row in holidays if any(word.strip() for word in row)),
        makeup_days=tuple(sorted({_day(word) for word in makeup_days if word.strip()})),
    )
    _require_sound(found)
    return found


def _require_sound(typed: TypedNotice) -> None:
    days = sorted(day for one in typed.holidays for day in one.days())
    if twice := [day for day, following in pairwise(days) if day == following]:
        raise InputError("holidays.refused.twice", on=_written(twice[0]))
    notice = typed.notice()
    if fault := fault_of(notice):
        raise InputError(
            f"holidays.refused.{fault.name}", on=_written(fault.on) if fault.on else "", year=typed.year
        )
    if missing := [
        date(typed.year, *day) for day in SURE_DAYS if date(typed.year, *day) not in notice.days_off
    ]:
        raise InputError("holidays.refused.incomplete", on=_written(missing[0]))
    if len(notice.days_off) < FEWEST_DAYS_OFF:
        raise InputError("holidays.refused.few", count=len(notice.days_off))


def _year(word: str) -> int:
    if not re.fullmatch(r"20[0-9]{2}", word.strip()):
        raise InputError("holidays.refused.year")
    return int(word)


def _number(word: str, year: int) -> str:
    found = DOCUMENT_NUMBER.fullmatch(re.sub(r"\s", "", word).translate(BRACKETS))
    if not found:
        raise InputError("holidays.refused.number")
    if int(found[2]) not in {year - 1, year}:
        raise InputError("holidays.refused.number_year", year=year)
    return found[0]


def _title(word: str) -> str:
    said = " ".join(word.split())
    if not said or len(said) > LONGEST_TITLE_LETTERS:
        raise InputError("holidays.refused.title")
    return said


def _holiday(name: str, first: str, last: str) -> Holiday:
    said = name.strip()[:LONGEST_NAME_LETTERS]
    if not said or not first.strip():
        raise InputError("holidays.refused.row", name=said or first.strip()[:LONGEST_NAME_LETTERS])
    begins, ends = _day(first), _day(last if last.strip() else first)
    if ends < begins:
        raise InputError("holidays.refused.backwards", name=said)
    if (ends - begins).days >= LONGEST_HOLIDAY_DAYS:
        raise InputError("holidays.refused.long", name=said)
    return Holiday(said, begins, ends)


def _day(word: str) -> date:
    written = word.strip() if DAY_FORM.fullmatch(word.strip()) else ""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InputError("holidays.refused.day", word=word.strip()[:LONGEST_NAME_LETTERS]) from None


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """One day of the preview; `kind` is `work`, `weekend`, `off`, `makeup`, or `other` for another month's."""

    on: date
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PreviewMonth:
    """One month as a wall calendar shows it, in weeks from Monday; `workdays` counts its working days."""

    year: int
    month: int
    weeks: tuple[tuple[PreviewDay, ...], ...]
    workdays: int


def preview(typed: TypedNotice) -> tuple[PreviewMonth, ...]:
    """Give the months of the year, and December before it where the notice touches that."""
    touched = {(day.year, day.month) for day in _all_days(typed)} | {
        (typed.year, month) for month in range(1, 13)
    }
    return tuple(_month(typed, year, month) for year, month in sorted(touched))


def _all_days(typed: TypedNotice) -> Iterable[date]:
    return [*typed.makeup_days, *(day for one in typed.holidays for day in one.days())]


def _month(typed: TypedNotice, year: int, month: int) -> PreviewMonth:
    names = {day: one.name for one in typed.holidays for day in one.days()}
    makeup = set(typed.makeup_days)

    def kind(day: date) -> str:
        if day.month != month:
            return "other"
        if day in makeup:
            return "makeup"
        if day in names:
            return "off"
        return "work" if day.weekday() <= FRIDAY else "weekend"

    weeks = tuple(
        tuple(PreviewDay(day, kind(day), names.get(day, "") if day.month == month else "") for day in week)
        for week in MonthGrid().monthdatescalendar(year, month)
    )
    worked = sum(day.kind in {"work", "makeup"} for week in weeks for day in week)
    return PreviewMonth(year, month, weeks, worked)
