"""Case numbers, and what every service can say about a case: the one list that "我的" shows."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Date, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.clock import local_date
from bot.database import Base

DISCLOSURE = "GK"
TICKET = "RG"
COMPLAINT = "SQ"
APPOINTMENT = "YY"
ACTIVITY = "HD"
OPINION = "YJ"
PUBLIC_DRAFT = "ZQ"
QUESTIONNAIRE = "WJ"
MATTER = "SX"
DIGITS = str.maketrans("〇零○洞一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖", "000011122233445566778899")
# Citizens type separators and hear numbers read out digit by digit, so all of these stand for one number.
SEPARATORS = re.compile(r"[\s\-‐-―_·.,，。、:：/#()（）〔〕\[\]年月日]+")
NUMBER = re.compile(r"([A-Z]{2})(20\d{6})(\d{3,6})(?!\d)")
BARE_NUMBER = re.compile(r"(?<![A-Z\d])(20\d{6}\d{4})(?!\d)")
TAIL = re.compile(r"(?<!\d)(\d{4})(?!\d)")


class CounterRecord(Base):
    """The last number given out under a prefix on a civil day of China."""

    __tablename__ = "case_counters"

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int]


async def next_number(tx: AsyncSession, prefix: str, *, now: datetime) -> str:
    """Give the next number of the day, such as GK202611210001, in the caller's transaction.

    The counter's row stays locked until that transaction ends: no two cases share a number, and an undone
    transaction leaves no gap.
    """
    day = local_date(now)
    return f"{prefix}{day:%Y%m%d}{await _last(tx, prefix, day, 1):04d}"


async def next_numbers(tx: AsyncSession, prefix: str, count: int, *, now: datetime) -> list[str]:
    """Give as many numbers of the day at once, in their order; as `next_number` gives one."""
    if not count:
        return []
    day = local_date(now)
    last = await _last(tx, prefix, day, count)
    return [f"{prefix}{day:%Y%m%d}{one:04d}" for one in range(last - count + 1, last + 1)]


async def _last(tx: AsyncSession, prefix: str, day: date, count: int) -> int:
    counted = (
        insert_into(tx, CounterRecord)
        .values(prefix=prefix, day=day, last=count)
        .on_conflict_do_update(index_elements=["prefix", "day"], set_={"last": CounterRecord.last + count})
        .returning(CounterRecord.last)
    )
    return int(await tx.scalar(counted) or count)


def insert_into(tx: AsyncSession, record: type[Base]) -> Any:
    """Give the engine's own insert, which knows conflicts; each is loaded only where it is used, for a quick start."""
    if tx.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert(record)


def find_number(text: str) -> str | None:
    """Give the case number that stands in a text in any spelling, such as gk 2026-1121-0001 or GK二〇二六…."""
    found = NUMBER.search(_closed_up(text))
    return "".join(found.groups()) if found else None


def find_tail(text: str) -> str | None:
    """Give what a citizen remembers of a number when its letters are missing: the digits, or the last four."""
    closed = _closed_up(text)
    found = BARE_NUMBER.search(closed) or TAIL.search(closed)
    return found[1] if found else None


def _closed_up(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper().translate(DIGITS)
    return SEPARATORS.sub("", folded)


def written(day: date | None) -> str:
    """Give a day as letters write it, such as 2026年11月21日; empty for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


# Gives the address of a case's progress page, for whoever may see it.
CaseAddress = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What may be said of a case: where it stands, whose turn it is, until when.

    `stage`, `turn` and `until` are words for the citizen; `title` is empty where the asker is not known to be the
    applicant (disclosure-rules §14: a number alone shows stage and date only). `next_steps` are keys of steps that
    the citizen may take, such as `confirm`. `unit` handles it, `group` heads it in a list of many, empty for what was
    filed here; `steps` are those of a matter that passes through several hands.
    """

    number: str
    kind: str
    stage: str
    turn: str
    until: str
    title: str = ""
    opened_on: date | None = None
    next_steps: tuple[str, ...] = ()
    unit: str = ""
    group: str = ""
    steps: "tuple[CaseStep, ...]" = ()


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One step of a case that passes through several: where it stands in words, and the days it has; `current` while it is under way."""

    name: str
    state: str
    unit: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    due_on: date | None = None
    current: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """What the link of an appointment or a sign-up shows: its line, the stages in words, when and where, and nobody's name.

    `way`, `map_link` and `guide` are empty where there are none; `activity` is the number of the activity, 0 for none, and `at_home` says that the office comes.
    `open` says that its citizen is still expected.
    """

    case: CaseLine
    stages: tuple[tuple[str, datetime], ...]
    when: str
    place: str
    address: str
    way: str = ""
    phone: str = ""
    map_link: str = ""
    guide: str = ""
    open: bool = True
    at_home: bool = False
    activity: int = 0


class VisitSource(Protocol):
    """A service whose cases are visits somewhere at some hour."""

    async def sheet(self, number: str) -> VisitSheet:
        """Give what the link of a visit shows; raises `InputError` for an unknown number."""
        ...


class StatusSource(Protocol):
    """A service that has cases; `status/` asks each one and knows none of them."""

    prefix: str

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        """Give a citizen's own cases, newest first."""
        ...

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        """Give one case by its normal number, with details only for its own citizen; None when there is none."""
        ...
