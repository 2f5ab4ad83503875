"""What counts as reading a table whole, in the words of both engines; and every table is known to grow or not."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from adapters.storage.schema import METADATA
from bot.outbound.outbox import ParcelRecord
from bot.outbound.pickup import piles
from tests.query_plans.growth import COUNTY_SIZED, GROWING, READS_ALL, refused
from tests.query_plans.plans import WholeReading, of_sqlite, scanned, walked
from tests.query_plans.sent import SentStatement, SentStatements, shape

TABLES = frozenset({"outbox", "tickets"})


def test_every_table_is_said_to_grow_with_the_citizens_or_with_the_county() -> None:
    assert not GROWING & COUNTY_SIZED
    assert set(METADATA.tables) == GROWING | COUNTY_SIZED
    assert all(READS_ALL.values())


@pytest.mark.parametrize(
    ("words", "lines", "found"),
    [
        ("SELECT id FROM outbox WHERE body = ?", ["SCAN outbox"], ["outbox"]),
        ("SELECT o.id FROM outbox AS o WHERE o.body = ?", ["SCAN o"], ["outbox"]),
        ("SELECT id FROM outbox WHERE id = ?", ["SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)"], []),
        ("SELECT id FROM outbox ORDER BY id DESC LIMIT ?", ["SCAN outbox"], []),
        ("SELECT id FROM outbox WHERE body = ? ORDER BY id LIMIT ?", ["SCAN outbox"], ["outbox"]),
        ("SELECT id FROM outbox ORDER BY due_at LIMIT ?", ["SCAN outbox", "USE TEMP B-TREE FOR ORDER BY"], ["outbox"]),
        ("SELECT name FROM projects", ["SCAN projects"], []),
        ("SELECT 1 FROM tickets, outbox", ["SCAN tickets USING COVERING INDEX i", "SEARCH outbox USING i"], ["tickets"]),
    ],
)  # fmt: skip
def test_lines_of_sqlite(words: str, lines: list[str], found: list[str]) -> None:
    assert [table for table, _ in scanned(lines, words, TABLES)] == found


def step(kind: str, *below: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {"Node Type": kind, "Relation Name": "outbox", "Plans": list(below), **said}


@pytest.mark.parametrize(
    ("plan", "whole"),
    [
        (step("Seq Scan"), True),
        (step("Index Scan", **{"Index Cond": "(id = 1)"}), False),
        (step("Index Scan", Filter="(state = 'due')"), True),
        (step("Index Scan", **{"Index Name": "open_ones"}), False),
        (step("Bitmap Heap Scan", {"Node Type": "Bitmap Index Scan", "Index Cond": "(id = 1)"}), False),
        ({"Node Type": "Limit", "Plans": [step("Index Scan")]}, False),
        ({"Node Type": "Limit", "Plans": [step("Index Scan", Filter="(x)")]}, True),
        ({"Node Type": "Limit", "Plans": [{"Node Type": "Sort", "Plans": [step("Index Scan")]}]}, True),
        ({"Node Type": "ModifyTable", "Plans": [step("Seq Scan")]}, True),
    ],
)
def test_steps_of_postgresql(plan: dict[str, Any], *, whole: bool) -> None:
    assert bool([*walked(plan, TABLES, frozenset({"open_ones"}))]) is whole


def test_a_list_of_any_length_has_one_shape() -> None:
    assert shape("a IN ($1::VARCHAR, $2::VARCHAR) AND b = $3") == shape("a IN ($1::VARCHAR) AND b = $2")
    assert shape("a IN (?, ?, ?)") == shape("a IN (?)")


def test_what_the_program_sends_is_noted_with_who_sent_it_and_what_a_test_sends_is_not() -> None:
    sent = SentStatements()
    asyncio.run(asked(sent))
    noted = {one.words.split()[0]: one.senders for one in sent.of("sqlite")}
    assert noted == {"SELECT": {"bot.outbound.pickup.piles"}}


async def asked(sent: SentStatements) -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    sent.listen()
    async with AsyncSession(engine) as tx:
        await piles(tx)
        await tx.scalars(select(ParcelRecord.id))
        await tx.execute(update(ParcelRecord).values(state="due"))
    sent.ignore()
    await engine.dispose()


def test_a_statement_without_an_index_is_told_once_with_its_sender() -> None:
    words = "SELECT outbox.id FROM outbox WHERE outbox.reason = ?"
    sent = SentStatement("sqlite", words, ("x",), {"handlers.some.where"})
    [told] = refused(of_sqlite([sent, sent], TABLES))
    assert told == WholeReading("sqlite", "outbox", "handlers.some.where", words, "SCAN outbox")
    assert "reads all of outbox" in str(told)


def test_what_has_a_reason_is_not_refused() -> None:
    readings = [
        WholeReading("sqlite", "audit_entries", "bot.audit.first_broken", "SELECT …", "SCAN audit_entries"),
        WholeReading("sqlite", "tickets", "handlers.tickets.store.page", "… LIKE ?", "SCAN tickets"),
    ]
    assert refused(readings) == []
