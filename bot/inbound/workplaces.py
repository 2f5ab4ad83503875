"""How many messages are worked on at once: of more, each waits for its turn without having begun.

Turns that are all begun at once share the processor, and when there are too many none of them ends in its time: the
work of each was for nothing, and it is done again later (congestion collapse, Floyd and Fall 1999). A message that
waits here is in hand already: its answer can be promised, and whoever finds its process dead takes it up.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.inbound.gate import Admission, Gate
from bot.message import Inbound

# Some wait for Redis, the database or a form's outer service while others use the processor.
PLACES = 16


class Workplaces:
    """So many places; whoever came first is the next to have one."""

    def __init__(self, gate: Gate, count: int = PLACES) -> None:
        self._gate = gate
        self._free = asyncio.Semaphore(count)

    @asynccontextmanager
    async def place(self, inbound: Inbound, entry: Admission) -> AsyncIterator[Admission]:
        """Have a place for as long as the block lasts; give the admission with its tries as they are then.

        A message that has to wait has not been tried, should its process end meanwhile. Raises `ServiceError` when the
        gate is away.
        """
        if waits := self._free.locked():
            await self._gate.excuse(inbound)
        async with self._free:
            yield replace(entry, tries=await self._gate.begin(inbound)) if waits else entry
