"""An embedded server that can no longer write must not keep the program from ending."""

import shutil
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis

pytestmark = pytest.mark.redis


async def test_a_server_whose_folder_is_gone_ends_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.redis.server.STOP_SECONDS", 1.0)
    folder = tmp_path / "data"
    folder.mkdir()
    server = EmbeddedRedis(folder)
    await server.start()
    client = Redis.from_url(server.socket.url)
    await client.set("said", "kept")
    process = server._process
    assert process
    shutil.rmtree(folder)
    # The end asks for a save, and there is nowhere to write it.
    await client.config_set("save", "1 1")
    await client.set("said", "again")
    await client.aclose()
    await server.stop()
    assert process.returncode is not None
