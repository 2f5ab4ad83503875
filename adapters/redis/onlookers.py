"""Who else has a ticket open on the screen: told by the pages themselves, forgotten after a minute."""

from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from bot.clock import Clock

SEEN_SECONDS = 60


class Onlookers:
    """Keeps for a minute who looks at what; without Redis nobody is told of."""

    def __init__(self, redis: Redis, *, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    async def beside(self, subject: str, login: str) -> tuple[str, ...]:
        """Note that somebody looks, and give the others who do; raises `ServiceError` when Redis is away."""
        key, now = key_of("looking", subject), self._clock.now().timestamp()
        async with reachable():
            pipe = self._redis.pipeline(transaction=True)
            pipe.zadd(key, {login: now})
            pipe.zremrangebyscore(key, "-inf", now - SEEN_SECONDS)
            pipe.expire(key, 2 * SEEN_SECONDS)
            pipe.zrange(key, 0, -1)
            found = (await pipe.execute())[-1]
        names = [one.decode() if isinstance(one, bytes) else str(one) for one in found]
        return tuple(sorted(name for name in names if name != login))
