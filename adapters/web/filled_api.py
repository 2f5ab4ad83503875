"""What the addresses that take filled-in fields from other programs have in common: how they read, and how they refuse."""

from collections.abc import Collection
from typing import Any

from aiohttp import web

from adapters.web.api import UNREAD
from adapters.web.bodies import BrokenTextError, parsed
from bot.errors import InputError
from bot.message import Wording

BODY_BYTES = 16 * 1024
SHOWN_NAME_LETTERS = 40


def filled_fields(body: bytes, *, known: Collection[str]) -> dict[str, str]:
    """Give the fields of a body; raises `InputError` where it is no object of texts, or has a field that is not known."""
    try:
        said: Any = parsed(body, strict=True)
    except BrokenTextError as error:
        raise InputError("api.characters") from error
    except ValueError as error:
        raise InputError("complaints.filled.json") from error
    if not isinstance(said, dict) or any(not isinstance(value, str) for value in said.values()):
        raise InputError("complaints.filled.json")
    return known_fields(said, known=known)


def known_fields(said: dict[str, str], *, known: Collection[str]) -> dict[str, str]:
    """Give fields again; raises `InputError` for one that is not known."""
    if unknown := sorted(set(said) - set(known)):
        raise InputError("complaints.filled.unknown", field=unknown[0][:SHOWN_NAME_LETTERS])
    return said


def refused(status: int, reason: str) -> web.Response:
    """Give a refusal in words."""
    return web.json_response({"error": reason}, status=status)


def refused_input(error: InputError, wording: Wording) -> web.Response:
    """Give the refusal (400) of fields that do not fit."""
    return refused(400, wording(error.text_key, **error.values))


def refused_body(refusal: web.HTTPClientError, wording: Wording) -> web.Response:
    """Give the refusal of a body that could not be read whole, with its own status."""
    return refused(refusal.status, wording(UNREAD.get(refusal.status, "complaints.filled.json")))
