"""Brings the database to this version's schema, by Alembic, on either engine.

Alembic is loaded only where something has to be migrated: a start on a current schema does not wait for it.
"""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.database import Database

FOLDER = Path(__file__).parent / "migrations"
KEPT_IN = "alembic_version"
REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
FOLLOWED = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


async def upgrade(database: Database) -> str:
    """Apply every missing migration in one go; give the revision reached. Already there, it changes nothing."""
    if await current(database) != newest():
        async with database.engine.begin() as connection:
            await connection.run_sync(_upgrade)
    return newest()


async def current(database: Database) -> str | None:
    """Give the revision the database stands at, or None for an empty one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_current)


async def differences(database: Database) -> list[object]:
    """Give what the records say and the database does not have, or the other way round; none when all is well."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_differences)


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
    if not inspect(connection).has_table(KEPT_IN):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {KEPT_IN}")).scalar()  # noqa: S608 - our own constant
    return str(found) if found else None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _differences(connection: Connection) -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from adapters.storage import schema

    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, schema.METADATA))
