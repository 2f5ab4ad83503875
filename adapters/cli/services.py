"""The services that commands use by themselves, opened for one command on the configured database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.resources import open_database
from adapters.settings import load
from bot.clock import SystemClock
from bot.errors import ServiceError
from handlers.accounts.service import AccountService
from knowledge.index import Index
from knowledge.library import KnowledgeService


@asynccontextmanager
async def accounts() -> AsyncIterator[AccountService]:
    """Give the account service."""
    database = open_database(load())
    try:
        yield AccountService(database, clock=SystemClock())
    finally:
        await database.close()


@asynccontextmanager
async def knowledge() -> AsyncIterator[tuple[KnowledgeService, Index]]:
    """Give the knowledge service and the index of the data folder."""
    settings = load()
    database = open_database(settings)
    try:
        yield KnowledgeService(database, SystemClock()), Index(settings.data_dir / "index")
    finally:
        await database.close()


async def ring() -> bool:
    """Tell running programs that the index changed; give whether a Redis was there to ring with.

    Without a configured Redis only a running program's embedded one is rung; none is started for it.
    """
    from contextlib import suppress

    from redis.asyncio import Redis
    from redis.exceptions import RedisError

    from adapters.redis.server import socket_for
    from adapters.redis.wakeups import CHANNEL
    from adapters.resources import folder_id

    settings = load()
    embedded = socket_for((settings.data_dir / "redis").resolve())
    url = settings.redis_url or (embedded.url if embedded.path.exists() else "")
    if not url:
        return False
    client = Redis.from_url(url)
    with suppress(RedisError, OSError, ServiceError):
        await client.publish(CHANNEL, folder_id(settings.data_dir))
        await client.aclose()
        return True
    return False
