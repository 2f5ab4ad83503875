"""Who stands before a screen now: a name made for one use, and everything of it forgotten when it is over.

What is forgotten is found without looking through all of Redis: the session notes the identity of each message.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.person import CitizenAccount, RedisTraces
from adapters.redis.reach import reachable
from bot.clock import Clock
from bot.database import Database
from bot.errors import ServiceError
from bot.outbound.retention import forget
from bot.privacy import Vault
from handlers.talk.public_screen import KIOSK

QUIET = timedelta(seconds=60)
"""So long after the last sign of somebody the use is over here, too, whatever became of its page."""
SAID_SECONDS = 24 * 3600
SWEPT_AT_ONCE = 100


def open_key() -> str:
    """Give the name under which open sessions lie."""
    return key_of("kiosk-open")


class KioskSessions:
    """Opens and ends uses of screens; every method raises `ServiceError` when a store is away."""

    def __init__(self, redis: Redis, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._redis = redis
        self._database = database
        self._traces = RedisTraces(redis, vault=vault)
        self._clock = clock

    async def begin(self) -> str:
        """Give the name of somebody who begins to use a screen; it says nothing of the person."""
        citizen = f"{KIOSK}_{secrets.token_urlsafe(16)}"
        async with reachable():
            await self._redis.zadd(open_key(), {citizen: self._clock.now().timestamp()})
        return citizen

    async def stay(self, citizen: str) -> bool:
        """Note that somebody is still there; give False where the use is over, and forget what is left of it."""
        now = self._clock.now()
        async with reachable():
            seen = await self._redis.zscore(open_key(), citizen)
            if seen is not None and now.timestamp() - seen < QUIET.total_seconds():
                await self._redis.zadd(open_key(), {citizen: now.timestamp()}, xx=True)
                return True
        if seen is not None:
            await self.end(citizen)
        return False

    async def note(self, citizen: str, identity: str) -> bool:
        """Note a message before it is answered; give False where the use is over."""
        if not await self.stay(citizen):
            return False
        key = key_of("kiosk-said", citizen)
        async with reachable(), self._redis.pipeline(transaction=False) as steps:
            steps.sadd(key, identity)
            steps.expire(key, SAID_SECONDS)
            await steps.execute()
        return True

    async def end(self, citizen: str) -> None:
        """End a use and forget all of it; a message under way is waited for."""
        key = key_of("kiosk-said", citizen)
        async with reachable():
            await self._redis.zrem(open_key(), citizen)
            noted: Any = await self._redis.smembers(key)
        said = [identity.decode() for identity in noted]
        await self._traces.erase_known(CitizenAccount(KIOSK, citizen), said)
        async with self._database.transaction() as tx:
            await forget(tx, citizen, channel=KIOSK)
        async with reachable():
            await self._redis.delete(key)

    async def sweep(self) -> int:
        """End the uses whose page went away without a word; give how many.

        One that cannot be forgotten now, since a store is away, stays on the list and is ended in another round.
        """
        before = (self._clock.now() - QUIET).timestamp()
        async with reachable():
            left: Any = await self._redis.zrange(
                open_key(), "-inf", before, byscore=True, offset=0, num=SWEPT_AT_ONCE
            )
        ended = 0
        for citizen in left:
            with suppress(ServiceError):
                await self._swept(citizen.decode())
                ended += 1
        return ended

    async def _swept(self, citizen: str) -> None:
        try:
            await self.end(citizen)
        except ServiceError:
            async with reachable():
                await self._redis.zadd(open_key(), {citizen: 0})
            raise
