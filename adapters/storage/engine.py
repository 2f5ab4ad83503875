"""Opens SQLite or PostgreSQL with the habits each needs, so that the services see one database."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from bot.database import READING, Database

BUSY_MS = 5_000
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    # What is deleted is written over, or it could be read in the file until its place is needed again.
    "PRAGMA secure_delete=ON",
)


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """For how many seconds a serving process waits for PostgreSQL before it says that the world failed.

    `connect` for a connection to be made, `pool` for one to be free, `lock` for a row that another transaction holds,
    `command` for one command; `idle` ends a transaction whose process stands still, so that its locks are given back.
    """

    connect: float = 3.0
    pool: float = 3.0
    lock: float = 4.0
    command: float = 8.0
    idle: float = 20.0

    def arguments(self) -> dict[str, object]:
        """Give what the driver is opened with; the server ends a command first, and is not waited for if it cannot."""
        told = {
            "statement_timeout": self.command,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle,
        }
        return {
            "timeout": self.connect,
            "command_timeout": self.command + 1,
            "server_settings": {name: f"{int(seconds * 1000)}ms" for name, seconds in told.items()},
        }


# Each is below the time that a try with a message may take (`bot.inbound.gate.LONGEST_TRY`), and so below its lease.
SERVING = StoreLimits()


class RollingBack(sqlite3.Connection):
    """SQLite's connection, whose transaction ends when it is closed, whatever broke it off.

    SQLite keeps a closed connection, and its write lock, for as long as anything holds one of its statements: the
    traceback of a turn that was broken off is enough, and all other writers would wait for it.
    """

    def close(self) -> None:
        """Undo what is not committed, then close."""
        with suppress(sqlite3.ProgrammingError):  # It was closed before.
            self.rollback()
        super().close()


def async_url(url: str) -> str:
    """Give the address with its asyncio driver, from `sqlite:///…` or `postgresql://…`.

    Raises `ValueError` naming what is supported for any other address.
    """
    parsed = make_url(url)
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+asyncpg",
        "postgres": "postgresql+asyncpg",
    }
    name = parsed.get_backend_name()
    if name not in drivers:
        raise ValueError(f"MINGBAI_DATABASE_URL: {name} is not supported; use sqlite:///… or postgresql://…")
    return parsed.set(drivername=drivers[name]).render_as_string(hide_password=False)


def sqlite_url(folder: Path) -> str:
    """Give the address of the default database under a data folder."""
    return f"sqlite:///{folder / 'mingbai.db'}"


def create_database(url: str, *, pool_size: int = 5, limits: StoreLimits | None = SERVING) -> Database:
    """Open a database; nothing is connected before the first transaction, and no error tells a parameter.

    `limits` are PostgreSQL's; None is for commands that may take their time, such as a backup.
    """
    address = async_url(url)
    if not address.startswith("sqlite"):
        return Database(
            create_async_engine(
                address,
                pool_size=pool_size,
                max_overflow=pool_size,
                pool_timeout=(limits or SERVING).pool,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args=limits.arguments() if limits else {"timeout": SERVING.connect},
            )
        )
    told = {"timeout": BUSY_MS / 1000, "factory": RollingBack}
    engine = create_async_engine(address, connect_args=told, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _on_begin)
    return Database(engine)


def _on_connect(connection: Any, _: object) -> None:
    """Write-ahead log and foreign keys; and leave BEGIN to us, see below."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Any) -> None:
    """Take the write lock at once, unless only to read.

    A read that later writes would fail half-way when another writer came between.
    """
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


async def settle_file(database: Database) -> None:
    """Write SQLite's write-ahead log into the file and empty it, so that what was deleted is in neither.

    Whoever reads at the moment is not waited for: then the log is emptied another time. PostgreSQL looks after itself.
    """
    if database.engine.dialect.name != "sqlite":
        return
    async with database.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")


def sqlite_version() -> str:
    """Give the version of the SQLite library, for `mingbai doctor`."""
    return sqlite3.sqlite_version
