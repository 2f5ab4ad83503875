"""A clock that is set ten minutes forward or back neither loses a parcel nor holds it up, nor sends it twice."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.database import Database
from bot.message import Reply
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody

NOW = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)
LEASE = timedelta(seconds=60)


async def lay(database: Database, *, now: datetime) -> None:
    async with database.transaction() as tx:
        await outbox.enqueue(tx, "o1", body=ParcelBody(Reply("到了")), dedup="once", now=now)


async def claimed(database: Database, *, now: datetime) -> int:
    async with database.transaction() as tx:
        return len(await outbox.claim(tx, "wechat", now=now, limit=5, lease=LEASE))


@pytest.mark.parametrize("minutes", [-10, 10])
async def test_a_parcel_leaves_at_once_whatever_the_clock_did(database: Database, minutes: int) -> None:
    await lay(database, now=NOW + timedelta(minutes=minutes))
    assert await claimed(database, now=NOW) == 1
    assert await claimed(database, now=NOW) == 0


async def test_who_holds_a_parcel_while_the_clock_is_set_back_holds_it_still(database: Database) -> None:
    await lay(database, now=NOW)
    assert await claimed(database, now=NOW + timedelta(minutes=10)) == 1
    assert await claimed(database, now=NOW) == 0
