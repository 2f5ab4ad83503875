"""Reads the figures of a period, and the rows behind each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.privacy import mask_text
from handlers.statistics import store
from handlers.statistics.measure import Measure
from handlers.statistics.outside import OutsideFigure, OutsideFigures
from handlers.statistics.rates import Share, shares
from handlers.statistics.store import ROWS, Key

LONGEST_DAYS = 366 * 20
TITLE_LETTERS = 80
PUBLISHED, VISITS, FED, ASKED_BY, CAME = "published", "visits", "fed", "asked_by", "came"
BY_YEAR = (PUBLISHED, FED, VISITS, ASKED_BY, CAME)
"""What is told year by year, each with its channels: what went out, and how citizens came."""


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """From one day to another, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Every figure of a period by branch, the shares made of them, what is published by month and by year, and what others bring."""

    period: FigureSpan
    counts: Mapping[Key, int]
    shares: Mapping[str, Share]
    published_by_month: Mapping[tuple[int, int], int]
    years: Mapping[int, Mapping[Key, int]]
    outside: Sequence[OutsideFigure]

    def total(self, measure: str) -> int:
        """Give a figure over all its branches."""
        return sum(count for (key, _), count in self.counts.items() if key == measure)

    def branches(self, measure: str) -> dict[str, int]:
        """Give a figure by branch, the greatest first."""
        own = {branch: count for (key, branch), count in self.counts.items() if key == measure and count}
        return dict(sorted(own.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One row behind a figure: its number, the day it counts on, what it is about, without personal numbers, and how often it counts."""

    number: str
    on: date
    title: str
    url: str
    times: int = 1


class StatisticsLedger:
    """Reads what the counting keeps; a view looks at as many lines as the period has days, however many rows there are."""

    def __init__(
        self, database: Database, measures: Sequence[Measure], *, outside: OutsideFigures, clock: Clock
    ) -> None:
        self._database = database
        self._measures = {one.key: one for one in measures}
        self._standing = [one for one in measures if one.standing]
        self._outside = outside
        self._clock = clock

    def period(self, first: str, last: str) -> FigureSpan:
        """Read a period; this year up to today where none is written. Raises `InputError` for what is none."""
        today = local_date(self._clock.now())
        if not first and not last:
            return FigureSpan(today.replace(month=1, day=1), today)
        try:
            found = FigureSpan(date.fromisoformat(first), date.fromisoformat(last))
        except ValueError:
            raise InputError("statistics.refused.period") from None
        if not 0 <= (found.last - found.first).days <= LONGEST_DAYS:
            raise InputError("statistics.refused.period")
        return found

    async def figures(self, period: FigureSpan) -> PeriodFigures:
        """Give the figures of a period."""
        async with self._database.reading() as tx:
            counts = await store.sums(tx, period.first, period.last)
            counts |= await store.standing(tx, self._standing)
            months = await store.by_month(tx, PUBLISHED, period.first, period.last)
            years = await store.by_year(tx, BY_YEAR)
        outside = await self._outside.within(period.first, period.last)
        return PeriodFigures(period, counts, shares(counts), months, years, outside)

    def is_opened(self, key: str) -> bool:
        """Whether there are rows behind a figure to be read here."""
        return key in self._measures

    async def behind(
        self, key: str, period: FigureSpan, *, branch: str | None = None, page: int = 1
    ) -> tuple[Sequence[CountedRow], bool]:
        """Give a page of the rows behind a figure, and whether more follow; raises `InputError` for an unknown figure."""
        measure = self._measures.get(key)
        if measure is None:
            raise InputError("statistics.refused.figure")
        chosen = store.rows(measure, period.first, period.last, branch=branch, page=page)
        async with self._database.reading() as tx:
            found = (await tx.execute(chosen)).all()
        return [_row(measure, row) for row in found[:ROWS]], len(found) > ROWS


def _row(measure: Measure, row: Sequence[object]) -> CountedRow:
    number, at = str(row[0]), row[1]
    on = local_date(at) if isinstance(at, datetime) else at
    assert isinstance(on, date), "a figure counts on days"
    title = mask_text(str(row[2]))[:TITLE_LETTERS]
    url = measure.opens.format(number=number) if measure.opens else ""
    return CountedRow(number, on, title, url, int(str(row[3])))
