"""Counts what has not reached citizens, for a supervisor's eyes: nothing lies in the outbox unnoticed."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from prometheus_client import Gauge

from bot.clock import Clock
from bot.database import Database
from bot.outbound import pickup
from bot.outbound.pickup import Pile

PARCELS = Gauge("mingbai_undelivered", "Messages that have not arrived, by state", ["channel", "state"])
OLDEST = Gauge(
    "mingbai_undelivered_oldest_seconds", "Age of the oldest such message, in seconds", ["channel", "state"]
)

Count = Callable[[], Awaitable[list[dict[str, Any]]]]


def counter(database: Database, *, clock: Clock) -> Count:
    """Give a function that counts anew, sets the gauges, and gives one row a channel and state.

    It raises `ServiceError` when the database is away.
    """

    async def count() -> list[dict[str, Any]]:
        async with database.reading() as tx:
            found = await pickup.piles(tx)
        rows = [_row(pile, now=clock.now()) for pile in found]
        _show(rows)
        return rows

    return count


def _row(pile: Pile, *, now: datetime) -> dict[str, Any]:
    return {
        "channel": pile.channel,
        "state": pile.state,
        "count": pile.count,
        "oldest_seconds": max(0, round((now - pile.oldest).total_seconds())),
    }


def _show(rows: Sequence[dict[str, Any]]) -> None:
    # A pile that is gone has to go from the figures too.
    PARCELS.clear()
    OLDEST.clear()
    for row in rows:
        PARCELS.labels(row["channel"], row["state"]).set(row["count"])
        OLDEST.labels(row["channel"], row["state"]).set(row["oldest_seconds"])
