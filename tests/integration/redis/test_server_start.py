"""An embedded server with much to read: it is waited for, and what it reads does not grow from start to start."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis import server
from adapters.redis.server import EmbeddedRedis

pytestmark = pytest.mark.redis


async def _written(embedded: EmbeddedRedis) -> int:
    async with Redis.from_url(embedded.socket.url) as client:
        return int((await client.info("persistence"))["aof_current_size"])


async def test_a_large_file_is_written_anew_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = EmbeddedRedis(tmp_path)
    async with Redis.from_url(await embedded.start()) as client:
        for _ in range(50):
            await client.set("kept", "x" * 10_000)
    grown = await _written(embedded)
    await embedded.stop()
    monkeypatch.setattr(server, "COMPACTED_FROM_BYTES", grown)
    again = EmbeddedRedis(tmp_path)
    await again.start()
    async with asyncio.timeout(20):
        while await _written(again) >= grown:  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0.05)
    async with Redis.from_url(again.socket.url) as client:
        assert await client.get("kept") == b"x" * 10_000
    await again.stop()


async def test_a_server_that_reads_its_data_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server of our own plays one that is reading for longer than a silent one would be waited for."""
    monkeypatch.setattr(server, "START_SECONDS", 0.3)
    embedded = EmbeddedRedis(tmp_path)
    embedded.socket.folder.mkdir(parents=True)
    reading_until = asyncio.get_running_loop().time() + 1.0

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):  # The other side hangs up as soon as it has its answer.
            while line := await reader.readline():
                if line.strip() == b"CLIENT":
                    writer.write(b"-ERR unknown subcommand\r\n")
                elif line.strip() == b"PING":
                    ready = asyncio.get_running_loop().time() >= reading_until
                    writer.write(b"+PONG\r\n" if ready else b"-LOADING Redis is reading its data\r\n")
                await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(play, embedded.socket.path):
        await embedded._wait_until_ready()
    assert asyncio.get_running_loop().time() >= reading_until
