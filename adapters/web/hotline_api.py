"""The hotline hands its complaints over at one signed address; the same outer number is one complaint."""

from typing import Any

from aiohttp import web

from adapters.web.bodies import BrokenTextError, parsed, whole
from bot.clock import Clock
from bot.errors import InputError
from bot.message import Wording
from handlers.complaints.hotline.columns import TAKEN
from handlers.complaints.hotline.signature import (
    SECRET_LENGTH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    is_signed,
)
from handlers.complaints.hotline.taking_in import CHANNEL, HotlineTakingIn

PATH = "/api/v1/hotline/complaints"
BODY_BYTES = 16 * 1024


class HotlineApi:
    """Takes the fields of one complaint with its `outer` number. Fails closed: without a secret the address does not exist."""

    def __init__(self, taking_in: HotlineTakingIn, *, secret: str, clock: Clock, wording: Wording) -> None:
        self._taking_in = taking_in
        self._secret = secret
        self._clock = clock
        self._wording = wording

    def routes(self) -> list[web.RouteDef]:
        """Give the route, or none while the address is closed."""
        return [web.post(PATH, self.take)] if len(self._secret) >= SECRET_LENGTH else []

    async def take(self, request: web.Request) -> web.Response:
        """Take one in: 200 with our number, also when it is known already."""
        try:
            body = await whole(request, limit=BODY_BYTES)
            moment, given = request.headers.get(TIME_HEADER, ""), request.headers.get(SIGNATURE_HEADER, "")
            if not is_signed(self._secret, moment, given, body=body, now=self._clock.now()):
                return _said(401, self._wording("complaints.hotline.refused.signature"))
            taken = await self._taking_in.take(_fields(body), by=CHANNEL)
        except InputError as error:
            return _said(400, self._wording(error.text_key, **error.values))
        except web.HTTPClientError as refusal:
            key = {408: "api.slow", 413: "api.long"}.get(refusal.status, "complaints.filled.json")
            return _said(refusal.status, self._wording(key))
        return web.json_response({"outer": taken.outer, "number": taken.number, "new": taken.is_new})


def _fields(body: bytes) -> dict[str, str]:
    try:
        said: Any = parsed(body, strict=True)
    except BrokenTextError as error:
        raise InputError("api.characters") from error
    except ValueError as error:
        raise InputError("complaints.filled.json") from error
    if not isinstance(said, dict) or any(not isinstance(value, str) for value in said.values()):
        raise InputError("complaints.filled.json")
    if unknown := sorted(set(said) - set(TAKEN)):
        raise InputError("complaints.filled.unknown", field=unknown[0][:40])
    return said


def _said(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
