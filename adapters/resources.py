"""The things that are opened at the start and closed at the end, whatever happens in between."""

import asyncio
import ctypes
import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from redis.asyncio import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

from adapters import data_folder
from adapters.redis.serializer import packed
from adapters.redis.server import EmbeddedRedis
from adapters.redis.servers.address import client_at, close
from adapters.settings import Settings, SettingsError, Storage
from adapters.storage.engine import SERVING, StoreLimits, create_database, sqlite_url
from bot.database import Database
from knowledge.calibration.weight_file import WEIGHTS_FILE, WeightFile
from knowledge.index.generations import Index
from knowledge.index.shared_generations import GenerationShare

log = logging.getLogger(__name__)
HTTP_SECONDS = 10.0
REDIS_SECONDS = 3.0
REDIS_CONNECT_SECONDS = 1.5
# The number that the C library's `mallopt` knows this setting by.
ARENA_MAX = -8
ARENAS = 2


@dataclass(frozen=True, slots=True)
class Resources:
    """Opened connections; `folder` is the data folder and `folder_id` its own name among machines."""

    database: Database
    redis: Redis
    http: aiohttp.ClientSession
    folder: Path
    folder_id: str


def open_database(settings: Storage, *, limits: StoreLimits | None = None) -> Database:
    """Open the configured database; nothing is connected before its first use. Who serves gives `limits`."""
    data_folder.make(settings.data_dir)
    return create_database(settings.database_url or sqlite_url(settings.data_dir), limits=limits)


@asynccontextmanager
async def open_redis(settings: Storage) -> AsyncIterator[Redis]:
    """Give a client of the configured Redis, or of an embedded one that lives as long as the block.

    Raises `SettingsError` for an address of sentinels that is none.
    """
    async with AsyncExitStack() as stack:
        url = settings.redis_url
        if not url:
            embedded = EmbeddedRedis(settings.data_dir, megabytes=settings.redis_megabytes)
            url = await embedded.start()
            stack.push_async_callback(embedded.stop)
        client = packed(_client(url))
        # However badly the client is closed (it has so long to be, and whoever ends may be cancelled), the server ends too.
        stack.push_async_callback(_closed, client)
        yield client


def _client(url: str) -> Redis:
    try:
        return client_at(
            url,
            # A connection that was closed is made anew; a server that does not answer is not asked twice.
            retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError, ConnectionError)),
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_CONNECT_SECONDS,
        )
    except ValueError as error:
        raise SettingsError(f"MINGBAI_REDIS_URL：{error}") from error


async def _closed(client: Redis) -> None:
    """Close a client; one whose connections do not end in time is no failure of the work that is done."""
    try:
        await close(client)
    except RedisError as error:
        log.warning("redis connections not closed in time", extra={"reason": type(error).__name__})


@asynccontextmanager
async def open_all(settings: Settings) -> AsyncIterator[Resources]:
    """Open everything a serving process needs; closing waits until each is really closed."""
    if mended := await asyncio.to_thread(data_folder.mend, settings.data_dir):
        log.warning("files of the data folder were open to other accounts", extra={"mended": mended})
    database = open_database(settings, limits=SERVING)
    try:
        async with (
            open_redis(settings) as redis,
            aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=HTTP_SECONDS), cookie_jar=aiohttp.DummyCookieJar()
            ) as http,
        ):
            yield Resources(database, redis, http, settings.data_dir, folder_id(settings.data_dir))
    finally:
        await database.close()


def index_of(folder: Path) -> Index:
    """Give the index of a data folder; nothing is loaded before its first use."""
    return Index(folder / "index")


def share_of(settings: Storage) -> GenerationShare | None:
    """Give the folder by which machines share what they index; None where none is set."""
    return GenerationShare(settings.index_share) if settings.index_share else None


def weights_of(folder: Path) -> WeightFile:
    """Give the weights of a data folder as they are now; who goes on serving looks again."""
    file = WeightFile(folder / WEIGHTS_FILE)
    file.look()
    return file


def folder_id(folder: Path) -> str:
    """Give the folder's own name, written into it once, so that two machines can be told apart."""
    path = folder / "folder-id"
    if not path.exists():
        path.write_text(uuid.uuid4().hex, "ascii")
    return path.read_text("ascii").strip()


def share_arenas() -> None:
    """Let all threads of the process take memory from the same two pools.

    Otherwise each thread that writes to the index leaves a pool of its own behind, half empty: 280 MB instead of 130
    after sixty updates of 2,000 documents. C libraries without this setting are left as they are.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def give_back_spare() -> None:
    """Give the system the memory back that the program has let go and the C library still keeps for later.

    A start leaves a good deal of it: what was read and put in order to be looked up. C libraries without this are left
    as they are.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
