"""Brings the database to this version's schema, by Alembic, on either engine.

A migration is a file `NNNN_noun.py` whose revision is that number and which follows the number before it; it imports
nothing of the program, so that it does tomorrow what it does today.
Alembic is loaded only where something has to be migrated: a start on a current schema does not wait for it.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage import written_schema
from bot.database import Database
from bot.errors import ServiceError

FOLDER = Path(__file__).parent / "migrations"
VERSION_TABLE = "schema_version"
# Before the numbers told the order, the chain had other ones and was kept in Alembic's own table. The same number means
# another revision there, so the table's name is what tells the two apart.
FORMER_TABLE = "alembic_version"
FORMER_REVISIONS = {
    "0001": "0001",
    "0002": "0002",
    "0005": "0003",
    "0004": "0004",
    "0003": "0005",
    "0008": "0006",
    "0009": "0007",
    "0010": "0008",
}
REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
FOLLOWED = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


async def upgrade(database: Database) -> str:
    """Apply every missing migration in one go; give the revision reached. Already there, it changes nothing.

    Raises `ValueError` for a database that another version of the program has taken further, `ServiceError` when the
    database is away.
    """
    async with _reached(database) as connection:
        at = await connection.run_sync(_written_in, VERSION_TABLE)
    if at != newest():
        async with database.engine.begin() as connection:
            await connection.run_sync(_upgrade)
    return newest()


async def current(database: Database) -> str | None:
    """Give the revision the database stands at, or None for an empty one; raises `ServiceError` when it is away."""
    async with _reached(database) as connection:
        return await connection.run_sync(_current)


async def differences(database: Database) -> list[object]:
    """Give what the records say and the database does not have, or the other way round; none when all is well."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_differences)


@asynccontextmanager
async def _reached(database: Database) -> AsyncIterator[AsyncConnection]:
    """Connect; a server that is not there is no file that is not there, whatever the socket's error says."""
    try:
        async with database.engine.connect() as connection:
            yield connection
    except (OSError, OperationalError, InterfaceError) as error:
        raise ServiceError(retry_after=1.0) from error


def newest() -> str:
    """Give the revision this version of the program needs: the one that no other migration follows.

    Raises `ValueError` when migrations branch.
    """
    texts = [path.read_text("utf-8") for path in (FOLDER / "versions").glob("[0-9]*.py")]
    heads = {found[1] for text in texts for found in REVISION.finditer(text)} - {
        found[1] for text in texts for found in FOLLOWED.finditer(text)
    }
    if len(heads) != 1:
        raise ValueError(f"the migrations branch: {', '.join(sorted(heads))}")
    return heads.pop()


def _current(connection: Connection) -> str | None:
    at = _written_in(connection, VERSION_TABLE)
    former = _written_in(connection, FORMER_TABLE)
    return FORMER_REVISIONS.get(former, f"former {former}") if former and not at else at


def _written_in(connection: Connection, table: str) -> str | None:
    if not inspect(connection).has_table(table):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {table}")).scalar()  # noqa: S608 - our own constants
    return str(found) if found else None


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and not inspect(connection).get_table_names():
        written_schema.begin(connection)
    else:
        climb(connection)


def climb(connection: Connection) -> None:
    """Apply every missing migration one after the other, in the transaction that runs; raises as `upgrade` does."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    _renumber(connection)
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise ValueError(_foreign(_written_in(connection, VERSION_TABLE))) from error


def _renumber(connection: Connection) -> None:
    """Bring the table of a database that stands somewhere on the former chain under the name and numbers of this one."""
    former = _written_in(connection, FORMER_TABLE)
    if former is None:
        return
    if former not in FORMER_REVISIONS:
        raise ValueError(_foreign(former))
    connection.execute(text(f"ALTER TABLE {FORMER_TABLE} RENAME TO {VERSION_TABLE}"))
    connection.execute(
        text(f"UPDATE {VERSION_TABLE} SET version_num = :at"),  # noqa: S608 - our own constant
        {"at": FORMER_REVISIONS[former]},
    )


def _foreign(revision: str | None) -> str:
    return f"数据库的结构（{revision}）不是这个版本的程序能接着升级的。请使用较新的版本。"


def _differences(connection: Connection) -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from adapters.storage import schema

    context = MigrationContext.configure(
        connection, opts={"compare_type": False, "version_table": VERSION_TABLE}
    )
    return list(compare_metadata(context, schema.METADATA))
