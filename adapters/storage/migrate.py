"""Brings the database to this version's schema, by Alembic, on either engine.

Alembic is loaded only where something has to be migrated: a start on a current schema does not wait for it.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.database import Database

FOLDER = Path(__file__).parent / "migrations"
KEPT_IN = "alembic_version"


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
    """Give the revision this version of the program needs: migrations are numbered, the highest is the newest."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


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
