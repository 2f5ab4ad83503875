"""One suite for SQLite and PostgreSQL, both really started."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.storage.engine import create_database, sqlite_url
from bot.database import Base, Database
from tests.integration.postgres import AbsentError, Server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    try:
        server = Server.start()
    except AbsentError as absent:
        pytest.skip(str(absent))
    yield server
    server.stop()


def make_tables(url: str) -> None:
    """Create the tables of all records that the tests of this process know."""

    async def make() -> None:
        opened = create_database(url)
        async with opened.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await opened.close()

    # In a thread of its own, since a loop may be running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make()).result()


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with every table, to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    make_tables(sqlite_url(folder))
    return folder / "mingbai.db"


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: Server) -> str:
    """Give the address of a PostgreSQL database with every table, to be emptied before each test."""
    url = postgres_server.new_database()
    make_tables(url)
    return url


async def emptied(url: str) -> Database:
    """Open a PostgreSQL database that is as good as new: to make one takes a quarter of a second, this a fiftieth."""
    opened = create_database(url)
    async with opened.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(table.delete())
        await connection.exec_driver_sql(
            "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
        )
    return opened


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a fresh database with every table, once on each engine."""
    if request.param == "postgresql":
        opened = await emptied(request.getfixturevalue("postgres_tables"))
    else:
        shutil.copy(request.getfixturevalue("sqlite_tables"), tmp_path)
        opened = create_database(sqlite_url(tmp_path))
    yield opened
    await opened.close()
