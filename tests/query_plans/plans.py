"""What a plan reads whole: said by SQLite in lines of words, by PostgreSQL as a tree."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, String

from adapters.storage.schema import METADATA
from adapters.storage.written_schema import PLACE, SEPARATOR
from tests.query_plans.sent import SentStatement

SCANNED = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
NAMED = re.compile(r'\b(?:FROM|JOIN|,|UPDATE) ?\(?"?(\w+)"?(?: AS "?(\w+)"?)?')
PARTIAL = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
ORDERED_APART = "USE TEMP B-TREE FOR ORDER BY"
# To read all of a table of so few rows looks cheap.
ROWS = 1_000
DEAR = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
CONDITIONS = ("Index Cond", "Recheck Cond", "TID Cond")


@dataclass(frozen=True, slots=True)
class WholeReading:
    """A table that a statement reads from end to end, and who sent it."""

    engine: str
    table: str
    sender: str
    words: str
    plan: str

    def __str__(self) -> str:
        """Say it in a few lines."""
        return f"{self.engine}: {self.sender} reads all of {self.table}\n    {' '.join(self.words.split())[:600]}\n    {self.plan}"


def of_sqlite(statements: list[SentStatement], tables: AbstractSet[str]) -> list[WholeReading]:
    """Give what statements read whole of some tables of a new SQLite database."""
    found: list[WholeReading] = []
    with closing(sqlite3.connect(":memory:")) as opened:
        for made in PLACE.read_text("utf-8").split(SEPARATOR):
            opened.execute(made)
        partial = {row[0] for row in opened.execute(PARTIAL)}
        for sent in statements:
            try:
                rows = opened.execute(f"EXPLAIN QUERY PLAN {sent.words}", sent.given).fetchall()
            except sqlite3.OperationalError:
                continue  # A test that makes an old database, or tables of its own.
            lines = [row[3] for row in rows if not _partial(row[3], partial)]
            for table, line in scanned(lines, sent.words, tables):
                found += (WholeReading("sqlite", table, one, sent.words, line) for one in sent.senders)
    return found


def _partial(line: str, partial: AbstractSet[str]) -> bool:
    """Tell whether a line walks along an index of some rows only, such as what is still open."""
    named = SCANNED.match(line)
    return named is not None and named[2] in partial


def scanned(lines: list[str], words: str, tables: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Give the tables that a plan of SQLite walks through, with the line that says so.

    To walk along an index, or from the newest row, for some rows at its end is no reading of the whole.
    """
    names = {alias or table: table for table, alias in NAMED.findall(words)}
    few = "LIMIT" in words and "WHERE" not in words and ORDERED_APART not in lines
    for line in lines:
        named = SCANNED.match(line)
        table = names.get(named[1], named[1]) if named else ""
        if table in tables and not few:
            yield table, line


async def of_postgresql(
    url: str, statements: list[SentStatement], tables: AbstractSet[str]
) -> list[WholeReading]:
    """Give what statements read whole of some tables of a new PostgreSQL database, which is filled for it."""
    found: list[WholeReading] = []
    opened = await asyncpg.connect(url)
    try:
        for setting in DEAR:
            await opened.execute(f"SET {setting} = off")
        await _fill(opened, tables)
        rows = await opened.fetch("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL")
        partial = {row[0] for row in rows}
        for sent in statements:
            try:
                told = await opened.fetchval(f"EXPLAIN (FORMAT JSON) {sent.words}", *sent.given)
            except asyncpg.PostgresError:
                continue
            for table, line in walked(json.loads(told)[0]["Plan"], tables, partial):
                found += (WholeReading("postgresql", table, one, sent.words, line) for one in sent.senders)
    finally:
        await opened.close()
    return found


async def _fill(opened: asyncpg.Connection, tables: AbstractSet[str]) -> None:
    """Put rows into tables, each column of another value in each row: of an empty one any plan costs the same."""
    await opened.execute("SET session_replication_role = replica")
    for name in sorted(tables):
        columns = METADATA.tables[name].columns
        names = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(map(_value, columns))
        await opened.execute(
            f'INSERT INTO "{name}" ({names}) SELECT {values} FROM generate_series(1, {ROWS}) AS row'
        )
    await opened.execute("ANALYZE")


def _value(column: Column[Any]) -> str:
    kind = column.type
    if isinstance(kind, String):
        return f"right(row::text, {kind.length or 80})"
    if isinstance(kind, Boolean):
        return "row % 2 = 0"
    if isinstance(kind, Integer | Float):
        return "row"
    if isinstance(kind, Date):
        return "DATE '2020-01-01' + row"
    if isinstance(kind, LargeBinary):
        return "'\\x00'::bytea"
    return "'{}'" if isinstance(kind, JSON) else "TIMESTAMPTZ '2020-01-01 00:00Z' + row * INTERVAL '1 hour'"


def walked(
    node: Mapping[str, Any], tables: AbstractSet[str], partial: AbstractSet[str], *, few: bool = False
) -> Iterator[tuple[str, str]]:
    """Give the tables that a plan of PostgreSQL walks through, with the step that does; see `scanned`."""
    kind, table = node["Node Type"], node.get("Relation Name", "")
    reads = table in tables and kind != "ModifyTable" and not any(name in node for name in CONDITIONS)
    below = node.get("Plans", ())
    chosen = any("Index Cond" in one or one.get("Index Name") in partial for one in (node, *below))
    if reads and not chosen and not (few and "Filter" not in node):
        yield table, f"{kind} {node.get('Index Name', '')} {node.get('Filter', '')}".strip()
    # What sorts or counts reads all that is below before it gives the first row.
    few = kind == "Limit" or (few and kind not in {"Sort", "Aggregate", "Hash", "Unique", "WindowAgg"})
    for one in below:
        yield from walked(one, tables, partial, few=few)
