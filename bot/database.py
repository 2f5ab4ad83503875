"""The record base: one schema for SQLite and PostgreSQL, and the one way to open a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase

from bot.errors import ServiceError

READING = "mingbai_reading"
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

        Raises `ServiceError` when the database is away or stays locked, and `UnfitError` when a value is none that it
        can hold; other database errors are bugs and pass.
        """
        async with self._line, _session(self._writers) as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that only reads: it waits for no writer. Raises `ServiceError` as `transaction` does."""
        async with _session(self._readers) as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


@asynccontextmanager
async def _session(maker: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    try:
        async with maker() as session, session.begin():
            yield session
    except (OperationalError, InterfaceError) as error:
        raise ServiceError(retry_after=1.0) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise ServiceError(retry_after=1.0) from error
        if _is_unfit(error):
            raise UnfitError from error
        raise
    except (StatementError, UnicodeEncodeError, OverflowError) as error:
        # The driver refused a value before the database saw it.
        raise UnfitError from error
    except (ConnectionError, TimeoutError) as error:
        raise ServiceError(retry_after=1.0) from error


def _is_unfit(error: DBAPIError) -> bool:
    code = str(getattr(error.orig, "sqlstate", None) or "")
    return (
        code.startswith(DATA_FAULT)
        or code in MISSING_OR_FORBIDDEN
        or (not code and str(error.orig).startswith(SQLITE_FAULTS))
    )
