"""Redis that is away is a world that is away: whoever needs it fails closed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.errors import ServiceError


@asynccontextmanager
async def reachable() -> AsyncIterator[None]:
    """Turn any failure of Redis into `ServiceError`."""
    try:
        yield
    except (RedisConnectionError, RedisTimeoutError, OSError) as error:
        raise ServiceError(retry_after=1.0, peer="redis") from error
    except RedisError as error:
        raise ServiceError(retry_after=5.0, peer="redis") from error
