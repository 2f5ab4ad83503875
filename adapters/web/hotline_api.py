"""The hotline hands its complaints over at one signed address; the same outer number is one complaint."""

from aiohttp import web

from adapters.web.bodies import whole
from adapters.web.filled_api import BODY_BYTES, filled_fields, refused, refused_body, refused_input
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
                return refused(401, self._wording("complaints.hotline.refused.signature"))
            taken = await self._taking_in.take(filled_fields(body, known=TAKEN), by=CHANNEL)
        except InputError as error:
            return refused_input(error, self._wording)
        except web.HTTPClientError as refusal:
            return refused_body(refusal, self._wording)
        return web.json_response({"outer": taken.outer, "number": taken.number, "new": taken.is_new})
