"""Every door of the program open on a free port: the whole program on a real database and Redis, with all its routes."""

import asyncio
import gc
import re
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.cli.demonstration import LOGINS, demo_settings, prepare, simulated
from adapters.main import Program, opened
from adapters.redis.server import EmbeddedRedis
from adapters.site import action_server, application
from adapters.wechat.simulator.app import build_app
from tests.integration.postgres import AbsentError, Server

API_KEY, ACTIONS_TOKEN = "k" * 40, "t" * 40
ADMIN = next(login for login, _ in LOGINS if login.login == "admin")
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _litter_stays_here() -> Iterator[None]:
    """Have what aiohttp leaves of broken forms collected here, where it is expected, and not in another test."""
    yield
    gc.collect()


@dataclass(slots=True)
class Door:
    """One serving application, and what its ordinary callers send along."""

    app: web.Application
    host: str
    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    csrf: str = ""

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def log_in(self) -> None:
        """Log in as the administrator, to whom both consoles open."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            for fields in ({}, {"login": ADMIN.login, "password": ADMIN.password}):
                form = fields and {**fields, "csrf": self.csrf}
                method = "POST" if form else "GET"
                async with session.request(method, f"{self.url}/login", data=form or None) as answer:
                    page = await answer.text()
                    assert answer.status == 200, page
                    self.csrf = TOKEN.search(page)[1]  # type: ignore[index]
            [cookie] = [each for each in session.cookie_jar if each.key == "mingbai_session"]
        self.headers = {**self.headers, "Cookie": f"mingbai_session={cookie.value}"}


@dataclass(frozen=True, slots=True)
class Doors:
    """The program and its doors by name."""

    program: Program
    by_name: Mapping[str, Door]

    async def log_in(self) -> None:
        """Log in as the administrator, however many tries there were from this machine."""
        redis = self.program.resources.redis
        for counted in ("mingbai:login:*", "mingbai:tries*", "mingbai:pause:*"):
            for key in await redis.keys(counted):
                await redis.delete(key)
        await self.by_name["program"].log_in()


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """Give PostgreSQL, which is stricter about characters than SQLite; where there is none, SQLite has to do."""
    try:
        server = Server.start()
    except AbsentError:
        yield ""
        return
    yield server.new_database()
    server.stop()


async def _serve(stack: AsyncExitStack, app: web.Application, **headers: str) -> Door:
    server = await stack.enter_async_context(TestServer(app))
    return Door(app, str(server.host), int(server.port or 0), headers)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def doors(
    tmp_path_factory: pytest.TempPathFactory, trained: Path, database_url: str
) -> AsyncIterator[Doors]:
    folder = tmp_path_factory.mktemp("doors")
    await asyncio.to_thread(shutil.copytree, trained, folder / "recognizer")
    redis = EmbeddedRedis(folder)
    settings = demo_settings(folder, port=0, platform_port=1).model_copy(
        update={
            "database_url": database_url,
            "redis_url": await redis.start(),
            "rate_limit": 0,
            "api_key": SecretStr(API_KEY),
            "actions_token": SecretStr(ACTIONS_TOKEN),
        }
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(redis.stop)
        program = await stack.enter_async_context(opened(settings))
        await prepare(program)
        found = {
            "program": await _serve(stack, application(program), Authorization=f"Bearer {API_KEY}"),
            "actions": await _serve(stack, action_server(program), Authorization=f"Bearer {ACTIONS_TOKEN}"),
        }
        doors = Doors(program, found)
        await doors.log_in()
        callback = f"{found['program'].url}/wechat"
        found["simulator"] = await _serve(stack, build_app(simulated(settings, callback=callback)))
        yield doors
