"""All pages of the desks, rounds of the worker and kinds of turns of a small grown county: what they ask is found by an index."""

from pathlib import Path

import pytest

from adapters.storage.engine import create_database
from adapters.storage.migrate import upgrade
from benchmarks.growth.asked import asking
from benchmarks.growth.county import CountySize, served
from tests.integration.postgres import Server
from tests.query_plans.growth import GROWING, refused
from tests.query_plans.plans import of_postgresql, of_sqlite
from tests.query_plans.sent import SentStatements

pytestmark = [pytest.mark.long, pytest.mark.redis]
SIZE = CountySize(300, 600)
LEAST_STATEMENTS = 250


async def walked(folder: Path, url: str = "") -> SentStatements:
    """Ask everything once; give what was sent."""
    sent = SentStatements()
    sent.listen()
    try:
        async with served(folder / "data", SIZE, url=url) as program, asking(program, SIZE.citizens) as asked:
            for ask in asked.asks.values():
                await ask()
    finally:
        sent.ignore()
    return sent


async def test_nothing_reads_a_growing_table_whole_on_sqlite(tmp_path: Path) -> None:
    statements = (await walked(tmp_path)).of("sqlite")
    assert len(statements) > LEAST_STATEMENTS
    assert list(map(str, refused(of_sqlite(statements, GROWING)))) == []


@pytest.mark.postgres
async def test_nothing_reads_a_growing_table_whole_on_postgresql(tmp_path: Path) -> None:
    server = Server.start()
    try:
        statements = (await walked(tmp_path, server.new_database())).of("postgresql")
        assert len(statements) > LEAST_STATEMENTS
        empty = server.new_database()
        database = create_database(empty)
        await upgrade(database)
        await database.close()
        assert list(map(str, refused(await of_postgresql(empty, statements, GROWING)))) == []
    finally:
        server.stop()
