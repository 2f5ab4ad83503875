"""Readers wait for no writer, and writers wait in line, on both engines."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot import audit
from bot.audit import AuditRecord
from bot.database import Database


async def test_a_reader_does_not_wait_for_an_open_writer(database: Database) -> None:
    async with database.transaction() as tx:
        await audit.record(tx, "test:write", actor="a", subject="b", now=datetime.now(UTC))
        async with asyncio.timeout(2), database.reading() as other:
            assert await other.scalar(select(func.count()).select_from(AuditRecord)) == 0
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(AuditRecord)) == 1


async def test_many_writers_at_once_all_write_and_the_chain_is_sound(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as tx:
            await audit.record(tx, "test:write", actor="a", subject=str(number), now=datetime.now(UTC))

    async with asyncio.timeout(20):
        await asyncio.gather(*(write(number) for number in range(40)))
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(AuditRecord)) == 40
        assert await audit.first_broken(tx) is None
