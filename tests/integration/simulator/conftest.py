"""A simulator and a small adapter of the tests' own, both really serving on free ports."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from adapters.wechat.simulator.app import Simulator, start
from bot.clock import Clock
from tests.integration.simulator.endpoint import APPID, CITIZEN, SECRET, Endpoint


@dataclass(slots=True)
class Stage:
    """One simulator with the endpoint that it pushes to, and a client for its API."""

    endpoint: Endpoint
    simulator: Simulator
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"}
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        async with self.session.request(
            method, self.simulator.url + path, data=data, headers=headers
        ) as response:
            return response.status, await response.json()

    async def post(self, path: str, body: Any) -> Any:
        status, answer = await self.call("POST", path, body)
        assert status == 200, answer
        return answer

    async def say(self, content: str, **more: str) -> Any:
        return await self.post(f"/api/citizens/{CITIZEN}/text", {"content": content, **more})

    async def event(self, name: str, **more: str) -> Any:
        return await self.post(f"/api/citizens/{CITIZEN}/event", {"event": name, **more})

    async def fault(self, kind: str, **more: Any) -> None:
        await self.post("/control/faults", {"kind": kind, **more})

    async def token(self) -> str:
        body = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
        return str((await self.post("/cgi-bin/stable_token", body))["access_token"])

    async def send(self, message: dict[str, Any], *, path: str = "send") -> int:
        """Send a customer-service message and give the error code, 0 for success."""
        token = await self.token()
        body = {"touser": CITIZEN, **message}
        return int((await self.post(f"/cgi-bin/message/custom/{path}?access_token={token}", body))["errcode"])


OpenStage = Callable[..., Awaitable[Stage]]


@pytest.fixture
async def open_stage() -> AsyncIterator[OpenStage]:
    async with AsyncExitStack() as stack:

        async def make(endpoint: Endpoint | None = None, clock: Clock | None = None, **changed: Any) -> Stage:
            served = await stack.enter_async_context(endpoint or Endpoint())
            simulator = await start(served.settings(**changed), clock)
            stack.push_async_callback(simulator.stop)
            session = await stack.enter_async_context(aiohttp.ClientSession())
            await simulator.verified(5)
            return Stage(served, simulator, session)

        yield make


@pytest.fixture
async def stage(open_stage: OpenStage) -> Stage:
    return await open_stage()
