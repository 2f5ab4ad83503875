"""One suite for SQLite and PostgreSQL, both really started."""

from collections.abc import AsyncIterator, Iterator
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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Give a fresh database with the tables of the records that the test imports, once on each engine."""
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
    url = server.new_database() if server else sqlite_url(tmp_path)
    opened = create_database(url)
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()
    if server:
        server.drop(url)
