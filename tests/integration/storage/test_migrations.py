"""The migrations lead to exactly what the records say, on both engines."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from adapters.storage.engine import async_url, create_database, sqlite_url
from adapters.storage.migrate import (
    FOLDER,
    FORMER_REVISIONS,
    FORMER_TABLE,
    VERSION_TABLE,
    current,
    differences,
    newest,
    upgrade,
)
from bot.database import Database
from bot.errors import ServiceError
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


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def test_the_highest_number_is_alembics_own_head() -> None:
    assert ScriptDirectory.from_config(_config()).get_current_head() == newest()


def test_the_numbers_tell_the_order_without_a_gap() -> None:
    chain = list(ScriptDirectory.from_config(_config()).walk_revisions())[::-1]
    assert [one.revision for one in chain] == [f"{number:04d}" for number in range(1, len(chain) + 1)]
    names = sorted(path.name for path in (FOLDER / "versions").glob("*.py"))
    assert [Path(one.path).name for one in chain] == names
    assert all(name.startswith(f"{one.revision}_") for name, one in zip(names, chain, strict=True))


def test_a_migration_does_not_change_with_the_code() -> None:
    live = re.compile(r"^\s*(?:from|import)\s+(?:bot|intents|handlers|knowledge|adapters)\b", re.MULTILINE)
    for path in (FOLDER / "versions").glob("*.py"):
        assert live.search(path.read_text("utf-8")) is None, path.name


def _as_the_former_chain(connection: Connection, former: str) -> None:
    """Leave a database as the former chain left it at one of its revisions: only the book-keeping differed."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, FORMER_REVISIONS[former])
    connection.execute(text(f"ALTER TABLE {VERSION_TABLE} RENAME TO {FORMER_TABLE}"))
    connection.execute(text(f"UPDATE {FORMER_TABLE} SET version_num = :at"), {"at": former})


# The first, three numbers that mean another revision now, and the last.
@pytest.mark.parametrize(
    "former",
    ["0001", *(pytest.param(each, marks=pytest.mark.long) for each in ("0003", "0005", "0008")), "0010"],
)
async def test_a_database_of_the_former_chain_goes_on(empty: Database, former: str) -> None:
    async with empty.engine.begin() as connection:
        await connection.run_sync(_as_the_former_chain, former)
    assert await current(empty) == FORMER_REVISIONS[former]
    assert await upgrade(empty) == await current(empty) == newest()
    assert await differences(empty) == []
    assert await upgrade(empty) == newest()
    async with empty.reading() as tx:
        assert list(await tx.scalars(text(f"SELECT version_num FROM {VERSION_TABLE}"))) == [newest()]


@pytest.mark.parametrize("table", [FORMER_TABLE, VERSION_TABLE])
async def test_a_database_of_a_later_program_is_left_alone(empty: Database, table: str) -> None:
    async with empty.engine.begin() as connection:
        await connection.execute(text(f"CREATE TABLE {table} (version_num VARCHAR(32) NOT NULL)"))
        await connection.execute(text(f"INSERT INTO {table} VALUES ('9999')"))
    with pytest.raises(ValueError, match="9999"):
        await upgrade(empty)
    assert await current(empty) != newest()
    async with empty.reading() as tx:
        assert list(await tx.scalars(text(f"SELECT version_num FROM {table}"))) == ["9999"]


@pytest.mark.parametrize("url", ["postgresql:///m?host=/nowhere", "postgresql://127.0.0.1:1/m"])
async def test_a_database_that_is_away_is_the_world_failing_and_no_missing_file(url: str) -> None:
    database = create_database(url)
    for asked in (current, upgrade):
        with pytest.raises(ServiceError):
            await asked(database)
    await database.close()
