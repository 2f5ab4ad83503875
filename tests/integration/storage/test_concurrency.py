"""Readers wait for no writer, and writers wait in line, on both engines."""

import asyncio
import traceback
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bot import audit
from bot.audit import AuditRecord
from bot.database import Database
from bot.errors import ServiceError


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


async def test_an_error_tells_no_parameter(database: Database) -> None:
    """What a statement carries is what citizens wrote; an error goes into the log."""
    secret = "王小雨13900001234"
    with pytest.raises((DBAPIError, ServiceError)) as refused:
        async with database.transaction() as tx:
            await tx.execute(text("SELECT * FROM no_such_table WHERE a = :a"), {"a": secret})
    rendered = "".join(traceback.format_exception(refused.value))
    assert "no_such_table" in rendered
    assert secret not in rendered
