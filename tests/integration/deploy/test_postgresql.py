"""The settings of `deploy/postgresql` in a real PostgreSQL: all of them count, and its log tells nothing of anybody."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from adapters.backup import tables
from adapters.storage.engine import create_database
from adapters.storage.migrate import current, newest, upgrade
from bot.database import Database, UnfitError
from tests.integration.postgres import AbsentError, Server

pytestmark = [pytest.mark.postgres, pytest.mark.asyncio(loop_scope="module")]
SETTINGS = Path(__file__).parents[3] / "deploy" / "postgresql" / "mingbai.conf"
NUMBER, NAME = "339901198503142016", "王小雨"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Give a server that was started with the settings; only where it listens is another place."""
    try:
        started = Server.start()
    except AbsentError as error:
        pytest.skip(str(error))
    copied = started.folder / "mingbai.conf"
    shutil.copy(SETTINGS, copied)
    copied.chmod(0o644)
    with (started.data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\ninclude '{copied}'\n")
    switches = f"-c listen_addresses= -c unix_socket_directories={started.folder}"
    started._run(
        "pg_ctl", "-w", "-D", str(started.data), "-l", str(started.folder / "log"), "-o", switches, "restart"
    )
    yield started
    started.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def database(server: Server) -> AsyncIterator[Database]:
    opened = create_database(server.new_database())
    yield opened
    await opened.close()


async def test_every_setting_is_known_and_counts(database: Database) -> None:
    async with database.reading() as tx:
        found = await tx.execute(
            text("SELECT name, applied, error FROM pg_file_settings WHERE sourcefile LIKE '%/mingbai.conf'")
        )
        rows = [tuple(row) for row in found]
    # Where it listens was said on the command line of this test, which counts more.
    assert {name for name, applied, _ in rows if not applied} <= {"listen_addresses"}
    assert [name for name, _, error in rows if error and name != "listen_addresses"] == []
    written = [
        line.split("=")[0].strip()
        for line in SETTINGS.read_text("utf-8").splitlines()
        if "=" in line and line[0] != "#"
    ]
    assert sorted(name for name, *_ in rows) == sorted(written)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("password_encryption", "scram-sha-256"),
        ("statement_timeout", "8s"), ("lock_timeout", "4s"), ("idle_in_transaction_session_timeout", "20s"),
        ("log_error_verbosity", "terse"), ("log_parameter_max_length", "0"), ("log_parameter_max_length_on_error", "0"),
    ],
)  # fmt: skip
async def test_what_people_are_promised_holds(database: Database, name: str, value: str) -> None:
    # The program's own connections wait even less than the server's settings allow everybody.
    async with database.reading() as tx:
        assert (await tx.execute(text(f"SHOW {name}"))).scalar_one() == value


async def test_the_log_tells_nothing_of_what_was_refused(database: Database, server: Server) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            text("CREATE TABLE people (number text PRIMARY KEY, name text CHECK (length(name) < 4))")
        )
        await tx.execute(text("INSERT INTO people VALUES (:number, :name)"), {"number": NUMBER, "name": NAME})
    for name in (NAME, NAME * 2):
        with pytest.raises((IntegrityError, UnfitError)):
            async with database.transaction() as tx:
                await tx.execute(
                    text("INSERT INTO people VALUES (:number, :name)"), {"number": NUMBER, "name": name}
                )
    with pytest.raises(DBAPIError):
        async with database.transaction() as tx:
            await tx.execute(text(f"SELECT number FROM people WHERE name = '{NAME}' AND missing = 1"))
    async with database.transaction() as tx:
        await tx.execute(text("DROP TABLE people"))
    log = (server.folder / "log").read_text("utf-8", "replace")
    assert "duplicate key value" in log
    assert NUMBER not in log
    assert NAME not in log


async def test_a_lock_is_waited_for_within_bounds(database: Database) -> None:
    """Two seconds stand for the ten here, by the session's own word; the setting is the server's."""
    async with database.engine.connect() as one, database.engine.connect() as other:
        await one.execute(text("CREATE TABLE held (a int)"))
        await one.commit()
        await one.execute(text("LOCK TABLE held"))
        await other.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            await other.execute(text("SELECT * FROM held"))
        await one.rollback()
        await one.execute(text("DROP TABLE held"))
        await one.commit()


async def test_the_schema_and_a_backup_fit_the_limits(database: Database, tmp_path: Path) -> None:
    await upgrade(database)
    assert await current(database) == newest()
    await tables.copy_out(database, tmp_path / "copy.db", told=lambda _: None)
    assert tables.counts_in(tmp_path / "copy.db") == await tables.counts(database)
