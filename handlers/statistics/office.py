"""The services of the statistics, built together; the desk, the pages, the talk and the worker each get only their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.clock import Clock
from bot.database import Database
from handlers.statistics.counting import DailyCounting
from handlers.statistics.ledger import StatisticsLedger
from handlers.statistics.measure import Measure
from handlers.statistics.outside import OutsideFigures
from handlers.statistics.visits import PageCounter


@dataclass(frozen=True, slots=True)
class StatisticsOffice:
    """What the program uses of the statistics."""

    counting: DailyCounting
    ledger: StatisticsLedger
    outside: OutsideFigures
    visits: PageCounter
    measures: tuple[Measure, ...]
    clock: Clock

    @classmethod
    def of(cls, database: Database, measures: Sequence[Measure], *, clock: Clock) -> Self:
        """Give the services on a database; `measures` are what is counted."""
        outside = OutsideFigures(database, clock=clock)
        return cls(
            counting=DailyCounting(database, measures, clock=clock),
            ledger=StatisticsLedger(database, measures, outside=outside, clock=clock),
            outside=outside,
            visits=PageCounter(database, clock=clock),
            measures=tuple(measures),
            clock=clock,
        )

    def on(self, database: Database) -> Self:
        """Give what a talk uses of them on another database."""
        outside = OutsideFigures(database, clock=self.clock)
        ledger = StatisticsLedger(database, self.measures, outside=outside, clock=self.clock)
        return replace(self, ledger=ledger, outside=outside)
