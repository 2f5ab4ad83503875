"""A start or an end of the embedded server that fails or is broken off leaves no server and no lock behind."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis import server
from adapters.redis.server import EmbeddedRedis
from tests.factories.children import Children, broken_off, program

pytestmark = pytest.mark.redis
SILENT = "exec sleep 60"


@pytest.fixture
async def children(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Children]:
    watched = Children()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched.spawn)
    yield watched
    watched.bury()


async def test_a_server_that_never_answers_is_ended(
    tmp_path: Path, children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "START_SECONDS", 0.2)
    silent = program(tmp_path / "silent", SILENT)
    with monkeypatch.context() as once:
        once.setattr(server, "executable", lambda: silent)
        with pytest.raises(TimeoutError):
            await EmbeddedRedis(tmp_path).start()
    assert len(children.born) == 1
    assert not children.unseen()
    # Whoever tries next owns the folder.
    monkeypatch.setattr(server, "START_SECONDS", 15.0)
    embedded = EmbeddedRedis(tmp_path)
    await embedded.start()
    assert embedded._ownership
    await embedded.stop()
    assert not children.unseen()


async def test_a_machine_without_a_server_leaves_the_folder_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as once:
        once.setattr(server, "executable", lambda: "/nowhere")
        with pytest.raises(FileNotFoundError):
            await EmbeddedRedis(tmp_path).start()
    embedded = EmbeddedRedis(tmp_path)
    await embedded.start()
    assert embedded._ownership
    await embedded.stop()


async def test_a_start_that_is_broken_off_leaves_no_server(tmp_path: Path, children: Children) -> None:
    for rounds in (1, 2, 3, 5, 8, 13, 30):
        await broken_off(EmbeddedRedis(tmp_path).start(), rounds=rounds, again=1)
        assert not children.unseen()
    embedded = EmbeddedRedis(tmp_path)
    await embedded.start()
    assert embedded._ownership
    await embedded.stop()


async def test_an_end_that_is_broken_off_comes_to_its_end(tmp_path: Path, children: Children) -> None:
    for rounds in (1, 2, 4, 8):
        embedded = EmbeddedRedis(tmp_path)
        await embedded.start()
        await broken_off(embedded.stop(), rounds=rounds, again=1)
        assert not children.unseen()
        assert not embedded._ownership


async def test_a_server_that_does_not_start_again_is_tried_again(
    tmp_path: Path, children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "AGAIN_SECONDS", 0.05)
    embedded = EmbeddedRedis(tmp_path)
    url = await embedded.start()
    broken = program(tmp_path / "broken", "exit 1")
    with monkeypatch.context() as once:
        once.setattr(server, "executable", lambda: broken)
        assert embedded._process
        embedded._process.kill()
        async with asyncio.timeout(20):
            while len(children.born) < 3:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)
    async with asyncio.timeout(20):
        while not await embedded._answers():  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0.02)
    async with Redis.from_url(url) as client:
        assert await client.ping()
    await embedded.stop()
    assert not children.unseen()
