"""A port: where an application listens, and for how long it waits for callers who do not go on.

A head that is begun and not ended, a connection on which nothing comes, an answer that nobody takes: each ends after its
time, whichever program listens, so that callers who hold many connections open keep nobody else out. How large a head
may be is aiohttp's business (a line and a field 8 KB, 128 fields), what a body may be is the route's.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import cast

from aiohttp import web
from aiohttp.typedefs import Handler

# From a connection, or the first byte of a further request, to the end of its head.
HEAD_SECONDS = 10.0
# Longer than a reverse proxy keeps a connection that is not used: it is the one to close it.
IDLE_SECONDS = 75.0
# An answer of which the caller takes nothing for so long.
TAKING_SECONDS = 60.0
# So many callers may be at their heads at once; of more, who has been at it for longest goes.
MOST_WAITING = 256

Made = Callable[[], asyncio.BaseProtocol]


class _Caller(asyncio.Protocol):
    """One connection: passes everything on to aiohttp's own protocol, and sees to the time it takes."""

    def __init__(self, inner: asyncio.BaseProtocol, waiting: "dict[_Caller, None]") -> None:
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

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._head_begun()
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if not self._at_work and self._head is None:
            self._head_begun()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        if self._taking is None:
            self._taking = self._loop.call_later(TAKING_SECONDS, self.part)
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._taken()
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
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


@web.middleware
async def _at_work(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the connection that a request's head has come, and that it was answered."""
    transport = request.transport
    caller = transport.get_protocol() if transport is not None else None
    if not isinstance(caller, _Caller):
        return await handler(request)
    caller.begin()
    try:
        return await handler(request)
    finally:
        caller.end()


async def written(request: web.Request, response: web.Response) -> bool:
    """Write a response out, and give whether the caller was still there to take it; no proof that it arrived."""
    transport = request.transport
    if transport is None or transport.is_closing():
        return False
    try:
        await response.prepare(request)
        await response.write_eof()
    except OSError:
        return False
    return True


@asynccontextmanager
async def listening_on(app: web.Application, host: str, port: int, *, drain: float) -> AsyncIterator[int]:
    """Serve an application in the block, and give the port; requests in hand have `drain` seconds to end at its end.

    Raises `OSError` when the port is taken.
    """
    app.middlewares.insert(0, _at_work)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=drain, keepalive_timeout=IDLE_SECONDS)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        made, waiting = cast("Made", runner.server), dict[_Caller, None]()
        server = await asyncio.get_running_loop().create_server(
            lambda: _Caller(made(), waiting), host, port, backlog=128
        )
        stack.callback(server.close)
        yield int(server.sockets[0].getsockname()[1])
