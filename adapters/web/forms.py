"""Forms as the pages read them: whole, in time, and without the characters that no store can hold."""

import asyncio

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage
from multidict import MultiDict, MultiDictProxy

from adapters.web.errors import DISK_FAULTS
from bot.text.characters import clean

FIRST_SECONDS = 15.0
BYTES_A_SECOND = 64 * 1024
"""Slower than this nobody's line is whose form is worth waiting for."""

Value = str | bytes | bytearray | web.FileField


async def posted(request: web.Request) -> MultiDictProxy[Value]:
    """Give all fields of a form, files among them.

    Raises `HTTPBadRequest` for a body that is no form, `HTTPRequestTimeout` for one that does not end in time, and
    `HTTPRequestEntityTooLarge` above what its address may bring; `OSError` when the disk holds no more.
    """
    patience = FIRST_SECONDS + request.client_max_size / BYTES_A_SECOND
    try:
        async with asyncio.timeout(patience):
            fields = await request.post()
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except OSError as error:
        # Files go to a temporary one: whether the form or the disk is at fault is told apart.
        if error.errno in DISK_FAULTS:
            raise
        raise web.HTTPBadRequest from error
    # aiohttp tells what is wrong with a form in all these ways.
    except (
        ValueError, AssertionError, LookupError, RuntimeError, web.RequestPayloadError, BadHttpMessage,
    ) as error:  # fmt: skip
        raise web.HTTPBadRequest from error
    return MultiDictProxy(MultiDict([(clean(name), _cleaned(value)) for name, value in fields.items()]))


async def form(request: web.Request) -> dict[str, str]:
    """Give the text fields of a form; raises as `posted` does."""
    return {name: value for name, value in (await posted(request)).items() if isinstance(value, str)}


def _cleaned(value: Value) -> Value:
    return clean(value) if isinstance(value, str) else value
