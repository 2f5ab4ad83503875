"""What lies in Redis ends by itself with its time to live; here is what would outlive its time nevertheless.

Whoever writes again and again keeps a conversation alive, so what was said in it a year ago is taken out; a message in
hand and the list of a quarantine have no time to live. Every value is replaced only while it is still the one that was
read, so that no turn under way loses anything.
"""

import logging
import math
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.redis.inflight import hand_key
from adapters.redis.keys import key_of
from adapters.redis.packing import pressed, unpressed
from adapters.redis.quarantine import KEPT_SECONDS, messages_key
from adapters.redis.reach import reachable
from adapters.redis.sealed_message import PURPOSE
from bot.errors import ServiceError
from bot.privacy import Vault
from bot.retention import Expired

log = logging.getLogger(__name__)
KEYS_A_LOOK = 100
HAND_KEPT = timedelta(days=30)
# KEYS: the conversation. ARGV: what was read, what takes its place. Its time to live stays as it is.
REPLACE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
"""


@dataclass(frozen=True, slots=True)
class OldTalk:
    """Takes what was said so long ago out of conversations and talks that are still alive."""

    redis: Redis
    vault: Vault
    kept: timedelta
    name: str = "talk"

    async def due(self, *, now: datetime) -> Expired:
        """Give how many conversations and turns hold something so old."""
        count, oldest, before = 0, None, (now - self.kept).timestamp()
        async for _, _, events in self._all():
            old = [at for event in events if (at := _at(event)) < before]
            if old:
                count += 1
                first = datetime.fromtimestamp(min(old), now.tzinfo)
                oldest = min(oldest, first) if oldest else first
        return Expired(count, oldest)

    async def erase(self, *, now: datetime, limit: int) -> int:
        """Take it out everywhere, a few keys at a time, whatever the limit; give from how many."""
        del limit
        count, before = 0, (now - self.kept).timestamp()
        async for key, sealed, events in self._all():
            if any(_at(event) < before for event in events):
                count += await self._take_out(key, sealed, before)
        return count

    async def _take_out(self, key: bytes, sealed: bytes, before: float) -> int:
        async with reachable():
            if key.startswith(f"{key_of('talk')}:".encode()):
                # Every event of a turn is of the same moment, so the turn goes whole.
                return int(await self.redis.lrem(key, 0, sealed))  # type: ignore[arg-type]
            state = unpressed(self.vault.open_bytes(sealed, purpose="conversation"))
            state["events"] = [event for event in state["events"] if _at(event) >= before]
            put = self.vault.seal(pressed(state), purpose="conversation")
            return int(await self.redis.register_script(REPLACE)(keys=[key], args=[sealed, put]))

    async def _all(self) -> AsyncIterator[tuple[bytes, bytes, list[dict[str, Any]]]]:
        """Give every conversation and every turn kept apart: its key, as it is sealed, and its events."""
        async for key in keys_like(self.redis, f"{key_of('conversation')}:*"):
            async with reachable():
                sealed: Any = await self.redis.get(key)
            state = _opened(self.vault, sealed, "conversation") if sealed else None
            if isinstance(state, dict):
                yield key, sealed, list(state.get("events") or ())
        async for key in keys_like(self.redis, f"{key_of('talk')}:*"):
            async with reachable():
                turns: Any = await self.redis.lrange(key, 0, -1)
            for turn in turns:
                said = _opened(self.vault, turn, "talk")
                if isinstance(said, list):
                    yield key, turn, said


@dataclass(frozen=True, slots=True)
class ForsakenMessages:
    """Drops messages that have been in hand for a month, which only a later version could have read."""

    redis: Redis
    vault: Vault
    name: str = "in_hand"

    async def due(self, *, now: datetime) -> Expired:
        """Give how many there are."""
        return Expired(len([1 async for _ in self._old(now)]))

    async def erase(self, *, now: datetime, limit: int) -> int:
        """Drop them, whatever the limit; each is said in the log, without its words."""
        del limit
        names = [name async for name in self._old(now)]
        for name in names:
            async with reachable():
                await self.redis.hdel(hand_key(), name.decode())
            log.error("a message in hand was never handled and its time is over")
        return len(names)

    async def _old(self, now: datetime) -> AsyncIterator[bytes]:
        cursor = 0
        before = (now - HAND_KEPT).timestamp()
        while True:
            async with reachable():
                answer: Any = await self.redis.hscan(hand_key(), cursor, count=KEYS_A_LOOK)
            cursor, found = answer
            for name, sealed in found.items():
                message = _opened(self.vault, sealed, PURPOSE)
                if isinstance(message, dict) and float(message.get("sent_at") or 0) < before:
                    yield name
            if not cursor:
                return


@dataclass(frozen=True, slots=True)
class QuarantineNames:
    """Takes the names of messages off the quarantine's list whose own time is over; they tell who wrote."""

    redis: Redis
    name: str = "quarantine"

    async def due(self, *, now: datetime) -> Expired:
        """Give how many names there are."""
        async with reachable():
            return Expired(int(await self.redis.zcount(messages_key(), "-inf", _over(now))))

    async def erase(self, *, now: datetime, limit: int) -> int:
        """Take them off, whatever the limit."""
        del limit
        async with reachable():
            return int(await self.redis.zremrangebyscore(messages_key(), "-inf", _over(now)))


async def compact(redis: Redis) -> bool:
    """Have the file of appended writes written anew, so that what was deleted is in no file; give whether it is done so.

    A server without such a file has nothing to write; one that may not be told, or writes already, is left alone.
    """
    with suppress(RedisError, OSError):
        told = await redis.info("persistence")
        if not told.get("aof_enabled"):
            return False
        if not told.get("aof_rewrite_in_progress"):
            await redis.bgrewriteaof()
        return True
    log.warning("redis did not write its append-only file anew")
    return False


async def keys_like(redis: Redis, pattern: str) -> AsyncIterator[bytes]:
    """Give the keys that a pattern fits, each once, a few at a time; raises `ServiceError`."""
    cursor = 0
    seen: set[bytes] = set()
    while True:
        async with reachable():
            answer: Any = await redis.scan(cursor, match=pattern, count=KEYS_A_LOOK)
        cursor, keys = answer
        for key in keys:
            if key not in seen:
                seen.add(key)
                yield key
        if not cursor:
            return


def _at(event: dict[str, Any]) -> float:
    return float(event.get("timestamp") or math.inf)


def _over(now: datetime) -> float:
    return now.timestamp() - KEPT_SECONDS


def _opened(vault: Vault, sealed: bytes, purpose: str) -> Any:
    """Give what is sealed; None for what no key opens, which begins anew by itself."""
    with suppress(ServiceError, ValueError):
        return unpressed(vault.open_bytes(sealed, purpose=purpose))
    return None
