"""A port: where an application listens, and what a request's connection knows of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import cast

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.porch.connection import CallerConnection
from adapters.porch.porch import Made, Porch, porch_at
from adapters.porch.sockets import listening_place

# Longer than a reverse proxy keeps a connection that is not used: it is the one to close it.
IDLE_SECONDS = 75.0


def _caller(request: web.Request) -> CallerConnection | None:
    transport = request.transport
    caller = transport.get_protocol() if transport is not None else None
    return caller if isinstance(caller, CallerConnection) else None


@web.middleware
async def _at_work(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the connection that a request's head has come, and that it was answered."""
    caller = _caller(request)
    if caller is None:
        return await handler(request)
    caller.begin()
    try:
        return await handler(request)
    finally:
        caller.end()


def waited(request: web.Request) -> float:
    """Give for how many seconds a request waited on the porch before it could be read; mostly none."""
    caller = _caller(request)
    if caller is None or caller.arrived is None:
        return 0.0
    return max(0.0, asyncio.get_running_loop().time() - caller.arrived)


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

    Raises `SettingsError` when the port is taken.
    """
    with listening_place(host, port) as place:
        async with porch_at(place) as porch, admitted(app, porch, drain=drain):
            yield place.port


@asynccontextmanager
async def admitted(app: web.Application, porch: Porch, *, drain: float) -> AsyncIterator[None]:
    """Let an application answer who stands on a porch and who comes; see `listening_on`."""
    app.middlewares.insert(0, _at_work)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=drain, keepalive_timeout=IDLE_SECONDS)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        stack.callback(porch.close)
        porch.open(cast("Made", runner.server))
        yield
