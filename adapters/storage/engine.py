"""Opens SQLite or PostgreSQL with the habits each needs, so that the services see one database."""

import sqlite3
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
)


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


def create_database(url: str, *, pool_size: int = 5) -> Database:
    """Open a database; nothing is connected before the first transaction, and no error tells a parameter."""
    address = async_url(url)
    if not address.startswith("sqlite"):
        return Database(
            create_async_engine(
                address, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True, hide_parameters=True
            )
        )
    engine = create_async_engine(address, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True)
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


def sqlite_version() -> str:
    """Give the version of the SQLite library, for `mingbai doctor`."""
    return sqlite3.sqlite_version
