import asyncio
from datetime import UTC, datetime

import pytest

from bot.database import Database
from handlers.cases import next_number

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


async def test_numbers_follow_each_other_by_prefix_and_day(database: Database) -> None:
    async with database.transaction() as tx:
        assert await next_number(tx, "GK", now=NOON) == "GK202611200001"
        assert await next_number(tx, "GK", now=NOON) == "GK202611200002"
        assert await next_number(tx, "RG", now=NOON) == "RG202611200001"


async def test_the_day_is_that_of_china(database: Database) -> None:
    async with database.transaction() as tx:
        late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
        assert await next_number(tx, "GK", now=late) == "GK202611210001"


async def test_an_undone_transaction_gives_its_number_back(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as tx:
            await next_number(tx, "GK", now=NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.transaction() as tx:
        assert await next_number(tx, "GK", now=NOON) == "GK202611200001"


async def test_numbers_given_out_at_once_differ(database: Database) -> None:
    async def take() -> str:
        async with database.transaction() as tx:
            return await next_number(tx, "GK", now=NOON)

    numbers = await asyncio.gather(*(take() for _ in range(20)))
    assert sorted(numbers) == [f"GK20261120{place:04d}" for place in range(1, 21)]
