"""Citizens' queues in one process: whoever writes twice is heard twice, one after the other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Queue:
    """One citizen's messages in this process: whose turn it is, and how many stand in line or are in hand."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    standing: int = 0


class CitizenQueues:
    """Gives each citizen's turns one after another; whoever has no message here has no queue."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def turn(self, citizen: str) -> AsyncIterator[None]:
        """Have a citizen's turn, for as long as the block lasts."""
        queue = self._queues.setdefault(citizen, _Queue())
        queue.standing += 1
        try:
            async with queue.turn:
                yield
        finally:
            queue.standing -= 1
            if not queue.standing:
                self._queues.pop(citizen, None)
