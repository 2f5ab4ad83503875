"""A real Redis server of its own for each test, and a database beside it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from adapters.storage.engine import create_database, sqlite_url
from bot.database import Base, Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = create_database(sqlite_url(tmp_path))
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    client = Redis.from_url(server.socket.url)
    yield client
    await client.aclose()
    await server.stop()
