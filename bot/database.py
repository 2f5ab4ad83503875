"""The record base: one schema for SQLite and PostgreSQL, and the one way to open a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult, DateTime, Dialect, MetaData, Result, TypeDecorator
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase

from bot import commits
from bot.errors import ServiceError, UncertainError

READING = "mingbai_reading"
# Classes of SQLSTATE by which PostgreSQL says that the world failed: no connection (08), no admission (28), no database
# (3D), a conflict that a second try does not meet (40), no resources (53), a lock not given in time (55P03), shut down
# or cancelled by a limit (57), a fault of the machine (58).
WORLD_FAULTS = ("08", "28", "3D", "40", "53", "55P03", "57", "58")
DATABASE = "database"
AGAIN_SECONDS = 1.0
# SQL's own codes (and SQLite's words) for a value that a column cannot hold; no second try makes it fit.
DATA_FAULT = "22"
MISSING_OR_FORBIDDEN = ("23502", "23514")
SQLITE_FAULTS = ("NOT NULL", "CHECK")
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UnfitError(ValueError):
    """The database cannot hold what was to be written, however often it is tried."""


class Base(DeclarativeBase):
    """Every record's base; fixed constraint names let a migration change them later."""

    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; SQLite forgets zones, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant: nobody could say which day it belongs to."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back aware, in UTC, whatever the driver kept."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """Opens transactions; one public service method uses exactly one.

    SQLite has one writer at a time: those of this process wait in line here instead of asking again and again.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._writers = async_sessionmaker(engine, expire_on_commit=False)
        self._readers = async_sessionmaker(
            engine.execution_options(**{READING: True}), expire_on_commit=False
        )
        self._line = asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed at the end of the block, or undone whole.

        Raises `ServiceError` when the database is away, stays locked or does not answer in time: then nothing of it was
        done. `UncertainError`, one of them, when that happened while it was being committed: then it may have been.
        Raises `UnfitError` when a value is none that it can hold; other database errors are bugs and pass.
        """
        async with self._line, _told(), self._writers() as session:
            await session.begin()
            yield session
            await session.flush()
            commits.begin()
            async with _uncertain():
                await session.commit()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that only reads: it waits for no writer. Raises `ServiceError` as `transaction` does."""
        async with _told(), self._readers() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def touched(result: Result[Any]) -> int:
    """Give how many rows an update or delete touched.

    Raises `TypeError` where the driver did not count them: a count that is missing is not a count of none.
    """
    if not isinstance(result, CursorResult) or result.rowcount < 0:
        raise TypeError("the rows touched were not counted")
    return result.rowcount


@asynccontextmanager
async def _told() -> AsyncIterator[None]:
    """Turn what the database and its driver raise into what callers know."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError, OSError) as error:
        raise ServiceError(retry_after=AGAIN_SECONDS, peer=DATABASE) from error
    except DBAPIError as error:
        if error.connection_invalidated or _sqlstate(error).startswith(WORLD_FAULTS):
            raise ServiceError(retry_after=AGAIN_SECONDS, peer=DATABASE) from error
        if _is_unfit(error):
            raise UnfitError from error
        raise
    except (StatementError, UnicodeEncodeError, OverflowError) as error:
        # The driver refused a value before the database saw it.
        raise UnfitError from error


@asynccontextmanager
async def _uncertain() -> AsyncIterator[None]:
    """Say of what fails while committing that nobody knows; a conflict (class 40) is known to have undone all."""
    try:
        async with _told():
            yield
    except ServiceError as error:
        if isinstance(error.__cause__, DBAPIError) and _sqlstate(error.__cause__).startswith("40"):
            raise
        raise UncertainError(retry_after=AGAIN_SECONDS, peer=DATABASE) from error.__cause__


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _is_unfit(error: DBAPIError) -> bool:
    code = _sqlstate(error)
    return (
        code.startswith(DATA_FAULT)
        or code in MISSING_OR_FORBIDDEN
        or (not code and str(error.orig).startswith(SQLITE_FAULTS))
    )
