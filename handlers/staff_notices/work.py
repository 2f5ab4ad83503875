"""What waits at the desk, how pressing it is, and what of it is news to somebody. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from handlers.workdays import WorkingCalendar

SOON_WORKDAYS = 1


class WorkKind(StrEnum):
    """What staff are told of."""

    TICKET = "ticket"
    COMPLAINT = "complaint"
    DISCLOSURE = "disclosure"
    GAP = "gap"


class Pressing(IntEnum):
    """How pressing something is: it waits, is due within a working day, or should have been done."""

    NEW = 0
    SOON = 1
    LATE = 2


@dataclass(frozen=True, slots=True)
class DeskWork:
    """One thing that waits: its number and its last day. Nothing else of it ever leaves the desk."""

    kind: WorkKind
    number: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class PressingWork:
    """Something that waits, and how pressing it is today."""

    work: DeskWork
    pressing: Pressing


@dataclass(frozen=True, slots=True)
class WorkNews:
    """What of a list is to be told, what is to be remembered without a word, and what left the list."""

    told: tuple[PressingWork, ...]
    eased: tuple[PressingWork, ...]
    gone: tuple[str, ...]


def pressing_of(due_on: date | None, *, today: date, calendar: WorkingCalendar) -> Pressing:
    """Give how pressing something is; where the calendar is not known the next day counts as the next working day."""
    if due_on is None:
        return Pressing.NEW
    if due_on < today:
        return Pressing.LATE
    soon = calendar.nth_workday_after(today, SOON_WORKDAYS) or today + timedelta(days=SOON_WORKDAYS)
    return Pressing.SOON if due_on <= soon else Pressing.NEW


def news_of(waiting: Iterable[PressingWork], told: Mapping[str, Pressing]) -> WorkNews:
    """Compare what waits with what was told: new numbers are news, and those that became more pressing.

    What left the list is forgotten, so that it is news again when it comes back.
    """
    waits = {one.work.number: one for one in waiting}
    news = [one for number, one in waits.items() if number not in told or one.pressing > told[number]]
    eased = [one for number, one in waits.items() if number in told and one.pressing < told[number]]
    return WorkNews(tuple(_pressing_first(news)), tuple(eased), tuple(sorted(set(told) - set(waits))))


def _pressing_first(news: Sequence[PressingWork]) -> list[PressingWork]:
    return sorted(news, key=lambda one: (-one.pressing, one.work.due_on or date.max, one.work.number))
