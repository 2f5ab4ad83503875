"""Callers who do not go on (half a head, half a body, an answer not taken) hold nothing for long, on every port."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.porch import connection as ports
from adapters.port import listening_on
from adapters.web.bodies import whole
from adapters.wechat.simulator import app as simulator
from adapters.wechat.simulator.protocol import bodies as simulated_bodies
from adapters.wechat.simulator.protocol.settings import SimulatorSettings

ROOT = Path(__file__).resolve().parents[2]
SHORT = 0.3
PATIENCE = 20.0
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BIG = 32 * 1024 * 1024


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "HEAD_SECONDS", SHORT)
    monkeypatch.setattr(ports, "TAKING_SECONDS", SHORT)
    monkeypatch.setattr(simulated_bodies, "BODY_SECONDS", SHORT)


async def _answer(_: web.Request) -> web.Response:
    return web.Response(text="here")


async def _slowly(_: web.Request) -> web.Response:
    await asyncio.sleep(3 * SHORT)
    return web.Response(text="slow")


async def _big(_: web.Request) -> web.Response:
    return web.Response(body=bytes(BIG))


async def _read(request: web.Request) -> web.Response:
    return web.Response(body=await whole(request, limit=100))


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = web.Application()
    app.add_routes([web.get("/", _answer), web.get("/slow", _slowly), web.get("/big", _big)])
    app.add_routes([web.post("/", _read)])
    async with listening_on(app, "127.0.0.1", 0, drain=1) as opened:
        yield opened


@asynccontextmanager
async def line(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE):
            yield reader, writer
    finally:
        writer.close()


async def closed(reader: asyncio.StreamReader) -> bool:
    try:
        return await reader.read() == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("begun", [b"", b"G", HEAD, HEAD + b"Cookie: " + b"a" * 4000])
async def test_half_a_head_is_not_waited_for(port: int, begun: bytes) -> None:
    async with line(port) as (reader, writer):
        writer.write(begun)
        assert await closed(reader)


async def test_a_head_that_drips_is_not_waited_for(port: int) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        while True:
            await asyncio.sleep(SHORT / 10)
            writer.write(b"X: a\r\n")

    async with line(port) as (reader, writer):
        dripping = asyncio.create_task(drip(writer))
        assert await closed(reader)
        dripping.cancel()
        await asyncio.gather(dripping, return_exceptions=True)


async def test_half_a_further_head_is_not_waited_for_either(port: int) -> None:
    async with line(port) as (reader, writer):
        for _ in range(2):
            writer.write(HEAD + b"\r\n")
            assert b"here" in await reader.readuntil(b"here")
            # Between two requests a connection may rest.
            await asyncio.sleep(2 * SHORT)
        writer.write(HEAD)
        assert await closed(reader)


async def test_an_answer_may_take_longer_than_a_head(port: int) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/slow") as answer:
        assert await answer.text() == "slow"


async def test_a_head_without_end_is_refused(port: int) -> None:
    async with line(port) as (reader, writer):
        writer.write(HEAD + b"".join(b"X-%d: a\r\n" % number for number in range(200)))
        assert b" 400 " in await reader.readline()
    async with line(port) as (reader, writer):
        writer.write(HEAD + b"Cookie: " + b"a" * 70_000)
        assert b" 400 " in await reader.readline()


async def test_an_answer_that_nobody_takes_is_given_up(port: int) -> None:
    async with line(port) as (reader, writer):
        writer.write(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" in await reader.readline()
        await asyncio.sleep(4 * SHORT)
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await reader.readexactly(BIG)


async def test_many_who_only_begin_keep_nobody_out(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "HEAD_SECONDS", 60)
    monkeypatch.setattr(ports, "MOST_WAITING", 20)
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(60)]
    for _, writer in lines:
        writer.write(HEAD)
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as answer:
        assert await answer.text() == "here"
    ended = [asyncio.create_task(closed(reader)) for reader, _ in lines]
    await asyncio.wait(ended[:41], timeout=PATIENCE)
    assert sum(task.done() for task in ended) == 41
    for _, writer in lines:
        writer.close()
    await asyncio.gather(*ended)


async def test_the_simulator_waits_for_nobody_either(tmp_path: Path) -> None:
    settings = SimulatorSettings(
        callback_url="http://127.0.0.1:1/wechat", token="t" * 8, aes_key="a" * 43, appid="wx1", secret="s",
        account="gh_1", mode="safe", port=0, data_dir=tmp_path,
    )  # fmt: skip
    serving = await simulator.start(settings)
    try:
        number = int(serving.url.rsplit(":", 1)[1])
        async with line(number) as (reader, writer):
            writer.write(HEAD)
            assert await closed(reader)
        for path in (b"/api/citizens", b"/cgi-bin/message/custom/send"):
            async with line(number) as (reader, writer):
                head = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" % path
                writer.write(head + b"Content-Length: 99\r\n\r\n{")
                assert b" 408 " in await reader.readline()
    finally:
        await serving.stop()


def test_every_program_listens_by_the_same_port() -> None:
    own = re.compile(r"AppRunner|TCPSite|run_app|create_server|start_server")
    sources = [path for path in (ROOT / "adapters").rglob("*.py") if path.name not in {"port.py", "porch.py"}]
    assert [path.name for path in sources if own.search(path.read_text("utf-8"))] == []
