"""The counts of complaints, each as one pass over one index of a period; and the cases behind every count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, case, func, select, true
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.measures.figure import CountedAs
from handlers.complaints.measures.rates import COUNTS, Tally
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.wall.records import ComplaintWallRecord
from handlers.complaints.wall.store import walled

Fact = ComplaintFactRecord
DIMENSIONS: Mapping[str, InstrumentedAttribute[str]] = {
    "unit": Fact.unit,
    "kind": Fact.kind,
    "area": Fact.area,
    "matter": Fact.matter,
    "month": Fact.month,
}
STAGES: Mapping[str, InstrumentedAttribute[int | None]] = {
    "accept": Fact.hours_accept,
    "dispatch": Fact.hours_dispatch,
    "handle": Fact.hours_handle,
    "review": Fact.hours_review,
}


def _counted(*conditions: ColumnElement[bool] | InstrumentedAttribute[bool]) -> ColumnElement[bool]:
    return and_(Fact.excluded == "", *conditions)


def measure(name: str, today: date) -> ColumnElement[bool]:
    """Give the condition of being in a count of `Tally`."""
    running = Fact.figure == CountedAs.RUNNING.value
    conditions: Mapping[str, Callable[[], ColumnElement[bool]]] = {
        "registered": true,
        "excluded": lambda: Fact.excluded != "",
        "running": lambda: _counted(running),
        "overdue": lambda: _counted(running, Fact.due_on < today),
        "ended": lambda: _counted(~running),
        "late": lambda: _counted(~running, Fact.late),
        "solved": lambda: _counted(Fact.figure == CountedAs.SOLVED.value),
        "unsolved": lambda: _counted(Fact.figure == CountedAs.UNSOLVED.value),
        "answered": lambda: _counted(Fact.figure == CountedAs.ANSWERED.value),
        "redirected": lambda: _counted(Fact.figure == CountedAs.REDIRECTED.value),
        "rated": lambda: _counted(~running, Fact.rated),
        "satisfied": lambda: _counted(~running, Fact.rated, Fact.satisfied),
        "repeated": lambda: _counted(Fact.repeated),
    }
    return conditions[name]()


@dataclass(frozen=True, slots=True)
class CountedMonths:
    """The months of registration that are counted, such as 2026-09 to 2026-11, both included."""

    first: str
    last: str

    def year_before(self) -> "CountedMonths":
        """Give the same months a year earlier (同比)."""
        return CountedMonths(*(f"{int(month[:4]) - 1:04d}{month[4:]}" for month in (self.first, self.last)))


async def reach(
    tx: AsyncSession, period: CountedMonths, clerk: ComplaintClerk
) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of what somebody counts: the period, the own unit, nothing that is about the reader."""
    conditions: list[ColumnElement[bool]] = [Fact.month >= period.first, Fact.month <= period.last]
    if not clerk.at_office:
        conditions.append(Fact.unit == clerk.unit)
    # Few have any wall before them; whoever has none is spared a look for each case.
    own = select(ComplaintWallRecord.id).where(walled(ComplaintWallRecord.number, clerk)).limit(1)
    if await tx.scalar(own) is not None:
        conditions.append(~walled(Fact.number, clerk))
    return tuple(conditions)


async def tallies(
    tx: AsyncSession, conditions: Sequence[ColumnElement[bool]], dimension: str, *, today: date
) -> dict[str, Tally]:
    """Give the counts by a dimension."""
    column = DIMENSIONS[dimension]
    sums = [
        func.sum(case((measure(name, today), 1), else_=0)) if name != "registered" else func.count()
        for name in COUNTS
    ]
    rows = await tx.execute(select(column, *sums).where(*conditions).group_by(column))
    return {str(row[0]): Tally(*(int(value or 0) for value in row[1:])) for row in rows.all()}


async def stage_hours(
    tx: AsyncSession, conditions: Sequence[ColumnElement[bool]]
) -> dict[str, dict[str, float | None]]:
    """Give the mean hours of each stage by unit; None where no case has come so far."""
    means = [func.avg(sql_cast(column, Integer)) for column in STAGES.values()]
    rows = await tx.execute(select(Fact.unit, *means).where(*conditions).group_by(Fact.unit))
    return {
        str(row[0]): {
            name: None if mean is None else float(mean) for name, mean in zip(STAGES, row[1:], strict=True)
        }
        for row in rows.all()
    }


async def behind(
    tx: AsyncSession,
    conditions: Sequence[ColumnElement[bool]],
    *,
    offset: int,
    limit: int,
) -> Sequence[ComplaintFactRecord]:
    """Give the cases behind a count, newest first."""
    rows = await tx.scalars(
        select(Fact).where(*conditions).order_by(Fact.number.desc()).offset(offset).limit(limit)
    )
    return rows.all()


async def oldest_running(
    tx: AsyncSession, clerk: ComplaintClerk, *, limit: int
) -> Sequence[ComplaintFactRecord]:
    """Give the cases that go on, those first that were registered first."""
    wanted = [Fact.figure == CountedAs.RUNNING.value, ~walled(Fact.number, clerk)]
    if not clerk.at_office:
        wanted.append(Fact.unit == clerk.unit)
    rows = await tx.scalars(select(Fact).where(*wanted).order_by(Fact.number).limit(limit))
    return rows.all()
