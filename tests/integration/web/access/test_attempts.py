"""Pauses in a real Redis: they grow, hold for one address, and a name guessed at by many opens for its owner."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from adapters.web.access.attempts import FREE_TRIES, LONGEST_PAUSE, MOST_FROM_STRANGERS, Attempts
from bot.errors import ServiceError

pytestmark = pytest.mark.redis
HERE, ELSEWHERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    client = Redis.from_url(server.socket.url)
    yield client
    await client.aclose()
    await server.stop()


@pytest.fixture
def attempts(redis: Redis) -> Attempts:
    return Attempts(redis)


async def end_pauses(redis: Redis) -> None:
    for key in await redis.keys("mingbai:pause:*"):
        await redis.delete(key)


async def test_each_wrong_try_after_the_free_ones_doubles_the_pause(attempts: Attempts, redis: Redis) -> None:
    assert [(await attempts.begin("wang", HERE)).wait_seconds for _ in range(FREE_TRIES)] == [0] * FREE_TRIES
    pauses = []
    for _ in range(9):
        pauses.append((await attempts.begin("wang", HERE)).wait_seconds)
        await end_pauses(redis)
        assert (await attempts.begin("wang", HERE)).wait_seconds == 0
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert pauses[-1] == LONGEST_PAUSE.total_seconds()
    assert (await attempts.begin("wang", ELSEWHERE)).wait_seconds == 0
    assert (await attempts.begin("zhao", HERE)).wait_seconds == 0


async def test_tries_at_once_are_all_counted(attempts: Attempts) -> None:
    taken = await asyncio.gather(*(attempts.begin("wang", HERE) for _ in range(40)))
    assert sum(one.wait_seconds == 0 for one in taken) == FREE_TRIES


async def test_who_knew_the_password_starts_anew(attempts: Attempts) -> None:
    for _ in range(3):
        for _ in range(FREE_TRIES):
            assert (await attempts.begin("wang", HERE)).wait_seconds == 0
        await attempts.succeeded("wang", HERE)


async def test_a_try_that_nobody_judged_counts_for_nothing(attempts: Attempts) -> None:
    for _ in range(FREE_TRIES * 3):
        one = await attempts.begin("wang", HERE)
        assert one.wait_seconds == 0
        await attempts.undo(one, "wang", address=HERE)
    before = [await attempts.begin("wang", HERE) for _ in range(FREE_TRIES)]
    # Nor does one of the free ones that ends late open what a later one has shut.
    await attempts.undo(before[0], "wang", address=HERE)
    assert (await attempts.begin("wang", HERE)).wait_seconds > 0


async def test_a_name_guessed_at_from_many_addresses_opens_where_it_is_known(attempts: Attempts) -> None:
    await attempts.begin("wang", HERE)
    await attempts.succeeded("wang", HERE)
    waits = [
        (await attempts.begin("wang", f"192.0.2.{at}")).wait_seconds for at in range(MOST_FROM_STRANGERS + 1)
    ]
    assert waits[:-1] == [0] * MOST_FROM_STRANGERS
    assert waits[-1] > 0
    assert (await attempts.begin("wang", HERE)).wait_seconds == 0


async def test_nothing_stays_for_ever_and_no_name_is_readable(attempts: Attempts, redis: Redis) -> None:
    for at in range(FREE_TRIES + 1):
        await attempts.begin("wangli", f"{HERE}{at % 2}")
    await attempts.succeeded("wangli", ELSEWHERE)
    keys = await redis.keys("*")
    assert keys
    assert not [key for key in keys if b"wangli" in key or HERE.encode() in key]
    assert [key for key in keys if await redis.ttl(key) < 0] == []


async def test_without_redis_nobody_is_let_in(tmp_path: Path) -> None:
    away = Redis.from_url(f"unix://{tmp_path}/nothing.sock")
    with pytest.raises(ServiceError):
        await Attempts(away).begin("wang", HERE)
    await away.aclose()
