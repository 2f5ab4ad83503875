"""Brings the database to this version's schema, by Alembic, on either engine."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from adapters.storage import schema
from bot.database import Database

FOLDER = Path(__file__).parent / "migrations"


async def upgrade(database: Database) -> str:
    """Apply every missing migration in one go; give the revision reached. Already there, it changes nothing."""
    async with database.engine.begin() as connection:
        return await connection.run_sync(_upgrade)


async def current(database: Database) -> str | None:
    """Give the revision the database stands at, or None for an empty one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def differences(database: Database) -> list[object]:
    """Give what the records say and the database does not have, or the other way round; none when all is well."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_differences)


def newest() -> str:
    """Give the revision this version of the program needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def _upgrade(connection: Connection) -> str:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return newest()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, schema.METADATA))
