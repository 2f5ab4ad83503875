"""The database offers exactly what the ladder says, and two workers at once never the same."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.database import Database
from bot.outbound import ladder, outbox
from bot.outbound.ladder import ParcelState
from bot.outbound.outbox import ParcelRecord, parcel_of

NOW = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)
LEASE = timedelta(seconds=60)
CITIZENS = [f"o{number}" for number in range(6)]


def row(dice: random.Random, number: int) -> dict[str, object]:
    state = dice.choice([*ParcelState, ParcelState.DUE, ParcelState.SENT])
    tried = dice.choice([0, 1, 3])
    return {
        "id": number,
        "dedup": str(number),
        "channel": "wechat",
        "citizen": dice.choice(CITIZENS),
        "kind": "answer",
        "body": {"text": str(number)},
        "state": state,
        "attempts": tried,
        "created_at": NOW,
        "due_at": NOW + timedelta(minutes=dice.choice([-5, 0, 5])),
        "task": "",
        "leased_until": dice.choice([None, None, NOW - timedelta(1), NOW + timedelta(minutes=1)]),
        "reason": "",
    }


async def fill(database: Database, seed: int, count: int) -> None:
    dice = random.Random(seed)
    async with database.transaction() as tx:
        await tx.execute(insert(ParcelRecord), [row(dice, number) for number in range(1, count + 1)])


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_offered_is_what_the_ladder_says(database: Database, seed: int) -> None:
    await fill(database, seed, 40)
    expected = set()
    async with database.reading() as tx:
        for citizen in CITIZENS:
            rows = (
                await tx.scalars(
                    select(ParcelRecord).where(ParcelRecord.citizen == citizen).order_by(ParcelRecord.id)
                )
            ).all()
            place = ladder.offered([parcel_of(each).standing for each in rows], now=NOW)
            if place is not None and (rows[place].leased_until or NOW) <= NOW:
                expected.add(rows[place].id)
    async with database.transaction() as tx:
        claimed = await outbox.claim(tx, "wechat", now=NOW, limit=50, lease=LEASE)
    assert {each.id for each in claimed} == expected
    assert [each.id for each in claimed] == sorted(expected)
    async with database.transaction() as tx:
        assert await outbox.claim(tx, "wechat", now=NOW, limit=50, lease=LEASE) == []


async def test_workers_at_once_share_and_none_passes_another(database: Database) -> None:
    async with database.transaction() as tx:
        for number in range(60):
            await tx.execute(
                insert(ParcelRecord).values(
                    row(random.Random(number), number + 1)
                    | {"citizen": f"o{number % 20}", "state": "due", "attempts": 0, "leased_until": None}
                )
            )

    async def take() -> list[int]:
        async with database.transaction() as tx:
            found = await outbox.claim(tx, "wechat", now=NOW, limit=7, lease=LEASE)
            await asyncio.sleep(0.01)
            return [each.id for each in found]

    taken = [number for each in await asyncio.gather(*(take() for _ in range(4))) for number in each]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(range(1, 21))
    while more := await take():
        taken += more
    assert sorted(taken) == list(range(1, 21))


async def test_only_the_holder_renews(database: Database) -> None:
    await fill(database, 3, 20)
    async with database.transaction() as tx:
        [first, *_] = await outbox.claim(tx, "wechat", now=NOW, limit=1, lease=LEASE)
    later = NOW + 2 * LEASE
    async with database.transaction() as tx:
        assert not await outbox.renew(tx, first.id, held=NOW, until=later)
        assert await outbox.renew(tx, first.id, held=NOW + LEASE, until=later)
        assert not await outbox.renew(tx, first.id, held=NOW + LEASE, until=later)
