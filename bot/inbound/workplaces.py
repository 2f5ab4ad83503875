"""How many messages are worked on at once: of more, each waits for its turn without having begun.

Turns that are all begun at once share the processor, and when there are too many none of them ends in its time: the
work of each was for nothing, and it is done again later (congestion collapse, Floyd and Fall 1999). A message that
waits here is in hand already: its answer can be promised, and whoever finds its process dead takes it up.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Some wait for Redis, the database or a form's outer service while others use the processor.
PLACES = 16


class Workplaces:
    """So many places; whoever came first is the next to have one. `waiting` is how many stand in line."""

    def __init__(self, count: int = PLACES) -> None:
        self._free = asyncio.Semaphore(count)
        self.waiting = 0

    @property
    def full(self) -> bool:
        """Whether whoever comes now has to wait."""
        return self._free.locked()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Have a place, for as long as the block lasts."""
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._free.release()
