"""A town on both engines, with a real Redis beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from bot.database import Database
from tests.factories.citizens import Town


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    client = Redis.from_url(await server.start())
    yield client
    await client.aclose()
    await server.stop()


@pytest.fixture
def town(database: Database, redis: Redis) -> Town:
    return Town.of(database, redis)
