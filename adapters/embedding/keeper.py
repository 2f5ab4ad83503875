"""Sees to the vectors of the serving generation's passages beside the work, and waits a minute after trouble."""

import asyncio
import logging
import time
from collections.abc import Callable

from adapters.embedding.access import Semantics
from bot.errors import ServiceError
from knowledge.index.generations import Index

log = logging.getLogger(__name__)
TROUBLE_SECONDS = 60.0


class VectorKeeper:
    """Sees to it that the serving generation has its vectors: fetched here, or by another process and loaded."""

    def __init__(
        self, index: Index, understood: Semantics, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._index = index
        self._understood = understood
        self._clock = clock
        self._waits_until = 0.0
        self._seen: tuple[object, ...] = ()

    async def look(self) -> None:
        """Have a model of this machine loaded, and fetch or load what is missing; after trouble it waits a minute."""
        await self._open()
        reader = self._index.reader
        if reader is None:
            return
        await asyncio.to_thread(self._understood.meanings.turn_to, reader)
        seen = (reader.name, self._understood.meanings.edition)
        if seen == self._seen or self._clock() < self._waits_until:
            return
        outcome = await self._understood.embedding.catch_up(reader)
        if outcome is not None and outcome.trouble:
            self._waits_until = self._clock() + TROUBLE_SECONDS
        elif outcome is not None:
            log.info("passages embedded", extra={"done": outcome.done, "total": outcome.total})
        else:
            state = await asyncio.to_thread(self._understood.embedding.state, reader)
            if state.done == state.total:
                self._seen = (reader.name, self._understood.meanings.edition)
                await self._understood.service.rest()

    async def _open(self) -> None:
        if self._clock() < self._waits_until:
            return
        try:
            await self._understood.service.ready()
        except ServiceError as error:
            log.warning("meaning model not opened", extra={"reason": error.values.get("reason")})
            self._waits_until = self._clock() + TROUBLE_SECONDS
