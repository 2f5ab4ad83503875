"""Readers wait for no writer, and writers wait in line, on both engines."""

import asyncio
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from adapters.storage.engine import BUSY_MS, create_database, sqlite_url
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


async def test_a_writer_that_was_broken_off_holds_up_nobody(tmp_path: Path) -> None:
    """The driver's closed connection would keep the write lock for as long as a statement of it is held anywhere."""
    database = create_database(sqlite_url(tmp_path))
    async with database.engine.connect() as connection:
        await connection.begin()
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        held = await driver.execute("SELECT 1 UNION SELECT 2")
        await connection.invalidate(asyncio.CancelledError())
    async with asyncio.timeout(BUSY_MS / 1000 / 2), database.transaction() as tx:
        await tx.execute(text("CREATE TABLE after (number INTEGER)"))
    async with database.reading() as tx:
        assert await tx.scalar(text("SELECT count(*) FROM after")) == 0
    del held
    await database.close()
