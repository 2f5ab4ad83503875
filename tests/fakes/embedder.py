"""A small but real embedding service: texts that share runs of characters lie near each other.

Every run of one to three characters is hashed to a place and a sign of a vector (feature hashing), weighed by the
square root of how often it occurs. It speaks the common HTTP interface and can be made to fail in the ways that
services do.
"""

import asyncio
import hashlib
import math
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

DIMENSIONS = 256
LONGEST_RUN = 3
OK = 200


def vector_of(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """Give the vector of a text, of length 1; the empty text's has only its first number."""
    runs = Counter(text[at : at + size] for size in range(1, LONGEST_RUN + 1) for at in range(len(text)))
    values = [0.0] * dimensions
    for run, count in runs.items():
        mark = int.from_bytes(hashlib.sha256(run.encode()).digest()[:8], "big")
        values[mark % dimensions] += math.sqrt(count) * (1 if mark >> 63 else -1)
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values] if length else [1.0] + [0.0] * (dimensions - 1)


@dataclass
class FakeEmbedder:
    """The service: what it was asked, and how it is to fail.

    `statuses` are given out first, one for each request, 200 standing for a good answer; `body` is answered instead of vectors; `delay` in seconds
    comes before every answer.
    """

    url: str = ""
    key: str = "the-key"
    dimensions: int = DIMENSIONS
    delay: float = 0.0
    statuses: list[int] = field(default_factory=list)
    body: str | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """Give every text that was sent, in order."""
        return [text for request in self.requests for text in request["input"]]

    async def embed(self, request: web.Request) -> web.Response:
        """Answer a request."""
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            return web.json_response({"error": "no key"}, status=401)
        asked = await request.json()
        self.requests.append(asked)
        await asyncio.sleep(self.delay)
        status = self.statuses.pop(0) if self.statuses else OK
        if status != OK:
            return web.json_response({"error": "told to"}, status=status)
        if self.body is not None:
            return web.Response(text=self.body, content_type="application/json")
        rows = [
            {"object": "embedding", "index": at, "embedding": vector_of(text, self.dimensions)}
            for at, text in enumerate(asked["input"])
        ]
        # Services may answer in any order: the index counts.
        return web.json_response({"object": "list", "model": asked["model"], "data": rows[::-1]})


@asynccontextmanager
async def embedder() -> AsyncIterator[FakeEmbedder]:
    """Serve on a free port for as long as the block lasts."""
    fake = FakeEmbedder()
    app = web.Application()
    app.router.add_post("/v1/embeddings", fake.embed)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield fake
    finally:
        await runner.cleanup()
