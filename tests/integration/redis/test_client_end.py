"""However badly its client is closed, an embedded server ends with the block that opened it."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import TimeoutError as RedisTimeoutError

from adapters.redis.server import socket_for
from adapters.resources import open_redis
from adapters.settings import Storage

pytestmark = pytest.mark.redis


def left(folder: Path) -> bool:
    return socket_for((folder / "redis").resolve()).path.exists()


async def test_connections_that_do_not_close_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close = Redis.aclose

    async def slow(client: Redis, *args: object) -> None:
        await close(client)
        if client.connection_pool.connection_kwargs.get("socket_timeout"):
            raise RedisTimeoutError("Timed out closing connection")

    monkeypatch.setattr(Redis, "aclose", slow)
    async with open_redis(Storage(data_dir=tmp_path)) as client:
        assert await client.ping()
        assert left(tmp_path)
    assert not left(tmp_path)


async def test_whoever_is_cancelled_again_while_the_client_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close, serves, closing = Redis.aclose, asyncio.Event(), asyncio.Event()

    async def stuck(client: Redis, *args: object) -> None:
        await close(client)
        if client.connection_pool.connection_kwargs.get("socket_timeout"):
            closing.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(Redis, "aclose", stuck)

    async def serve() -> None:
        async with open_redis(Storage(data_dir=tmp_path)) as client:
            await client.ping()
            serves.set()
            await asyncio.Event().wait()

    serving = asyncio.create_task(serve())
    await serves.wait()
    serving.cancel()
    await closing.wait()
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert not left(tmp_path)
