"""A real Redis and a real HTTP peer for the adapter's client."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from redis.asyncio import Redis

from adapters.redis.server import EmbeddedRedis
from adapters.wechat.account import OfficialAccount

ACCOUNT = OfficialAccount(
    token="tokenfortests",
    aes_key="mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs",
    appid="wx1234567890abcdef",
    secret="the-secret-never-shown",
    account="gh_example",
)

Answer = Callable[[str], Any]


class Peer:
    """Plays the API just as far as a test scripts it, and keeps every call."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, bytes]] = []
        self.tokens = 0
        self.lifetime = 7200
        self.answer: Answer = lambda _token: {"errcode": 0, "errmsg": "ok"}

    async def _stable_token(self, request: web.Request) -> web.Response:
        self.calls.append(("token", "", await request.read()))
        self.tokens += 1
        return web.json_response({"access_token": f"token-{self.tokens}", "expires_in": self.lifetime})

    async def _other(self, request: web.Request) -> web.Response:
        token = request.query.get("access_token", "")
        self.calls.append((request.path, token, await request.read()))
        given = self.answer(token)
        return given if isinstance(given, web.Response) else web.json_response(given)

    def made(self, path: str) -> list[tuple[str, str, bytes]]:
        return [call for call in self.calls if call[0] == path]

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self._stable_token)
        app.router.add_route("*", "/cgi-bin/{rest:.*}", self._other)
        return app


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    server = EmbeddedRedis(tmp_path)
    client = Redis.from_url(await server.start())
    yield client
    await client.aclose()
    await server.stop()


@pytest.fixture
def peer() -> Peer:
    return Peer()


@pytest.fixture
async def base(peer: Peer) -> AsyncIterator[str]:
    async with TestServer(peer.application()) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened
