"""A list of requests for a file: what a person at the desk may see, masked as on the desk, and who took it in the audit."""

from collections.abc import Mapping
from dataclasses import replace

from bot import audit
from bot.clock import Clock
from bot.database import Database
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import DisclosureLedger, RequestLine
from handlers.disclosure.case.store import Filter

MOST_CASES = 20_000
READ_TOGETHER = 500


class CaseExport:
    """Gives lists; that one was taken is in the audit before its first line is read."""

    def __init__(self, database: Database, *, ledger: DisclosureLedger, clock: Clock) -> None:
        self._database = database
        self._ledger = ledger
        self._clock = clock

    async def lines(
        self, wanted: Filter, *, clerk: Clerk, chosen: Mapping[str, str]
    ) -> tuple[RequestLine, ...]:
        """Give everything that fits and that the clerk may see, in the order of the queue, twenty thousand at most.

        `chosen` tells for the audit how the list was narrowed. What was searched for may be a name: it is not kept.
        """
        detail = {name: value for name, value in chosen.items() if value}
        if wanted.words:
            detail["searched"] = "yes"
        async with self._database.transaction() as tx:
            now = self._clock.now()
            await audit.record(
                tx, "disclosure:export", actor=clerk.login, subject=clerk.agency, now=now, detail=detail
            )
        mine, found = replace(wanted, clerk=clerk), list[RequestLine]()
        for number in range(1, MOST_CASES // READ_TOGETHER + 1):
            page = await self._ledger.page(mine, number=number, size=READ_TOGETHER)
            found += page.lines
            if not page.more:
                break
        return tuple(found)
