"""Keeps the counts of complaints in the step that changes them, and reads them again, however many complaints there are.

Whatever a complaint counts as adds the same to every count it is in; what it counted as before is taken off again. So the
kept counts are those that counting all complaints would give, at every moment, and a test counts them so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

from sqlalchemy import BindParameter, ColumnElement, delete, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.database import Database
from handlers.complaints.measures.figure import CountedAs
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.measures.tally_records import ComplaintTallyRecord

Line = ComplaintTallyRecord
KEPT_DIMENSIONS = ("kind", "area", "matter")
"""Under which lines are kept; a unit's and a month's counts are the sums of those under any one of them."""
STAGE_NAMES = ("accept", "dispatch", "handle", "review")
KEPT = (
    *("registered", "excluded", "running", "ended", "late", "solved", "unsolved"),
    *("answered", "redirected", "rated", "satisfied", "repeated"),
    *(f"{what}_{stage}" for stage in STAGE_NAMES for what in ("hours", "cases")),
)
KEYS_AT_ONCE = 100
Key = tuple[str, str, str, str]
"""Month, unit, dimension, value."""
KEY = (Line.month, Line.unit, Line.dimension, Line.value)


@dataclass(frozen=True, slots=True)
class CaseShare:
    """What one complaint adds: under which keys, and how much to each count."""

    keys: tuple[Key, ...]
    counts: Counter[str]

    @classmethod
    def of(cls, fact: ComplaintFactRecord) -> Self:
        """Give what a complaint adds as it is counted."""
        keys = tuple((fact.month, fact.unit, name, getattr(fact, name)) for name in KEPT_DIMENSIONS)
        return cls(keys, Counter(dict(_counts(fact))))


def _counts(fact: ComplaintFactRecord) -> Iterator[tuple[str, int]]:
    yield "registered", 1
    for stage in STAGE_NAMES:
        hours = getattr(fact, f"hours_{stage}")
        if hours is not None:
            yield f"hours_{stage}", hours
            yield f"cases_{stage}", 1
    if fact.excluded:
        yield "excluded", 1
        return
    yield "repeated", int(fact.repeated)
    yield fact.figure, 1
    if fact.figure != CountedAs.RUNNING:
        yield "ended", 1
        yield "late", int(fact.late)
        yield "rated", int(fact.rated)
        yield "satisfied", int(fact.rated and fact.satisfied)


def keep_change(tx: AsyncSession, before: CaseShare | None, after: CaseShare) -> None:
    """Keep what changed in what a complaint adds; nothing where nothing did."""
    if before == after:
        return
    if before is not None and before.keys == after.keys:
        changed = Counter(after.counts)
        changed.subtract(before.counts)
        tx.add_all(_line(key, changed) for key in after.keys)
        return
    if before is not None:
        taken = Counter[str]()
        taken.subtract(before.counts)
        tx.add_all(_line(key, taken) for key in before.keys)
    tx.add_all(_line(key, after.counts) for key in after.keys)


def _line(key: Key, counts: Counter[str], *, fresh: bool = True) -> ComplaintTallyRecord:
    month, unit, dimension, value = key
    return ComplaintTallyRecord(
        month=month,
        unit=unit,
        dimension=dimension,
        value=value,
        fresh=fresh,
        **{name: counts[name] for name in KEPT},
    )


@dataclass(frozen=True, slots=True)
class KeptCounts:
    """Counts of a period, each under its key."""

    lines: tuple[tuple[Key, Counter[str]], ...]

    def by(self, dimension: str) -> dict[str, Counter[str]]:
        """Give the counts by `unit`, `month` or a dimension that is kept; what nothing is left of is not there."""
        found: dict[str, Counter[str]] = {}
        under = dimension if dimension in KEPT_DIMENSIONS else KEPT_DIMENSIONS[0]
        for (month, unit, kept, value), counts in self.lines:
            if kept == under:
                name = {"month": month, "unit": unit}.get(dimension, value)
                found.setdefault(name, Counter()).update(counts)
        return {name: counts for name, counts in found.items() if counts["registered"]}

    def without(self, facts: Iterable[ComplaintFactRecord]) -> "KeptCounts":
        """Give the counts without some complaints."""
        return KeptCounts((*self.lines, *chain.from_iterable(map(_taken_off, map(CaseShare.of, facts)))))


def _taken_off(share: CaseShare) -> Iterator[tuple[Key, Counter[str]]]:
    for key in share.keys:
        yield key, Counter({name: -count for name, count in share.counts.items()})


async def kept_counts(tx: AsyncSession, *conditions: ColumnElement[bool]) -> KeptCounts:
    """Give the counts of the lines that fulfil some conditions by unit and value, all months together.

    It is one look, so that no line is seen twice while it is folded.
    """
    return await _summed(tx, conditions, (literal(""), Line.unit, Line.dimension, Line.value))


async def monthly_counts(tx: AsyncSession, *conditions: ColumnElement[bool]) -> KeptCounts:
    """Give the counts of the lines that fulfil some conditions by month alone."""
    wanted = (*conditions, Line.dimension == KEPT_DIMENSIONS[0])
    return await _summed(tx, wanted, (Line.month, literal(""), Line.dimension, literal("")))


async def _summed(
    tx: AsyncSession,
    conditions: Sequence[ColumnElement[bool]],
    key: tuple[ColumnElement[str] | InstrumentedAttribute[str], ...],
) -> KeptCounts:
    sums = [func.sum(getattr(Line, name)) for name in KEPT]
    grouped = [column for column in key if not isinstance(column, BindParameter)]
    rows = await tx.execute(select(*key, *sums).where(*conditions).group_by(*grouped))
    return KeptCounts(tuple((_key(row), _counter(row)) for row in rows.all()))


def _key(row: Sequence[Any]) -> Key:
    return str(row[0]), str(row[1]), str(row[2]), str(row[3])


def _counter(row: Sequence[Any]) -> Counter[str]:
    return Counter(dict(zip(KEPT, map(int, row[4:]), strict=True)))


def folded(lines: Iterable[tuple[Key, Counter[str]]]) -> list[ComplaintTallyRecord]:
    """Give one line for each key, with the sum of all that speak of it; none where nothing is left."""
    sums: dict[Key, Counter[str]] = {}
    for key, counts in lines:
        sums.setdefault(key, Counter()).update(counts)
    return [_line(key, found, fresh=False) for key, found in sums.items() if any(found.values())]


class TallyFolding:
    """Makes one line of those that speak of the same; whoever reads meanwhile reads the same counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def step(self) -> int:
        """Fold the lines of some keys that have fresh ones; give how many lines there were."""
        async with self._database.transaction() as tx:
            waiting = select(*KEY).where(Line.fresh).order_by(Line.id).limit(KEYS_AT_ONCE)
            keys = {_key(row) for row in (await tx.execute(waiting)).all()}
            return await self._fold(tx, keys) if keys else 0

    @staticmethod
    async def _fold(tx: AsyncSession, keys: Collection[Key]) -> int:
        """Take the lines away and put their sums in their place: of two who fold at once each line is taken by one."""
        gone = delete(Line).where(tuple_(*KEY).in_(sorted(keys)))
        returned = gone.returning(*KEY, *(getattr(Line, name) for name in KEPT))
        rows = (await tx.execute(returned.execution_options(synchronize_session=False))).all()
        tx.add_all(folded((_key(row), _counter(row)) for row in rows))
        return len(rows)
