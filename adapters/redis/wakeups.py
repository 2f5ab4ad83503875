"""Keeps every process on the newest index generation: who publishes brings it up to date and rings, others reload."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.errors import ServiceError
from knowledge.index.generations import Index
from knowledge.publication.index_upkeep import IndexUpkeep

log = logging.getLogger(__name__)
CHANNEL = "mingbai:index"
WITHDRAWALS = "mingbai:withdrawn"
PAUSE_SECONDS = 1.0
LOOK_SECONDS = 1.0


class IndexKeeper:
    """Brings one folder's index up to date after a change and follows the changes of others.

    The bell is only a hurry-up: whoever misses a ring finds the new generation at the next look, a second later.
    A ring from another machine means that the database changed while this folder did not, so that is done here too.
    `loaded` is called, in a thread, whenever another generation has come to serve; `looked` at every look, to take up
    what may have changed beside the index; `beside` is awaited then, to take up what of it stands in the database.
    What is withdrawn is hidden by its
    id, everywhere and at once, without waiting for a generation that leaves it out.
    """

    def __init__(
        self,
        index: Index,
        upkeep: IndexUpkeep,
        redis: Redis,
        *,
        folder_id: str,
        loaded: Callable[[], None],
        looked: Callable[[], object] | None = None,
        beside: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._index = index
        self._upkeep = upkeep
        self._redis = redis
        self._folder = folder_id
        self._loaded = loaded
        self._looked = looked
        self._beside = beside
        self._told: str | None = None
        self._building = asyncio.Lock()
        self._renewing = asyncio.Lock()
        self._wanted = 0
        self._built = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def changed(self) -> None:
        """Make what was just published or withdrawn take effect here and ring for the others.

        Several changes during one update share the next one. Raises `ServiceError` when the database is away; the
        old generation then serves on.
        """
        self._wanted += 1
        mine = self._wanted
        async with self._building:
            if self._built < mine:
                goal = self._wanted
                await self._upkeep.refresh(self._index)
                await self._load()
                self._built = goal
        await self.ring()

    async def ring(self) -> None:
        """Let other processes look at once for what changed beside the index; whoever misses it looks within a second."""
        with suppress(RedisError, OSError):
            await self._redis.publish(CHANNEL, self._folder)

    async def withdrawn(self, identifier: str) -> None:
        """Answer without a document here and now, ring for the others, and bring the index up to date behind it.

        Nothing waits for a build that is running; whoever misses the ring learns it at the next look.
        """
        self._index.hide(identifier)
        with suppress(RedisError, OSError):
            await self._redis.publish(WITHDRAWALS, identifier)
        task = asyncio.create_task(self._clear_up())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _clear_up(self) -> None:
        try:
            await self.changed()
        except ServiceError as error:
            # It stays hidden; the next change brings the index up to date.
            log.warning("index not brought up to date", extra={"reason": type(error).__name__})

    async def ready(self) -> bool:
        """Load the newest generation, building one where there is none; give whether there is one now."""
        await self._load()
        if self._index.reader is None:
            await self.changed()
        return self._index.reader is not None

    async def renew(self) -> None:
        """Compare the index with the database, and build it anew when updates have worn it.

        Whoever published tells `changed` itself; what it could not tell, because its program died after the commit or
        the database went away, is caught up with here, and so is a ring that another machine did not hear.
        """
        async with self._renewing:
            async with self._building:
                caught_up = await self._upkeep.refresh(self._index)
            if await self._upkeep.renew(self._index) or caught_up:
                await self._load()
                await self.ring()

    async def follow(self) -> None:
        """Reload at every ring and every second, until cancelled; a lost Redis is waited for.

        Listening and looking are two tasks: what is withdrawn is hidden while a look takes long.
        """
        rung: asyncio.Queue[str] = asyncio.Queue()
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen(rung))
            both.create_task(self._keep_looking(rung))

    async def settle(self) -> None:
        """Wait for what withdrawals still have to bring up to date."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self, rung: asyncio.Queue[str]) -> None:
        while True:
            try:
                async with self._redis.pubsub() as bell:
                    await bell.subscribe(CHANNEL, WITHDRAWALS)
                    while True:
                        ring = await bell.get_message(ignore_subscribe_messages=True, timeout=LOOK_SECONDS)
                        if ring and ring["channel"].decode() == WITHDRAWALS:
                            self._index.hide(ring["data"].decode())
                        elif ring:
                            rung.put_nowait(ring["data"].decode())
            except (RedisError, OSError) as error:
                log.warning("index wake-ups interrupted", extra={"reason": type(error).__name__})
                await asyncio.sleep(PAUSE_SECONDS)

    async def _keep_looking(self, rung: asyncio.Queue[str]) -> None:
        while True:
            rung_by = set[str]()
            with suppress(TimeoutError):
                rung_by.add(await asyncio.wait_for(rung.get(), LOOK_SECONDS))
            while not rung.empty():
                rung_by.add(rung.get_nowait())
            try:
                await self._look(rung_by - {self._folder})
            except (OSError, ServiceError) as error:
                log.warning("index not looked at", extra={"reason": type(error).__name__})
                await asyncio.sleep(PAUSE_SECONDS)

    async def _look(self, others: set[str]) -> None:
        """Load what is new here, or bring this folder up to date when only others have changed."""
        if await self._load():
            log.info("index generation loaded", extra={"generation": self._index.name})
        elif others:
            async with self._building:
                await self._upkeep.refresh(self._index)
                await self._load()

    async def _load(self) -> bool:
        """Load the newest generation and tell of it; give whether it is another one than was told of last."""
        as_of = time.monotonic()
        withdrawn = await self._upkeep.withdrawn()
        await asyncio.to_thread(partial(self._index.reload, withdrawn=withdrawn, as_of=as_of))
        if self._looked is not None:
            await asyncio.to_thread(self._looked)
        if self._beside is not None:
            await self._beside()
        name = self._index.name
        if name is None or name == self._told:
            return False
        self._told = name
        await asyncio.to_thread(self._loaded)
        return True
