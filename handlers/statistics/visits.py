"""How often pages were opened and questions asked by which door: counted in the process, written down together."""

from collections import Counter

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock, local_date
from bot.database import Database, touched
from handlers.statistics.ledger import VISITS
from handlers.statistics.records import FigureDayRecord


class PageCounter:
    """Counts visits without anything of the visitor; what is not written down yet is lost with its process."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._seen: Counter[str] = Counter()

    def saw(self, page: str) -> None:
        """Count one visit of a kind of page."""
        self._seen[page] += 1

    async def flush(self) -> None:
        """Add what was counted to the day's figures. Raises `ServiceError`; what was not written stays counted."""
        seen, self._seen = self._seen, Counter()
        try:
            for page in sorted(seen):
                await self._add(page, seen[page])
                del seen[page]
        finally:
            self._seen.update(seen)

    async def _add(self, page: str, count: int) -> None:
        if await self._more(page, count):
            return
        line = FigureDayRecord(day=local_date(self._clock.now()), measure=VISITS, branch=page, count=count)
        try:
            async with self._database.transaction() as tx:
                tx.add(line)
        except IntegrityError:
            # Another process wrote the day's first line.
            await self._more(page, count)

    async def _more(self, page: str, count: int) -> bool:
        record = FigureDayRecord
        day = local_date(self._clock.now())
        own = (record.day == day, record.measure == VISITS, record.branch == page)
        more = update(record).where(*own).values(count=record.count + count)
        async with self._database.transaction() as tx:
            return touched(await tx.execute(more.execution_options(synchronize_session=False))) > 0
