"""The database, opened for one look of a command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from adapters.settings import Settings

if TYPE_CHECKING:
    from bot.database import Database


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator["Database"]:
    """Open the database for one look; raises `ServiceError` when it is away or not to be read."""
    from sqlalchemy.exc import SQLAlchemyError

    from adapters.resources import open_database
    from bot.errors import ServiceError

    database = open_database(settings)
    try:
        yield database
    except SQLAlchemyError as error:
        raise ServiceError from error
    finally:
        await database.close()
