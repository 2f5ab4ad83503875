"""Brings the notes of what waits from the database into Redis, where they spare each turn a look at the database.

The database decides what waits. While Redis holds every note it says so (`known_key`), and a citizen without one is not
looked for; a Redis that was emptied, restored or has lost its last second says nothing, or is told again soon.
"""

import uuid
from datetime import timedelta

from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from bot.database import Database
from bot.outbound.pickup import waited_for

CHANNEL = "wechat"
# Longer than the pause between two rounds of the worker, so that one that fails costs only some looks.
KNOWN_FOR = timedelta(minutes=15)
NOTE_KEPT = timedelta(days=30)
NOTES_A_TRIP = 500
# A Redis that was emptied while the notes were written has lost the mark of the round too. KEYS: round, known. ARGV: mark, s.
_FINISH = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[2], '1', 'EX', ARGV[2]) end
return 1
"""


def round_key() -> str:
    """Give the name of the mark of a round."""
    return key_of("waiting-round")


def known_key() -> str:
    """Give the name that says that every note is there."""
    return key_of("waiting-known")


class WaitingNotes:
    """Tells Redis for whom parcels wait."""

    def __init__(self, redis: Redis, database: Database) -> None:
        self._redis = redis
        self._database = database
        self._finish = redis.register_script(_FINISH)

    async def renew(self) -> None:
        """Write every note anew, then that all are there; raises `ServiceError` when a store is away."""
        mark = uuid.uuid4().hex
        async with reachable():
            await self._redis.set(round_key(), mark, ex=KNOWN_FOR)
        # Notes of parcels that begin to wait meanwhile are written by whoever lets them wait.
        async with self._database.reading() as tx:
            citizens = await waited_for(tx, CHANNEL)
        async with reachable():
            for start in range(0, len(citizens), NOTES_A_TRIP):
                async with self._redis.pipeline(transaction=False) as pipeline:
                    for citizen in citizens[start : start + NOTES_A_TRIP]:
                        pipeline.set(key_of("waiting", citizen), b"1", ex=NOTE_KEPT)
                    await pipeline.execute()
            await self._finish(keys=[round_key(), known_key()], args=[mark, int(KNOWN_FOR.total_seconds())])
