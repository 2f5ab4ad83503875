"""A key that the platform lends for two hours, shared by all processes: one fetches it under a lock, all others read (§9)."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

from bot.errors import ServiceError

log = logging.getLogger(__name__)
# The platform renews a key during its last five minutes; ours is forgotten before that.
_EARLY_SECONDS = 300
_SHORTEST_SECONDS = 30
_LOCK_SECONDS = 15.0
_PATIENCE_SECONDS = 10.0

Fetch = Callable[[], Awaitable[tuple[str, int]]]


@asynccontextmanager
async def _reachable() -> AsyncIterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise ServiceError(retry_after=1.0, peer="redis", reason=type(error).__name__) from error


class LentKey:
    """Gives the key that is valid now; fails closed when Redis is away, so that workers never race for keys."""

    def __init__(self, redis: Redis, key: str) -> None:
        self._redis = redis
        self._key = key

    async def current(self, fetch: Fetch) -> str:
        """Give the stored key, fetching one only when none is stored; `fetch` gives it with its seconds."""
        return await self._stored() or await self.renewed(None, fetch)

    async def renewed(self, refused: str | None, fetch: Fetch) -> str:
        """Give a key other than the refused one if there is one: whoever comes second finds it stored.

        Raises whatever `fetch` raises, and ServiceError when Redis is away.
        """
        async with self._writing():
            stored = await self._stored()
            if stored and stored != refused:
                return stored
            return await self._keep(*await fetch())

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        lock = self._redis.lock(
            f"{self._key}:lock", timeout=_LOCK_SECONDS, blocking_timeout=_PATIENCE_SECONDS, sleep=0.02
        )
        async with _reachable():
            if not await lock.acquire():
                raise ServiceError(retry_after=1.0, peer="redis", reason="key lock is held")
        try:
            yield
        finally:
            try:
                await lock.release()
            except (LockError, RedisError, OSError):
                # Its lease ends by itself; the key that was fetched is good all the same.
                log.warning("key lock not released")

    async def _stored(self) -> str | None:
        async with _reachable():
            value = await self._redis.get(self._key)
        return value.decode() if isinstance(value, bytes) else value

    async def _keep(self, key: str, lifetime: int) -> str:
        async with _reachable():
            await self._redis.set(self._key, key, ex=max(lifetime - _EARLY_SECONDS, _SHORTEST_SECONDS))
        log.info("platform key fetched", extra={"key": self._key, "lifetime": lifetime})
        return key


def lent(answer: dict[str, object], name: str) -> tuple[str, int]:
    """Read a key and its seconds from an answer; raises ServiceError when it holds none."""
    key, lifetime = answer.get(name), answer.get("expires_in")
    if not isinstance(key, str) or not key or not isinstance(lifetime, int):
        raise ServiceError(retry_after=30.0, peer="wechat", reason=f"answer without {name}")
    return key, lifetime
