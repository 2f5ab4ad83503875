"""One suite for SQLite and PostgreSQL, both really started."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import upgrade
from adapters.storage.schema import METADATA
from bot.database import Database
from tests.integration.postgres import AbsentError, Server
from tests.query_plans.run import look_at_postgresql


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    try:
        server = Server.start()
    except AbsentError as absent:
        pytest.skip(str(absent))
    yield server
    look_at_postgresql(server.new_database())
    server.stop()


def prepare(url: str, made: Callable[[Database], Awaitable[object]]) -> None:
    """Open a database, make what it shall hold and close it."""

    async def make() -> None:
        opened = create_database(url)
        await made(opened)
        await opened.close()

    # In a thread of its own, since a loop may be running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make()).result()


async def make_tables(database: Database) -> None:
    """Create the tables of all records that the tests of this process know."""
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with every table, to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    prepare(sqlite_url(folder), make_tables)
    return folder / "mingbai.db"


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: Server) -> str:
    """Give the address of a PostgreSQL database with every table, to be emptied before each test."""
    url = postgres_server.new_database()
    prepare(url, make_tables)
    return url


async def emptied(url: str) -> Database:
    """Open a PostgreSQL database that is as good as new: to make one takes a quarter of a second, this a fiftieth."""
    opened = create_database(url)
    statements = [f'DELETE FROM "{table.name}"' for table in reversed(METADATA.sorted_tables)]
    statements.append("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'")
    async with opened.engine.begin() as connection:
        raw = await connection.get_raw_connection()
        # The driver takes them in one go; one by one they go to the server and back for each table.
        await raw.driver_connection.execute(";".join(statements))  # type: ignore[union-attr]
    return opened


@pytest.fixture
async def sqlite_database(sqlite_tables: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a fresh database with every table, for tests that have nothing to find out about the other engine."""
    shutil.copy(sqlite_tables, tmp_path)
    opened = create_database(sqlite_url(tmp_path))
    yield opened
    await opened.close()


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


@pytest.fixture(scope="session")
def sqlite_migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file as the migrations make it, to be copied: they bring triggers, and take half a second."""
    folder = tmp_path_factory.mktemp("migrated")
    prepare(sqlite_url(folder), upgrade)
    return folder / "mingbai.db"


@pytest.fixture(scope="session")
def postgres_migrated(postgres_server: Server) -> str:
    """Give the address of a PostgreSQL database as the migrations make it, to be copied."""
    url = postgres_server.new_database()
    prepare(url, upgrade)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a fresh database as the migrations make it, as the program's own is, once on each engine."""
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = server.new_database(like=request.getfixturevalue("postgres_migrated"))
    else:
        shutil.copy(request.getfixturevalue("sqlite_migrated"), tmp_path)
        url = sqlite_url(tmp_path)
    opened = create_database(url)
    yield opened
    await opened.close()
    if server:
        server.drop(url)
