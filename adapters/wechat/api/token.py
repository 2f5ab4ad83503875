"""The access token, shared by all processes: one writer under a lock in Redis, everybody else reads (protocol §9)."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

from adapters.wechat.account import OfficialAccount
from adapters.wechat.api.wire import Wire
from bot.errors import ServiceError

log = logging.getLogger(__name__)
# The platform renews a stable token during its last five minutes; ours is forgotten before that.
_EARLY_SECONDS = 300
_SHORTEST_SECONDS = 30
_LOCK_SECONDS = 15.0
_PATIENCE_SECONDS = 10.0


@asynccontextmanager
async def _reachable() -> AsyncIterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise ServiceError(retry_after=1.0, peer="redis", reason=type(error).__name__) from error


class AccessToken:
    """Gives the token that is valid now; fails closed when Redis is away, so that workers never race for tokens."""

    def __init__(self, redis: Redis, account: OfficialAccount, *, wire: Wire) -> None:
        self._redis = redis
        self._account = account
        self._wire = wire
        self._key = f"mingbai:wechat:token:{account.appid}"

    async def current(self) -> str:
        """Give the stored token, fetching one only when none is stored."""
        return await self._stored() or await self.renewed(None)

    async def renewed(self, refused: str | None) -> str:
        """Give a token other than the refused one if there is one: whoever comes second finds it stored.

        Raises PlatformError when the platform gives none (appid, secret or address not accepted), ServiceError
        when it or Redis is away.
        """
        async with self._writing():
            stored = await self._stored()
            if stored and stored != refused:
                return stored
            return await self._fetch()

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        lock = self._redis.lock(
            f"{self._key}:lock", timeout=_LOCK_SECONDS, blocking_timeout=_PATIENCE_SECONDS, sleep=0.02
        )
        async with _reachable():
            if not await lock.acquire():
                raise ServiceError(retry_after=1.0, peer="redis", reason="token lock is held")
        try:
            yield
        finally:
            try:
                await lock.release()
            except (LockError, RedisError, OSError):
                # Its lease ends by itself; the token that was fetched is good all the same.
                log.warning("token lock not released")

    async def _stored(self) -> str | None:
        async with _reachable():
            value = await self._redis.get(self._key)
        return value.decode() if isinstance(value, bytes) else value

    async def _fetch(self) -> str:
        body = {
            "grant_type": "client_credential",
            "appid": self._account.appid,
            "secret": self._account.secret,
            # Forcing would end the token of every other worker and is allowed twenty times a day only.
            "force_refresh": False,
        }
        answer = await self._wire.exchange("/cgi-bin/stable_token", body=body)
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lifetime, int):
            raise ServiceError(retry_after=30.0, peer="wechat", reason="token answer without a token")
        async with _reachable():
            await self._redis.set(self._key, token, ex=max(lifetime - _EARLY_SECONDS, _SHORTEST_SECONDS))
        log.info("access token fetched", extra={"lifetime": lifetime})
        return token
