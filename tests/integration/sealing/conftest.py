"""A real Redis and a key file for the tests of keys."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from adapters.sealing.key_file import KEY_FILE


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    client = Redis.from_url(await server.start())
    yield client
    await client.aclose()
    await server.stop()


@pytest.fixture
def key_path(tmp_path: Path) -> Path:
    return tmp_path / KEY_FILE
