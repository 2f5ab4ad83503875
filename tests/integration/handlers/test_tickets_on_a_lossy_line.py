"""Whoever asks for a person while PostgreSQL fails gets one ticket, and is never told that there is none."""

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from adapters.storage.engine import StoreLimits, create_database
from tests.factories.handover import TEXTS, hear, leases_over, posted_to, reception, tickets_of
from tests.integration.conftest import make_tables, prepare
from tests.integration.lossy_line import Lossy
from tests.integration.postgres import Server

pytestmark = [pytest.mark.postgres, pytest.mark.redis]
CITIZENS = 40


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    async with Redis.from_url(server.socket.url) as client:
        yield client
    await server.stop()


@pytest.fixture
def url(postgres_server: Server) -> Iterator[str]:
    address = postgres_server.new_database()
    prepare(address, make_tables)
    yield address
    postgres_server.drop(address)


@pytest.mark.parametrize("cuts", [15, 100_000])
async def test_nobody_is_told_wrongly(redis: Redis, url: str, tmp_path: Path, cuts: int) -> None:
    """A moment is bridged; of a longer failure everybody is told what is true, and gets the ticket afterwards."""
    lossy = Lossy(url, tmp_path)
    async with lossy.between(), AsyncExitStack() as stack:
        database = create_database(lossy.url, limits=StoreLimits(pool=1.0))
        # Whatever fails here, its connections are no litter for the tests behind it.
        stack.push_async_callback(database.close)
        desk = reception(redis, database)
        lossy.left = cuts
        answers = await asyncio.gather(*(hear(desk, number) for number in range(CITIZENS)))
        lossy.left = 0
        await desk.drain()
        told = {f"o{number}": words for number, words in enumerate(answers)}
        tickets = await tickets_of(database)
        # On a busy machine some wait for a connection until their time is over, and never come to a COMMIT.
        assert lossy.cuts >= min(cuts, CITIZENS) // 2
        assert TEXTS("general.failure") not in answers
        refused = {citizen for citizen, words in told.items() if words == TEXTS("general.unavailable")}
        assert not refused & set(tickets)
        promised = {citizen for citizen, words in told.items() if words in {"", TEXTS("general.later")}}
        for citizen in set(told) - refused - promised:
            assert tickets[citizen] == told[citizen]
        await leases_over(redis)
        while await desk.recover():
            pass
        tickets, posted = await tickets_of(database), await posted_to(database)
        assert {citizen: posted[citizen] for citizen in promised} == {
            citizen: tickets[citizen] for citizen in promised
        }
    gc.collect()
