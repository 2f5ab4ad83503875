"""Whoever works on a message holds a lease on it: renewed while the work goes on, and without it the work ends.

So a turn that is slow is not taken over and done twice, and one whose process stood still for longer than the lease
(it was stopped, or its machine slept) says nothing beside whoever has taken it over.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.errors import ServiceError
from bot.inbound.gate import Gate
from bot.message import Inbound

# Some three renewals fit into a lease: one that fails is made good by the next.
RENEWAL_SECONDS = 4.0


class Lease:
    """One hold on a message; `lost` once another process may have taken it over."""

    def __init__(self, gate: Gate, inbound: Inbound, clock: asyncio.Timeout) -> None:
        self._gate = gate
        self._inbound = inbound
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._renewing: asyncio.Task[None] | None = None
        self._next = self._loop.call_later(RENEWAL_SECONDS, self._begin)
        self.lost = False

    def give(self, seconds: float) -> None:
        """Let the block have so many seconds from now on."""
        if not self.lost:
            self._clock.reschedule(self._loop.time() + seconds)

    async def holds(self) -> bool:
        """Renew it now and give whether it is still ours; raises `ServiceError` when the gate is away."""
        self.lost = self.lost or not await self._gate.renew(self._inbound)
        return not self.lost

    def end(self) -> None:
        """Renew it no more."""
        self._next.cancel()
        if self._renewing is not None:
            self._renewing.cancel()

    def _begin(self) -> None:
        # Most turns end long before, and pay for no task.
        self._renewing = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        # While the gate is away nobody can take the message over either; it may be ours still.
        with suppress(ServiceError):
            if not await self.holds():
                with suppress(RuntimeError):  # Its time has run out by itself.
                    self._clock.reschedule(self._loop.time())
                return
        self._next = self._loop.call_later(RENEWAL_SECONDS, self._begin)


@asynccontextmanager
async def leased(gate: Gate, inbound: Inbound) -> AsyncIterator[Lease]:
    """Hold the lease of a message that was entered, in the block, for as many seconds as it is given.

    Raises TimeoutError in the block's place when they are over or the lease is lost.
    """
    async with asyncio.timeout(None) as clock:
        lease = Lease(gate, inbound, clock)
        try:
            yield lease
        finally:
            lease.end()
