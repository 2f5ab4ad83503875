"""A citizen's questions while they are on their way from a turn to the database, found by the keyed hash they bear."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import orjson
from redis.asyncio import Redis

from adapters.redis.questions import PURPOSE, SEALED_FOR
from adapters.redis.reach import reachable
from bot.errors import ServiceError
from bot.privacy import Vault

ENTRIES_A_LOOK = 100


class QuestionTraces:
    """Reads and changes streams of questions; `person` is `channel:citizen`. Raises `ServiceError` when Redis is away."""

    def __init__(self, redis: Redis, *, vault: Vault) -> None:
        self._redis = redis
        self._vault = vault

    async def of(self, stream: bytes, person: str) -> AsyncIterator[dict[str, Any]]:
        """Give the lines of a person in a stream."""
        mark = self._mark(person)
        async for _, lines in self._batches(stream):
            for line in lines:
                if line.get("citizen") == mark:
                    yield line

    async def erase(self, stream: bytes, person: str) -> int:
        """Put each batch that holds a line of the person back without it; give how many lines are gone.

        A batch that is being carried at the moment may be carried twice: each line is kept once, by its key.
        """
        mark, count = self._mark(person), 0
        for number, lines in [each async for each in self._batches(stream)]:
            others = [line for line in lines if line.get("citizen") != mark]
            if len(others) == len(lines):
                continue
            count += len(lines) - len(others)
            async with reachable(), self._redis.pipeline(transaction=True) as pipeline:
                if others:
                    sealed = self._vault.seal(orjson.dumps(others), purpose=SEALED_FOR)
                    pipeline.xadd(stream, {"sealed": sealed})
                pipeline.xdel(stream, number)
                await pipeline.execute()
        return count

    def _mark(self, person: str) -> str:
        return self._vault.fingerprint(person, purpose=PURPOSE)

    async def _batches(self, stream: bytes) -> AsyncIterator[tuple[bytes, list[dict[str, Any]]]]:
        after = "-"
        while True:
            async with reachable():
                entries: Any = await self._redis.xrange(stream, min=after, count=ENTRIES_A_LOOK)
            if not entries:
                return
            for number, fields in entries:
                yield number, self._lines(fields)
            after = f"({entries[-1][0].decode()}"

    def _lines(self, fields: dict[bytes, bytes]) -> list[dict[str, Any]]:
        """Give the lines of a batch, or the one line that was set aside; what no key opens holds none."""
        with suppress(ServiceError, ValueError):
            read = orjson.loads(self._vault.open_bytes(fields.get(b"sealed", b""), purpose=SEALED_FOR))
            return [line for line in (read if isinstance(read, list) else [read]) if isinstance(line, dict)]
        return []
