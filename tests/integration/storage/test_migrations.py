"""The migrations lead to exactly what the records say, on both engines."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from adapters.storage.engine import async_url, create_database, sqlite_url
from adapters.storage.migrate import FOLDER, current, differences, newest, upgrade
from bot.database import Database
from tests.integration.postgres import Server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    server: Server | None = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
    url = server.new_database() if server else sqlite_url(tmp_path)
    opened = create_database(url)
    yield opened
    await opened.close()
    if server:
        server.drop(url)


async def test_migrations_make_the_records_schema(empty: Database) -> None:
    assert await current(empty) is None
    assert await upgrade(empty) == newest()
    assert await current(empty) == newest()
    assert await differences(empty) == []
    assert await upgrade(empty) == newest()


def test_only_two_engines_are_taken() -> None:
    assert async_url("sqlite:///a.db") == "sqlite+aiosqlite:///a.db"
    assert async_url("postgresql://u:p@h/d") == "postgresql+asyncpg://u:p@h/d"
    with pytest.raises(ValueError, match="mysql"):
        async_url("mysql://u:p@h/d")


def test_the_highest_number_is_alembics_own_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == newest()
