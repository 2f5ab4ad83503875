"""Other channels (the county's site, a kiosk) talk to the same bot: one JSON address behind a bearer key."""

from typing import Any

from aiohttp import web

from adapters.port import written
from adapters.web.access.security import bearer_of, is_same
from adapters.web.bodies import BrokenTextError, parsed, whole
from adapters.web.pickup import CHANNEL, NAME, PREFIX, ChannelPickup, rendered
from bot.clock import Clock
from bot.errors import InputError
from bot.inbound.reception import Reception, WayOut
from bot.message import Inbound, Wording

PATH = "/api/v1/messages"
BUDGET_SECONDS = 20.0
BODY_BYTES = 16 * 1024
TEXT_LETTERS = 2000
SECRET_LENGTH = 32
UNREAD = {408: "api.slow", 413: "api.long"}
LATER = b'{"replies": [], "later": true}'


class MessageApi:
    """Takes `{"citizen", "id", "text"}` and gives `{"replies": [{"text", "choices", "card"}]}`.

    An answer that takes too long (`"later": true`) and what staff say later is fetched at the same address by GET.
    Fails closed: without a key of at least 32 characters the address does not exist.
    """

    def __init__(
        self, reception: Reception, pickup: ChannelPickup, *, key: str, clock: Clock, wording: Wording
    ) -> None:
        self._reception = reception
        self._pickup = pickup
        self._key = key
        self._clock = clock
        self._wording = wording

    def routes(self) -> list[web.RouteDef]:
        """Give the routes, or none while the address is closed."""
        if len(self._key) < SECRET_LENGTH:
            return []
        return [web.post(PATH, self.receive), web.get(PATH, self.fetch, allow_head=False)]

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one message; the same `id` gets the same answer."""
        if not self._admitted(request):
            return _refused(401, self._wording("api.key"))
        try:
            inbound = self._inbound(await whole(request, limit=BODY_BYTES))
        except web.HTTPClientError as refusal:
            return _refused(refusal.status, self._wording(UNREAD.get(refusal.status, "api.json")))
        except InputError as error:
            return _refused(400, self._wording(error.text_key, **error.values))
        way_out = WayOut()
        answer = await self._reception.receive(
            inbound, render=rendered, budget=BUDGET_SECONDS, way_out=way_out
        )
        response = web.Response(body=answer or LATER, content_type="application/json")
        if way_out.awaited and await written(request, response):
            await self._reception.went_out(inbound)
        return response

    async def fetch(self, request: web.Request) -> web.Response:
        """Give what waits, of `citizen` when named; `after` confirms what came before."""
        if not self._admitted(request):
            return _refused(401, self._wording("api.key"))
        asked = request.query
        try:
            told = await self._pickup.fetch(citizen=asked.get("citizen", ""), after=asked.get("after", ""))
        except InputError as error:
            return _refused(400, self._wording(error.text_key, **error.values))
        return web.json_response(told)

    def _admitted(self, request: web.Request) -> bool:
        return is_same(bearer_of(request), self._key)

    def _inbound(self, body: bytes) -> Inbound:
        try:
            said = parsed(body, strict=True)
        except BrokenTextError as error:
            raise InputError("api.characters") from error
        except ValueError as error:
            raise InputError("api.json") from error
        fields = _fields(said)
        text = fields["text"]
        if not text.strip() or len(text) > TEXT_LETTERS:
            raise InputError("api.text", limit=TEXT_LETTERS)
        for name in ("citizen", "id"):
            if not NAME.fullmatch(fields[name]):
                raise InputError("api.name", field=name)
        citizen = PREFIX + fields["citizen"]
        key = f"a:{citizen}:{fields['id']}"
        return Inbound(CHANNEL, citizen, key, "text", self._clock.now(), text)


def _fields(said: Any) -> dict[str, str]:
    names = ("citizen", "id", "text")
    if not isinstance(said, dict) or any(not isinstance(said.get(name), str) for name in names):
        raise InputError("api.json")
    return {name: said[name] for name in names}


def _refused(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
