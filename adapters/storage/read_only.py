"""A database for trying things: it is read like any other, and nothing can be written through it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import ServiceError


class NothingWrittenError(ServiceError):
    """Something was to be written while it was only tried what would be said."""

    def __init__(self) -> None:
        super().__init__("trace.not_done", permanent=True)


class ReadOnlyDatabase(Database):
    """The same database, without its transactions that write."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Raise `NothingWrittenError` before anything is begun."""
        raise NothingWrittenError
        yield
