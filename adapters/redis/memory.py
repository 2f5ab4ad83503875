"""How much Redis holds and may hold, and whether it keeps all of it: told before it is full, and never thrown away.

What lies in Redis are messages in hand and forms half-filled. A Redis that makes room by dropping what it holds would
lose them without a word, so its policy must be `noeviction`: a full one refuses, and citizens are asked to wait.
"""

import logging
from dataclasses import dataclass
from typing import Any

from prometheus_client import Gauge
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable

log = logging.getLogger(__name__)
USED = Gauge("mingbai_redis_memory_bytes", "Memory that Redis uses")
MOST = Gauge("mingbai_redis_memory_limit_bytes", "Memory that Redis may use; 0 is no limit")
FILE = Gauge("mingbai_redis_append_only_bytes", "Size of Redis' file of appended writes")
KEEPING = "noeviction"
NEARLY_FULL = 0.8
# The file is written anew from this size on when it is so many times what it says. Redis does so by itself only when
# the file has doubled since it was last written or read, so one that is restarted often would let it grow.
REWRITTEN_FROM_BYTES = 64 * 1024 * 1024
REWRITTEN_TIMES = 4


@dataclass(frozen=True, slots=True)
class RedisFigures:
    """What Redis says of itself; bytes, and 0 for no limit. `sound` is false when its last write to disk failed."""

    used: int
    limit: int
    policy: str
    appends: bool
    file: int
    rewriting: bool
    sound: bool

    @property
    def evicts(self) -> bool:
        """Whether it may drop what it was given to keep."""
        return self.policy != KEEPING

    @property
    def nearly_full(self) -> bool:
        """Whether its limit is near."""
        return self.limit > 0 and self.used > self.limit * NEARLY_FULL

    @property
    def worn(self) -> bool:
        """Whether the file of appended writes says far more than there is."""
        return self.appends and not self.rewriting and self.file > max(
            REWRITTEN_FROM_BYTES, REWRITTEN_TIMES * self.used
        )  # fmt: skip


class RedisMemory:
    """Reads the figures, and sees to the file of appended writes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._told: tuple[bool, ...] = ()

    async def figures(self) -> RedisFigures:
        """Give the figures, and set the gauges; raises `ServiceError` when Redis is away."""
        async with reachable():
            memory: Any = await self._redis.info("memory")
            disk: Any = await self._redis.info("persistence")
        found = RedisFigures(
            used=int(memory["used_memory"]),
            limit=int(memory.get("maxmemory", 0)),
            policy=str(memory.get("maxmemory_policy", KEEPING)),
            appends=bool(int(disk.get("aof_enabled", 0))),
            file=int(disk.get("aof_current_size", 0)),
            rewriting=bool(int(disk.get("aof_rewrite_in_progress", 0))),
            sound="err" not in {disk.get("aof_last_write_status"), disk.get("aof_last_bgrewrite_status")},
        )
        USED.set(found.used)
        MOST.set(found.limit)
        FILE.set(found.file)
        return found

    async def tend(self) -> None:
        """Have a worn file written anew, and log once what somebody must see to; raises `ServiceError` when away."""
        found = await self.figures()
        told = (found.evicts, found.nearly_full, not found.sound)
        if told != self._told and any(told):
            log.warning(
                "redis needs looking after",
                extra={
                    "evicts": told[0],
                    "nearly full": told[1],
                    "disk failed": told[2],
                    "bytes": found.used,
                },
            )
        self._told = told
        if found.worn:
            log.info("redis writes its data anew", extra={"bytes": found.file})
            async with reachable():
                try:
                    await self._redis.bgrewriteaof()
                except ResponseError:
                    # One that is being written already will do; a managed Redis may not let us, and sees to it itself.
                    log.info("redis does not write its data anew now")

    async def citizens(self, *, sample: int = 100) -> tuple[int, int]:
        """Give how many citizens' conversations lie there, and the bytes of one with its talk, as the mean of a sample.

        Walks through all names: for a command, not for a serving process. Raises `ServiceError` when Redis is away.
        """
        count, sampled, size = 0, 0, 0
        async with reachable():
            async for name in self._redis.scan_iter(match=key_of("conversation", "*"), count=1000):
                count += 1
                if sampled < sample:
                    sampled += 1
                    talk = name.replace(b":conversation:", b":talk:", 1)
                    size += sum([await self._redis.memory_usage(each) or 0 for each in (name, talk)])
        return count, size // sampled if sampled else 0
