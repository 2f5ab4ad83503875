"""Puts the simulated platform together: one aiohttp application with its API, its page and its levers."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.typedefs import Handler

from adapters.port import listening_on
from adapters.wechat.simulator.api import platform
from adapters.wechat.simulator.chat import Chat
from adapters.wechat.simulator.control import Control
from adapters.wechat.simulator.delivery.deeds import Deeds
from adapters.wechat.simulator.delivery.pusher import Pusher
from adapters.wechat.simulator.protocol.settings import SimulatorSettings
from adapters.wechat.simulator.world.world import World
from bot.clock import Clock

_log = logging.getLogger(__name__)
# The largest file of the platform, and a little for the form around it.
_BODY_LIMIT = 11 * 1024 * 1024
_SHUTDOWN_S = 2.0
WORLD = web.AppKey("simulator_world", World)
PUSHER = web.AppKey("simulator_pusher", Pusher)
DEEDS = web.AppKey("simulator_deeds", Deeds)


def build_app(settings: SimulatorSettings, clock: Clock | None = None) -> web.Application:
    """Give the application; must be called with a running event loop.

    `clock` is shared with the adapter where a test moves both; the simulator's own offset comes on top of it.
    """
    app = web.Application(client_max_size=_BODY_LIMIT, middlewares=[_refuse_unread])
    world = World(settings, clock)
    # One connection a delivery, as the platform does; the environment's proxy is none of the simulator's business.
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, force_close=True), cookie_jar=aiohttp.DummyCookieJar()
    )
    pusher = Pusher(world, session)
    deeds = Deeds(world, pusher)
    app[WORLD], app[PUSHER], app[DEEDS] = world, pusher, deeds
    app.add_routes(
        [*platform.routes(world, pusher), *Chat(world, deeds).routes(), *Control(world, pusher).routes()]
    )
    app.on_response_prepare.append(_name_as_simulator)
    app.on_shutdown.append(_close_streams)
    app.cleanup_ctx.append(_running)
    return app


@dataclass(frozen=True, slots=True)
class Simulator:
    """A simulator that is serving."""

    url: str
    world: World
    pusher: Pusher
    deeds: Deeds
    _open: contextlib.AsyncExitStack

    async def verified(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - the caller's patience is the subject
        """Wait until the adapter passed the GET check; raises TimeoutError after so many seconds."""
        async with asyncio.timeout(timeout):
            await self.world.passed.wait()

    async def stop(self) -> None:
        """Close the pages, finish the transcripts and stop serving."""
        await self._open.aclose()


async def start(settings: SimulatorSettings, clock: Clock | None = None) -> Simulator:
    """Serve on the settings' host and port and begin the GET check; raises OSError when the port is taken."""
    app, opened = build_app(settings, clock), contextlib.AsyncExitStack()
    port = await opened.enter_async_context(
        listening_on(app, settings.host, settings.port, drain=_SHUTDOWN_S)
    )
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{port}"
    _log.info("simulator, not WeChat: serving on %s", url)
    return Simulator(url, app[WORLD], app[PUSHER], app[DEEDS], opened)


async def _running(app: web.Application) -> AsyncIterator[None]:
    await app[WORLD].start()
    verifying = asyncio.create_task(app[PUSHER].keep_verifying())
    yield
    verifying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await verifying
    await app[PUSHER].close()
    await app[WORLD].stop()


@web.middleware
async def _refuse_unread(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except (web.RequestPayloadError, BadHttpMessage, ConnectionResetError) as error:
        raise web.HTTPBadRequest(text="请求的内容与它的头不符") from error


async def _close_streams(app: web.Application) -> None:
    app[WORLD].broadcast.close()


async def _name_as_simulator(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["X-Simulator"] = "not WeChat"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
