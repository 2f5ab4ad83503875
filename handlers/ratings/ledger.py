"""Satisfaction of a year, by what was rated, and how many calls for a person were answered (O18)."""

from collections.abc import Mapping
from datetime import datetime

from bot.clock import SHANGHAI
from bot.database import Database
from handlers.ratings import store
from handlers.ratings.records import KINDS
from handlers.ratings.store import Satisfaction


class SatisfactionLedger:
    """Counts ratings; the formulas stand in docs/ratings.md."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def year(self, year: int) -> Mapping[str, Satisfaction]:
        """Give the figures of what was asked in a civil year of China, by kind."""
        since = datetime(year, 1, 1, tzinfo=SHANGHAI)
        before = datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
        async with self._database.reading() as tx:
            return {kind: await store.satisfaction(tx, since, before, kind=kind) for kind in KINDS}
