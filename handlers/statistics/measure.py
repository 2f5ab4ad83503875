"""What a figure counts, as data: rows of which table, on which day, under which condition, told apart by what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, true
from sqlalchemy.orm import InstrumentedAttribute

from bot.clock import SHANGHAI

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure.

    A row counts on the day of `at`, an instant or a day, where it fulfils `where`; `by` tells the branches of the figure
    apart. `number` names a row and `title`, masked or official, says what it is; `opens` is the address where a row is
    read, with `{number}` in it. The rows of a `perishable` figure are deleted by retention: what was counted of them stays.
    A `standing` figure is what there is now, whatever the period: it is counted when it is looked at, of few rows.
    Where a row stands for several, `weight` tells how many. A `kept` figure is added up as it happens, by nobody in
    particular: its rows are the days themselves, and nothing counts them anew.
    """

    key: str
    at: Column
    number: Column
    where: Sequence[ColumnElement[bool]] = ()
    by: Column | None = None
    title: Column | None = None
    opens: str = ""
    perishable: bool = False
    standing: bool = False
    weight: Column | None = None
    kept: bool = False

    @property
    def by_day(self) -> bool:
        """Whether rows name their day itself."""
        return isinstance(self.at.type, Date)

    def within(self, first: date, last: date) -> ColumnElement[bool]:
        """Give the condition of the rows that count from one day to another, both included; of a standing figure all."""
        if self.standing:
            return and_(true(), *self.where)
        if self.by_day:
            return and_(self.at >= first, self.at <= last, *self.where)
        begins, ends = day_begins(first), day_begins(last + timedelta(days=1))
        return and_(self.at >= begins, self.at < ends, *self.where)


def day_begins(day: date) -> datetime:
    """Give the first instant of a civil day in China."""
    return datetime.combine(day, time(), SHANGHAI)
