"""Messages that were tried in vain lie sealed and apart: so many at most, and for so long, for whoever mends the fault."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from prometheus_client import Counter, Gauge
from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.redis.sealed_message import unseal
from bot.errors import ServiceError
from bot.message import Inbound
from bot.privacy import Vault

SET_ASIDE = Counter("mingbai_messages_set_aside", "Messages that were tried in vain and given to staff")
QUARANTINED = Gauge("mingbai_quarantined", "Messages that were tried in vain and lie in quarantine")
MOST_MESSAGES = 1000
KEPT_SECONDS = 30 * 24 * 3600


def messages_key() -> str:
    """Give the name under which the names of the messages lie."""
    return key_of("quarantine")


def message_key(identity: str) -> str:
    """Give the name under which one message lies."""
    return key_of("quarantine", identity)


class Quarantine:
    """Counts and reads what lies in quarantine."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def count(self) -> int:
        """Give how many messages lie there, and set the gauge; raises `ServiceError` when Redis is away."""
        async with reachable():
            held = int(await self._redis.zcount(messages_key(), time.time() - KEPT_SECONDS, "+inf"))
        QUARANTINED.set(held)
        return held

    async def latest(self) -> datetime | None:
        """Give when the last of them was set aside, nothing when none lies there; raises `ServiceError` without Redis."""
        async with reachable():
            found: Any = await self._redis.zrange(
                messages_key(), "+inf", time.time() - KEPT_SECONDS, desc=True, byscore=True, offset=0, num=1,
                withscores=True,
            )  # fmt: skip
        return datetime.fromtimestamp(found[0][1], UTC) if found else None

    async def messages(self, vault: Vault) -> list[Inbound]:
        """Give the messages that lie there, those set aside last first; what the secret does not open is left out.

        Raises `ServiceError` when Redis is away.
        """
        async with reachable():
            places: Any = await self._redis.zrange(messages_key(), 0, -1, desc=True)
            sealed: Any = await self._redis.mget(places) if places else []
        found = []
        for each in filter(None, sealed):
            with suppress(ServiceError, TypeError):
                found.append(unseal(each, vault))
        return found
