"""One caller's connection once there is somebody to answer it: for how long it may take over what it does.

A head that is begun and not ended, a connection on which nothing comes, an answer that nobody takes: each ends after its
time, whichever program listens, so that callers who hold many connections open keep nobody else out. How large a head
may be is aiohttp's business (a line and a field 8 KB, 128 fields), what a body may be is the route's.
"""

import asyncio
from typing import cast

from adapters.porch.early_word import HEAD_END

# From a connection, or the first byte of a further request, to the end of its head.
HEAD_SECONDS = 10.0
# An answer of which the caller takes nothing for so long.
TAKING_SECONDS = 60.0
# So many callers may be at their heads at once; of more, who has been at it for longest goes.
MOST_WAITING = 256


class CallerConnection(asyncio.Protocol):
    """One connection: passes everything on to aiohttp's own protocol, and sees to the time it takes.

    `arrived` says when its first request came, by the loop's clock, where that was before anybody could take it.
    """

    def __init__(
        self,
        inner: asyncio.BaseProtocol,
        waiting: "dict[CallerConnection, None]",
        *,
        arrived: float | None = None,
    ) -> None:
        self.arrived = arrived
        self._inner = cast("asyncio.Protocol", inner)
        self._waiting = waiting
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._head: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._at_work = False

    def begin(self) -> None:
        """Note that a head has come whole."""
        self._at_work = True
        self._head_ended()

    def end(self) -> None:
        """Note that its request was answered."""
        self._at_work = False
        self.arrived = None

    def take_over(self, transport: asyncio.Transport, octets: bytes) -> None:
        """Go on with a connection that stood on the porch, and with what came by it."""
        self._transport = transport
        if HEAD_END not in octets:
            self._head_begun()
        self._inner.connection_made(transport)
        if octets:
            self._inner.data_received(octets)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with a new connection."""
        self._transport = cast("asyncio.Transport", transport)
        self._head_begun()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Pass on what came."""
        if not self._at_work and self._head is None:
            self._head_begun()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Pass on that nothing more comes."""
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        """Give the caller his time to take what is written."""
        if self._taking is None:
            self._taking = self._loop.call_later(TAKING_SECONDS, self.part)
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Go on writing."""
        self._taken()
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Pass on that the caller is gone."""
        self._head_ended()
        self._taken()
        self._inner.connection_lost(exc)

    def _head_begun(self) -> None:
        self._head = self._loop.call_later(HEAD_SECONDS, self.part)
        self._waiting[self] = None
        if len(self._waiting) > MOST_WAITING:
            next(iter(self._waiting)).part()

    def _head_ended(self) -> None:
        self._waiting.pop(self, None)
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _taken(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def part(self) -> None:
        """Close the connection without waiting for anything."""
        self._waiting.pop(self, None)
        if self._transport is not None:
            self._transport.abort()
