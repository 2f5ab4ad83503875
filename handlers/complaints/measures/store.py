"""The counts of complaints from what is kept of them, and the cases behind every count from the cases themselves."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.measures.figure import CountedAs
from handlers.complaints.measures.rates import COUNTS, Tally
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.measures.tallies import STAGE_NAMES, KeptCounts, kept_counts, monthly_counts
from handlers.complaints.measures.tally_records import ComplaintTallyRecord
from handlers.complaints.wall.records import ComplaintWallRecord
from handlers.complaints.wall.store import accuses, walled, walls_before

Fact, Line = ComplaintFactRecord, ComplaintTallyRecord
DIMENSIONS: Mapping[str, InstrumentedAttribute[str]] = {
    "unit": Fact.unit,
    "kind": Fact.kind,
    "area": Fact.area,
    "matter": Fact.matter,
    "month": Fact.month,
}
STAGES = STAGE_NAMES


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
    if await walls_before(tx, clerk):
        conditions.append(~walled(Fact.number, clerk))
    return tuple(conditions)


@dataclass(frozen=True, slots=True)
class PeriodTallies:
    """The counts of a period that somebody may see, by any dimension."""

    counts: KeptCounts
    monthly: KeptCounts
    overdue: Sequence[tuple[Mapping[str, str], int]]

    def by(self, dimension: str) -> dict[str, Tally]:
        """Give the counts by a dimension of `DIMENSIONS`."""
        overdue: Counter[str] = Counter()
        for values, count in self.overdue:
            overdue[values[dimension]] += count
        counts = self.monthly if dimension == "month" else self.counts
        return {value: _tally(found, overdue[value]) for value, found in counts.by(dimension).items()}

    @property
    def total(self) -> Tally:
        """Give all together."""
        return sum(self.by("kind").values(), Tally())

    @property
    def stages(self) -> dict[str, dict[str, float | None]]:
        """Give the mean hours of each stage by unit; None where no case has come so far."""
        return {
            unit: {stage: _mean(found[f"hours_{stage}"], found[f"cases_{stage}"]) for stage in STAGES}
            for unit, found in self.counts.by("unit").items()
        }


def _tally(found: Counter[str], overdue: int) -> Tally:
    return Tally(**{name: overdue if name == "overdue" else found[name] for name in COUNTS})


def _mean(hours: int, cases: int) -> float | None:
    return hours / cases if cases else None


async def tallies(
    tx: AsyncSession, period: CountedMonths, clerk: ComplaintClerk, *, today: date
) -> PeriodTallies:
    """Give the counts of a period: what is kept, less what is about the reader, and what is overdue today."""
    kept = [Line.month >= period.first, Line.month <= period.last]
    if not clerk.at_office:
        kept.append(Line.unit == clerk.unit)
    counts, monthly = await kept_counts(tx, *kept), await monthly_counts(tx, *kept)
    if await walls_before(tx, clerk):
        hidden = await _hidden(tx, period, clerk)
        counts, monthly = counts.without(hidden), monthly.without(hidden)
    return PeriodTallies(counts, monthly, await _overdue(tx, await reach(tx, period, clerk), today))


async def _hidden(
    tx: AsyncSession, period: CountedMonths, clerk: ComplaintClerk
) -> Sequence[ComplaintFactRecord]:
    """Give the cases of a period that the reader is not told of."""
    about = select(ComplaintWallRecord.number).where(accuses(clerk))
    wanted = [Fact.number.in_(about), Fact.month >= period.first, Fact.month <= period.last]
    if not clerk.at_office:
        wanted.append(Fact.unit == clerk.unit)
    return (await tx.scalars(select(Fact).where(*wanted))).all()


async def _overdue(
    tx: AsyncSession, conditions: Sequence[ColumnElement[bool]], today: date
) -> Sequence[tuple[Mapping[str, str], int]]:
    """Give how many cases go on after their day, by all dimensions together: of these there are few."""
    columns = list(DIMENSIONS.values())
    wanted = select(*columns, func.count()).where(*conditions, measure("overdue", today))
    rows = await tx.execute(wanted.group_by(*columns))
    return [(dict(zip(DIMENSIONS, map(str, row), strict=False)), int(row[-1])) for row in rows.all()]


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
    wanted: list[ColumnElement[bool]] = [Fact.figure == CountedAs.RUNNING.value]
    if await walls_before(tx, clerk):
        wanted.append(~walled(Fact.number, clerk))
    if not clerk.at_office:
        wanted.append(Fact.unit == clerk.unit)
    rows = await tx.scalars(select(Fact).where(*wanted).order_by(Fact.number).limit(limit))
    return rows.all()
