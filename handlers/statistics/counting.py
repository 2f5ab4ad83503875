"""Counts in the background, a day at a time: today again and again, the days before in turn.

A row that is entered late, corrected or withdrawn changes the figure of its own day at the next turn. Rows that retention
deletes are not missed: what was counted of them stays, once their day lies further back than `SETTLED_DAYS`.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.clock import Clock, local_date
from bot.database import Database
from handlers.statistics import store
from handlers.statistics.measure import Measure
from handlers.statistics.store import DayKey

DAY = timedelta(days=1)
SETTLED_DAYS = 62
DAYS_A_STEP = 122


class DailyCounting:
    """Keeps the counts; several workers may count at once, since all count the same."""

    def __init__(self, database: Database, measures: Sequence[Measure], *, clock: Clock) -> None:
        self._database = database
        self._measures = tuple(one for one in measures if not (one.standing or one.kept))
        self._perishable = frozenset(one.key for one in measures if one.perishable)
        self._clock = clock
        self._next: date | None = None
        self._first: date | None = None
        self._is_through = False

    async def step(self) -> int:
        """Count today, yesterday and some of the days before; give how many days are left of the first turn."""
        today = local_date(self._clock.now())
        await self.count(today - DAY, today)
        if self._next is None:
            async with self._database.reading() as tx:
                self._first = await store.earliest(tx, self._measures)
            self._next = today - 2 * DAY
        if self._first is None or self._next < self._first:
            self._next, self._is_through = None, True
            return 0
        begins = max(self._first, self._next - (DAYS_A_STEP - 1) * DAY)
        await self.count(begins, self._next)
        self._next = begins - DAY
        return 0 if self._is_through else (self._next - self._first).days + 2

    async def all(self) -> None:
        """Count every day there is, once."""
        while await self.step():
            continue

    async def count(self, first: date, last: date) -> None:
        """Count the rows of a span anew, and keep what is other than before."""
        async with self._database.reading() as tx:
            found: dict[DayKey, int] = {}
            for measure in self._measures:
                found |= await store.counted(tx, measure, first, last)
            known = await store.kept(tx, self._measures, first, last)
        changed = {
            key: count
            for key, count in found.items()
            if known.get(key) != count and not self._is_settled(key, below=count < known.get(key, 0))
        }
        gone = [key for key in known if key not in found and not self._is_settled(key, below=True)]
        if changed or gone:
            async with self._database.transaction() as tx:
                await store.write(tx, changed, gone)

    def _is_settled(self, key: DayKey, *, below: bool) -> bool:
        """Whether the rows of a settled day were deleted since: they stay counted."""
        day, measure, _ = key
        is_old = local_date(self._clock.now()) - day > SETTLED_DAYS * DAY
        return below and is_old and measure in self._perishable
