"""Messages in hand lie sealed in Redis from the moment they are begun, so that no process takes one with it."""

import logging
import random
from typing import Any

from redis.asyncio import Redis

from adapters.redis.bundle import Bundle
from adapters.redis.keys import key_of
from adapters.redis.sealed_message import unseal
from bot.errors import ServiceError
from bot.message import Inbound
from bot.privacy import Vault

log = logging.getLogger(__name__)


def hand_key() -> str:
    """Give the name under which messages in hand lie."""
    return key_of("inflight")


class InFlight:
    """Reads the messages in hand that nobody works on any more."""

    def __init__(self, redis: Redis, steps: Bundle, *, vault: Vault) -> None:
        self._redis = redis
        self._steps = steps
        self._vault = vault

    async def stranded(self, *, limit: int) -> list[Inbound]:
        """Give messages whose lease ran out, from another place in the list each time; raises what redis-py raises."""
        anywhere = random.randrange(2**31)  # noqa: S311 - no secret, only fairness
        found: Any = await self._steps.take(
            "stranded", [hand_key()], [key_of("claim") + ":", limit, anywhere]
        )
        pairs = zip(found[::2], found[1::2], strict=True)
        return [read for name, packed in pairs if (read := await self._read(name.decode(), packed))]

    def opened(self, packed: bytes) -> Inbound | None:
        """Give a message in hand; nothing when it cannot be read."""
        try:
            return unseal(packed, self._vault)
        except (ServiceError, TypeError, ValueError, KeyError):
            return None

    async def _read(self, name: str, packed: bytes) -> Inbound | None:
        """Read a message, or let it go: sealed under another secret it can never be read again."""
        try:
            inbound = unseal(packed, self._vault)
        except ServiceError:
            log.error("a message in hand cannot be read")  # noqa: TRY400 - no trace helps
            await self._redis.hdel(hand_key(), name)
            return None
        except (TypeError, ValueError, KeyError):
            # Written by a later version: it waits for one.
            log.error("a message in hand is of another version")  # noqa: TRY400 - no trace helps
            return None
        if name != inbound.identity:
            await self._rename(name, inbound.identity, packed)
        return inbound

    async def _rename(self, name: str, identity: str, packed: bytes) -> None:
        """Keep a message that an earlier version began, whose names did not tell the citizen, under its own name."""
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hsetnx(hand_key(), identity, packed)
            pipeline.hdel(hand_key(), name)
            await pipeline.execute()
