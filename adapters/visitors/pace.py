"""How often a visitor may do something from one address: whoever has no name is slowed where the calls come from."""

import hashlib
from dataclasses import dataclass

from aiohttp import web
from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.web.access.entrance import caller_of
from adapters.web.access.proxies import Proxies
from adapters.web.errors import RefusedError

MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class AddressPace:
    """Counts calls of one kind by address, so many a minute; fails closed: without Redis nobody passes."""

    redis: Redis
    proxies: Proxies
    name: str
    most: int

    async def take(self, request: web.Request) -> None:
        """Count a call; raises `RefusedError` (429) above the number, `ServiceError` when Redis is away."""
        address = caller_of(request, self.proxies)
        key = key_of("pace", f"{self.name}:{hashlib.sha256(address.encode()).hexdigest()[:32]}")
        async with reachable(), self.redis.pipeline() as steps:
            steps.set(key, 0, ex=MINUTE_SECONDS, nx=True)
            steps.incr(key)
            _, calls = await steps.execute()
        if int(calls) > self.most:
            raise RefusedError("visitors.refused.fast", status=429)
