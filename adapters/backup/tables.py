"""The whole database as it was at one moment, in one SQLite file, whichever engine it comes from or goes to."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.storage import schema
from adapters.storage.engine import create_database
from adapters.storage.migrate import current, upgrade
from bot.database import READING, Database

ROWS = 500
Counts = dict[str, int]
Told = Callable[[str], None]


async def copy_out(database: Database, target: Path, *, told: Told) -> None:
    """Write a database to a file that is not there yet; `told` hears the name of each table.

    Everything is as it was at one moment, and nobody who writes meanwhile has to wait.
    """
    if database.engine.dialect.name == "sqlite":
        told("")
        await asyncio.to_thread(_copy_sqlite, Path(str(database.engine.url.database)), target)
        return
    copied = create_database(f"sqlite:///{target}")
    try:
        await upgrade(copied)
        # Within one such transaction PostgreSQL shows the same moment from the first query to the last.
        snapshot = database.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        async with snapshot.connect() as source, copied.engine.begin() as into:
            await _copy_rows(source, into, told=told)
    finally:
        await copied.close()
    await asyncio.to_thread(_settle, target)


async def copy_in(source: Path, database: Database, *, told: Told) -> None:
    """Bring an empty database to this version's schema and fill it from a file, in one transaction.

    The file is brought to this version's schema first, so it is to be a copy.
    """
    filed = create_database(f"sqlite:///{source}")
    try:
        await upgrade(filed)
        await upgrade(database)
        reading = filed.engine.execution_options(**{READING: True})
        async with reading.connect() as from_file, database.engine.begin() as into:
            await _copy_rows(from_file, into, told=told)
            if database.engine.dialect.name == "postgresql":
                await _set_counters(into)
    finally:
        await filed.close()


async def counts(database: Database) -> Counts:
    """Give how many rows each table has that is there."""
    async with database.engine.execution_options(**{READING: True}).connect() as connection:
        there = await connection.run_sync(_tables)
        return {
            table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
            for table in schema.METADATA.sorted_tables
            if table.name in there
        }


def counts_in(path: Path) -> Counts:
    """Give how many rows each table of a file has, without touching the file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copied:
        named = copied.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        there = schema.METADATA.tables.keys() & {name for (name,) in named}
        counted = {name: copied.execute(f'SELECT count(*) FROM "{name}"').fetchone() for name in there}  # noqa: S608 - our own tables
    return {name: int(count) for name, (count,) in sorted(counted.items())}


async def is_empty(database: Database) -> bool:
    """Say whether a database holds nothing: no table, or none with a row."""
    return await current(database) is None or not any((await counts(database)).values())


async def _copy_rows(source: AsyncConnection, into: AsyncConnection, *, told: Told) -> None:
    for table in schema.METADATA.sorted_tables:
        told(table.name)
        rows = await source.stream(select(table).order_by(*table.primary_key.columns))
        async for some in rows.mappings().partitions(ROWS):
            await into.execute(insert(table), [dict(row) for row in some])


async def _set_counters(into: AsyncConnection) -> None:
    """Let the numbers that PostgreSQL gives out go on after the last one that came from the file."""
    for table in schema.METADATA.sorted_tables:
        column = _counted(table)
        if column is not None:
            await into.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :column), :last, :taken)"),
                {"table": table.name, "column": column, **await _last(into, table, column)},
            )


async def _last(into: AsyncConnection, table: Table, column: str) -> dict[str, object]:
    last = await into.scalar(select(func.max(table.c[column])))
    return {"last": last or 1, "taken": last is not None}


def _counted(table: Table) -> str | None:
    column = table.autoincrement_column
    return column.name if column is not None else None


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy in one step: with the write-ahead log nobody has to wait for it, and it never has to begin again."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copied:
        live.backup(copied, pages=-1)
    _settle(target)


def _settle(target: Path) -> None:
    """Make it a single file, and read through it once; raises `ValueError` when it is not sound."""
    with closing(sqlite3.connect(target)) as copied:
        copied.execute("PRAGMA journal_mode=DELETE")
        (found,) = copied.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise ValueError(f"数据库文件不完整：{found}。请运行 mingbai doctor，不要覆盖以前的备份")
