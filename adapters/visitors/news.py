"""Brings what staff say later to an open panel: a call waits until something lies ready, and one look serves all who wait."""

import asyncio
from contextlib import suppress

from sqlalchemy import select

from bot.database import Database
from bot.errors import ServiceError
from bot.outbound.outbox import ParcelRecord, is_open

WAIT_SECONDS = 25.0
LOOK_SECONDS = 1.0
MOST_WAITING = 2000
MOST_OF_ONE = 4
"""Pages of one visitor that wait at once; more of them come back at once, and come again at their own pace."""
ASKED_AT_ONCE = 400


class NewsBell:
    """Wakes whoever waits for parcels of one channel; looks into the database only while somebody does."""

    def __init__(self, database: Database, channel: str, *, every: float = LOOK_SECONDS) -> None:
        self._database = database
        self._channel = channel
        self._every = every
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def wait(self, citizen: str, *, seconds: float = WAIT_SECONDS) -> None:
        """Come back when something lies ready for a citizen, or when the time is over; at once where too many wait."""
        if len(self._waiting) >= MOST_WAITING or len(self._waiting.get(citizen, ())) >= MOST_OF_ONE:
            return
        rung = asyncio.Event()
        self._waiting.setdefault(citizen, set()).add(rung)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await rung.wait()
        finally:
            self._waiting[citizen].discard(rung)
            if not self._waiting[citizen]:
                del self._waiting[citizen]

    async def close(self) -> None:
        """Let everybody go who waits."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        for events in self._waiting.values():
            for rung in events:
                rung.set()

    async def _look(self) -> None:
        while self._waiting:
            for citizen in await self._ready(list(self._waiting)):
                for rung in self._waiting.get(citizen, ()):
                    rung.set()
            await asyncio.sleep(self._every)

    async def _ready(self, citizens: list[str]) -> list[str]:
        """Give for whom something lies; nobody while the database is away, who then simply waits on."""
        found: list[str] = []
        with suppress(ServiceError):
            async with self._database.reading() as tx:
                for start in range(0, len(citizens), ASKED_AT_ONCE):
                    some = citizens[start : start + ASKED_AT_ONCE]
                    lying = select(ParcelRecord.citizen).where(
                        ParcelRecord.citizen.in_(some), ParcelRecord.channel == self._channel, is_open()
                    )
                    found += await tx.scalars(lying.distinct())
        return found
