"""A scripted stand-in for a chat model: it says what a test wants, and fails in the ways that services do.

It is no model: nothing is measured by it but what happens to words that come back, and how long that takes.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

OK = 200
DRIP_SECONDS = 0.05


@dataclass
class ScriptedChat:
    """The service: what it was asked, and what it says.

    `script` gives the words for each task, by what the task is told: `rewrite`, `judge`, `reword`, `propose`; text, or
    what makes it of the material. `raw` is answered instead, as `kind`; `status` and `delay` come before everything;
    with `drips` the answer never ends.
    """

    url: str = ""
    key: str = "the-key"
    script: dict[str, str | Callable[[dict[str, str]], str]] = field(default_factory=dict)
    raw: bytes | None = None
    kind: str = "application/json"
    status: int = OK
    location: str = ""
    delay: float = 0.0
    drips: bool = False
    bodies: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)

    @property
    def sent(self) -> str:
        """Give everything that was ever sent, to look for what must not be in it."""
        return json.dumps(self.bodies, ensure_ascii=False)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        self.visited.append(request.path)
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return web.json_response({"error": "no key"}, status=401)
        body = await request.json()
        self.bodies.append(body)
        material: dict[str, str] = json.loads(body["messages"][1]["content"])
        task = _task(material)
        self.asked.append((task, material))
        await asyncio.sleep(self.delay)
        if self.status != OK:
            headers = {"Location": self.location} if self.location else {}
            return web.Response(status=self.status, headers=headers)
        if self.drips:
            return await self._drip(request)
        if self.raw is not None:
            return web.Response(body=self.raw, content_type=self.kind)
        said = self.script.get(task, "")
        words = said if isinstance(said, str) else said(material)
        return web.json_response({"choices": [{"message": {"role": "assistant", "content": words}}]})

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": self.kind})
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(DRIP_SECONDS)


def _task(material: dict[str, str]) -> str:
    if "text" in material:
        return "propose"
    if "question" not in material:
        return "reword"
    return "judge" if "passage" in material else "rewrite"


@asynccontextmanager
async def scripted_chat() -> AsyncIterator[ScriptedChat]:
    """Serve on a free port for as long as the block lasts."""
    fake = ScriptedChat()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", fake.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield fake
    finally:
        await runner.cleanup()
