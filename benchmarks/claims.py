"""Claiming twenty parcels with a thousand and with a million sent ones behind them: the time must not grow.

`python -m benchmarks.claims [--postgresql]` prints both lowest tenths and their ratio, and ends with 1 above the aim.
"""

import argparse
import asyncio
import atexit
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import upgrade
from bot.database import Database
from bot.outbound import outbox
from bot.outbound.outbox import ParcelRecord

FEW, MANY = 1_000, 1_000_000
CLAIMED, ROUNDS, WARMING = 20, 320, 20
CITIZENS = 5_000
AIM = 1.2
ROWS_A_TRIP = 2_000
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def main() -> int:
    """Measure; give the exit code."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument(
        "--postgresql", action="store_true", help="on a PostgreSQL of its own, instead of SQLite"
    )
    reading.add_argument("--many", type=int, default=MANY, help="how many sent ones there are in the end")
    given = reading.parse_args()
    few, many = asyncio.run(_measured(postgresql=given.postgresql, most=given.many))
    table = Table("发过的件数", f"取{CLAIMED}件，最快的十分之一（毫秒）")
    table.add_row(f"{FEW}", f"{few:.2f}")
    table.add_row(f"{given.many}", f"{many:.2f}")
    console = Console()
    console.print(table)
    console.print(f"比值 {many / few:.2f}，目标不超过 {AIM}")
    return 0 if many <= AIM * few else 1


async def _measured(*, postgresql: bool, most: int) -> tuple[float, float]:
    """Give both lowest tenths; the rounds alternate, so that whatever else the machine does hits both alike."""
    async with AsyncExitStack() as stack:
        few, many = [await stack.enter_async_context(each) for each in _opened(postgresql=postgresql)]
        for database, count in ((few, FEW), (many, most)):
            await upgrade(database)
            await _sent(database, count)
        spent: dict[int, list[float]] = {FEW: [], most: []}
        for turn in range(ROUNDS):
            for database, count in ((few, FEW), (many, most)):
                spent[count].append(await _claim(database, turn))
        return _lower(spent[FEW]), _lower(spent[most])


def _opened(*, postgresql: bool) -> list[AbstractAsyncContextManager[Database]]:
    """Give two databases, to be opened: on one server, or each in a file of its own."""
    if not postgresql:
        return [_in_file(), _in_file()]
    from tests.integration.postgres import Server

    server = Server.start()
    atexit.register(server.stop)
    return [_on_server(server.new_database()) for _ in range(2)]


@asynccontextmanager
async def _in_file() -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        async with _on_server(sqlite_url(Path(folder))) as database:
            yield database


@asynccontextmanager
async def _on_server(url: str) -> AsyncIterator[Database]:
    database = create_database(url, limits=None)
    try:
        yield database
    finally:
        await database.close()


def _row(dedup: str, citizen: str, *, state: str) -> dict[str, object]:
    return {
        "dedup": dedup,
        "channel": "wechat",
        "citizen": citizen,
        "kind": "answer",
        "body": {"text": "您的申请已经收到。"},
        "state": state,
        "attempts": 1 if state == "sent" else 0,
        "created_at": NOW,
        "due_at": NOW,
        "sent_at": NOW if state == "sent" else None,
        "task": "",
        "reason": "",
    }


async def _sent(database: Database, count: int) -> None:
    """Write sent parcels, some two hundred for each citizen."""
    for first in range(0, count, ROWS_A_TRIP):
        numbers = range(first, min(first + ROWS_A_TRIP, count))
        rows = [_row(f"sent:{number}", f"o{number % CITIZENS}", state="sent") for number in numbers]
        async with database.transaction() as tx:
            await tx.execute(insert(ParcelRecord), rows)
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("ANALYZE outbox"))


def _lower(spent: list[float]) -> float:
    """Give the lowest tenth: what it takes where nobody else had the machine."""
    return quantiles(spent[WARMING:], n=10)[0]


async def _claim(database: Database, turn: int) -> float:
    """Lay twenty parcels for as many citizens, and give the milliseconds that claiming them takes."""
    rows = [_row(f"due:{turn}:{number}", f"o{number * 7}", state="due") for number in range(CLAIMED)]
    async with database.transaction() as tx:
        await tx.execute(insert(ParcelRecord), rows)
    start = perf_counter()
    async with database.transaction() as tx:
        found = await outbox.claim(tx, "wechat", now=NOW, limit=CLAIMED, lease=timedelta(minutes=2))
    spent = (perf_counter() - start) * 1000
    async with database.transaction() as tx:
        for each in found:
            await outbox.mark_sent(tx, each.id, now=NOW)
    if len(found) != CLAIMED:
        raise RuntimeError(f"{len(found)} parcels were claimed instead of {CLAIMED}")
    return spent


if __name__ == "__main__":
    sys.exit(main())
