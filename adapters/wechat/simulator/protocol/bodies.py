"""Bodies that the simulator is sent: whole, and in time."""

import asyncio
from collections.abc import Mapping

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage

BODY_SECONDS = 10.0


async def whole(request: web.Request) -> bytes:
    """Give the body; raises `HTTPRequestTimeout` when it does not end in time."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error


async def posted(request: web.Request) -> Mapping[str, object]:
    """Give the fields of a form; raises `HTTPBadRequest` for what is none, `HTTPRequestTimeout` when it does not end in time."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.post()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    # aiohttp tells what is wrong with a form in all these ways.
    except (
        OSError, ValueError, AssertionError, LookupError, RuntimeError, web.RequestPayloadError, BadHttpMessage,
    ) as error:  # fmt: skip
        raise web.HTTPBadRequest from error
