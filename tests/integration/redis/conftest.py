"""A real Redis server of its own for each test, and a database beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from bot.database import Database


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    client = Redis.from_url(server.socket.url)
    yield client
    await client.aclose()
    await server.stop()
