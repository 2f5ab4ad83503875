"""Rows by the million into either engine: past SQLAlchemy, which takes ten times as long, but by its tables and types."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import asyncpg
from sqlalchemy import JSON, Boolean, Column, Date, LargeBinary, make_url

from bot.database import Base, Instant

ROWS_A_TRIP = 20_000
ZEROES: dict[type, Any] = {str: "", int: 0, float: 0.0, bytes: b"", bool: False, list: [], dict: {}}
Given = Mapping[str, Any]
Turned = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one record; what a row does not name is the column's default, nothing where that may be, or zero."""

    record: type[Base]
    rows: Iterable[Given]

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.record.__tablename__)


class Bulk:
    """Writes batches into a database that nobody else uses meanwhile."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    async def write(self, batches: Iterable[Batch]) -> None:
        """Write them, and count the columns' values anew as a database in use has done by itself."""
        if self._url.get_backend_name() == "sqlite":
            self._into_sqlite(batches)
        else:
            await self._into_postgresql(batches)

    def _into_sqlite(self, batches: Iterable[Batch]) -> None:
        with closing(sqlite3.connect(str(self._url.database))) as opened:
            opened.execute("PRAGMA synchronous=OFF")
            opened.execute("PRAGMA cache_size=-400000")
            for batch in batches:
                columns, rows = _columns(batch.record), _rows(batch, sqlite=True)
                names = ", ".join(f'"{column.name}"' for column in columns)
                marks = ", ".join("?" * len(columns))
                opened.executemany(f'INSERT INTO "{batch.table}" ({names}) VALUES ({marks})', rows)
                opened.commit()

    async def _into_postgresql(self, batches: Iterable[Batch]) -> None:
        opened = await asyncpg.connect(self._url.render_as_string(hide_password=False))
        try:
            for batch in batches:
                names, rows = [column.name for column in _columns(batch.record)], _rows(batch, sqlite=False)
                while some := list(islice(rows, ROWS_A_TRIP)):
                    await opened.copy_records_to_table(batch.table, records=some, columns=names)
            await opened.execute("ANALYZE")
        finally:
            await opened.close()


def _columns(record: type[Base]) -> list[Column[Any]]:
    """Give the columns that a row says; a number that the database gives is none."""
    table: Any = record.__table__
    return [column for column in table.columns if column is not table.autoincrement_column]


def _rows(batch: Batch, *, sqlite: bool) -> Iterator[tuple[Any, ...]]:
    plan = [
        (column.name, _unsaid(column), _turned(column, sqlite=sqlite)) for column in _columns(batch.record)
    ]
    for row in batch.rows:
        yield tuple(turn(row.get(name, unsaid)) for name, unsaid, turn in plan)


def _unsaid(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is not None and default.is_scalar:
        return default.arg
    if column.nullable:
        return None
    return ZEROES.get(column.type.python_type)


def _turned(column: Column[Any], *, sqlite: bool) -> Turned:
    """Give what makes a value one that the driver takes."""
    if isinstance(column.type, JSON):
        return _as_json
    if not sqlite or isinstance(column.type, LargeBinary):
        return _as_it_is
    if isinstance(column.type, Instant):
        return _as_instant
    if isinstance(column.type, Date):
        return _as_day
    return int if isinstance(column.type, Boolean) and not column.nullable else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _as_instant(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _as_day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
