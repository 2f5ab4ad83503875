"""The queries over figures; nothing here commits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    String,
    cast,
    delete,
    extract,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from handlers.statistics.measure import Measure
from handlers.statistics.records import BRANCH_LETTERS, FigureDayRecord

Line = FigureDayRecord
Key = tuple[str, str]
"""Figure and branch."""
DayKey = tuple[date, str, str]
"""Day, figure and branch."""
ROWS = 50


async def counted(tx: AsyncSession, measure: Measure, first: date, last: date) -> dict[DayKey, int]:
    """Count the rows of a figure on each day of a span, by branch."""
    day = measure.at if measure.by_day else _civil_day(tx, measure)
    branch = [measure.by] if measure.by is not None else []
    amount = func.count() if measure.weight is None else func.sum(measure.weight)
    rows = await tx.execute(
        select(day, *branch, amount).where(measure.within(first, last)).group_by(day, *branch)
    )
    found = Counter[DayKey]()
    for on, *value, count in rows:
        found[_day(on), measure.key, branch_of(value[0]) if value else ""] += int(count)
    return dict(found)


def _civil_day(tx: AsyncSession, measure: Measure) -> ColumnElement[Any]:
    """Give the civil day of an instant in China, in the words of the engine; China has kept one time the whole year since 1992."""
    if tx.get_bind().dialect.name == "sqlite":
        return func.date(measure.at, "+8 hours", type_=String())
    return cast(func.timezone("Asia/Shanghai", measure.at, type_=DateTime()), Date)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def branch_of(value: object) -> str:
    """Give the name of a branch as it is kept."""
    return str(getattr(value, "value", value) or "")[:BRANCH_LETTERS]


async def kept(tx: AsyncSession, measures: Sequence[Measure], first: date, last: date) -> dict[DayKey, int]:
    """Give what is kept of some figures on the days of a span."""
    wanted = (Line.day.between(first, last), Line.measure.in_([one.key for one in measures]))
    rows = await tx.execute(select(Line.day, Line.measure, Line.branch, Line.count).where(*wanted))
    return {(day, measure, branch): count for day, measure, branch, count in rows}


async def earliest(tx: AsyncSession, measures: Sequence[Measure]) -> date | None:
    """Give the first day on which anything counts, or counted."""
    days: list[date] = []
    for measure in measures:
        found = await tx.scalar(select(func.min(measure.at)).where(*measure.where))
        if found is not None:
            days.append(found if measure.by_day else local_date(found))
    counted_on = await tx.scalar(select(func.min(Line.day)))
    return min([*days, *([counted_on] if counted_on else [])], default=None)


async def write(tx: AsyncSession, counts: Mapping[DayKey, int], gone: Sequence[DayKey]) -> None:
    """Keep counts, and strike off what nothing is left of."""
    for day, measure, branch in gone:
        struck = delete(Line).where(Line.day == day, Line.measure == measure, Line.branch == branch)
        await tx.execute(struck.execution_options(synchronize_session=False))
    for (day, measure, branch), count in counts.items():
        await tx.merge(Line(day=day, measure=measure, branch=branch, count=count))


async def sums(tx: AsyncSession, first: date, last: date) -> dict[Key, int]:
    """Give every figure of a period by branch."""
    rows = await tx.execute(
        select(Line.measure, Line.branch, func.sum(Line.count))
        .where(Line.day.between(first, last))
        .group_by(Line.measure, Line.branch)
    )
    return {(measure, branch): int(total) for measure, branch, total in rows}


async def standing(tx: AsyncSession, measures: Sequence[Measure]) -> dict[Key, int]:
    """Count what there is now of some figures."""
    found = {}
    for measure in measures:
        count = await tx.scalar(select(func.count(measure.number)).where(*measure.where))
        if count:
            found[measure.key, ""] = int(count)
    return found


async def by_year(tx: AsyncSession, measures: Sequence[str]) -> dict[int, dict[Key, int]]:
    """Give some figures of every year."""
    year = extract("year", Line.day)
    rows = await tx.execute(
        select(year, Line.measure, Line.branch, func.sum(Line.count))
        .where(Line.measure.in_(measures))
        .group_by(year, Line.measure, Line.branch)
    )
    found: dict[int, dict[Key, int]] = {}
    for one, measure, branch, total in rows:
        found.setdefault(int(one), {})[measure, branch] = int(total)
    return found


async def by_month(tx: AsyncSession, measure: str, first: date, last: date) -> dict[tuple[int, int], int]:
    """Give a figure by year and month."""
    year, month = extract("year", Line.day), extract("month", Line.day)
    rows = await tx.execute(
        select(year, month, func.sum(Line.count))
        .where(Line.measure == measure, Line.day.between(first, last))
        .group_by(year, month)
    )
    return {(int(one), int(other)): int(total) for one, other, total in rows}


def rows(
    measure: Measure, first: date, last: date, *, branch: str | None, page: int
) -> Select[tuple[object, ...]]:
    """Give the query of the rows behind a figure, the newest first; one more than a page shows."""
    title = literal("") if measure.title is None else measure.title
    times = literal(1) if measure.weight is None else measure.weight
    chosen = select(measure.number, measure.at, title, times).where(measure.within(first, last))
    if branch is not None and measure.by is not None:
        chosen = chosen.where(measure.by == branch)
    ordered = chosen.order_by(measure.at.desc(), measure.number.desc())
    return ordered.limit(ROWS + 1).offset((page - 1) * ROWS)
