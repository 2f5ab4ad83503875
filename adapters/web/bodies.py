"""Bodies of programs that call: read whole, within a size and a time, and parsed so that nothing in them breaks later."""

import asyncio
import json
import re
from typing import Any, NoReturn

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage

from bot.text.characters import clean

BODY_SECONDS = 10.0
# How a character that cannot be kept may be written: as an escape, or as U+FFFE and U+FFFF themselves.
_SUSPICIOUS = re.compile(r"\\u(?:00[01]|[dD][89a-fA-F]|[fF]{3})|\\[bf]|[\ufffe\uffff]")
_BROKEN = re.compile(r"[\x00\ud800-\udfff]")


class BrokenTextError(ValueError):
    """A text holds a NUL or half a character: whoever sent it has cut or joined it wrongly."""


async def whole(request: web.Request, *, limit: int) -> bytes:
    """Give the body, however many packets it comes in.

    Raises `HTTPRequestEntityTooLarge` above `limit` bytes, `HTTPRequestTimeout` when it does not end in time, and
    `HTTPBadRequest` when it is not what its head says.
    """
    if (request.content_length or 0) > limit:
        raise _too_large(limit, request.content_length or 0)
    octets = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while chunk := await request.content.read(limit + 1 - len(octets)):
                octets += chunk
                if len(octets) > limit:
                    raise _too_large(limit, len(octets))
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except (OSError, web.RequestPayloadError, BadHttpMessage) as error:
        raise web.HTTPBadRequest from error
    return bytes(octets)


def parsed(octets: bytes, *, strict: bool = False) -> Any:
    """Give the value of a JSON body; its texts are without the characters that no store can hold.

    Raises ValueError when it is no JSON in UTF-8, holds a number that JSON has not (NaN), or is nested too deep; a
    `strict` reading raises `BrokenTextError` when a text has a NUL or half a character.
    """
    text = octets.decode("utf-8-sig")
    try:
        value = json.loads(text, parse_constant=_no_number)
        return _cleaned(value, strict=strict) if _SUSPICIOUS.search(text) else value
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _cleaned(value: Any, *, strict: bool) -> Any:
    if isinstance(value, str):
        if strict and _BROKEN.search(value):
            raise BrokenTextError
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(each, strict=strict) for each in value]
    if isinstance(value, dict):
        return {clean(name): _cleaned(each, strict=strict) for name, each in value.items()}
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _too_large(limit: int, actual: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=actual)
