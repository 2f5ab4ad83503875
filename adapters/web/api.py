"""Other channels (the county's site, a kiosk) talk to the same bot: one JSON endpoint behind a bearer key."""

import hmac
import json
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.errors import InputError
from bot.message import Inbound, Reply, Wording
from bot.reception import Reception, Rendered

PATH = "/api/v1/messages"
BUDGET_SECONDS = 20.0
LONGEST_BODY = 16 * 1024
LONGEST_TEXT = 2000
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
SECRET_LENGTH = 32


class MessageApi:
    """Takes `{"citizen", "id", "text"}` and gives `{"replies": [{"text", "choices", "card"}]}`.

    Fails closed: without a key of at least 32 characters the endpoint does not exist.
    """

    def __init__(self, reception: Reception, *, key: str, clock: Clock, wording: Wording) -> None:
        self._reception = reception
        self._key = key
        self._clock = clock
        self._wording = wording

    def routes(self) -> list[web.RouteDef]:
        """Give the route, or none while the endpoint is closed."""
        return [web.post(PATH, self.receive)] if len(self._key) >= SECRET_LENGTH else []

    async def receive(self, request: web.Request) -> web.Response:
        """Answer one message; the same `id` gets the same answer."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._key.encode()):
            return _refused(401, self._wording("api.key"))
        try:
            inbound = self._inbound(await request.content.read(LONGEST_BODY + 1))
        except InputError as error:
            return _refused(400, self._wording(error.text_key, **error.values))
        answer = await self._reception.receive(inbound, render=_render, budget=BUDGET_SECONDS)
        return web.Response(body=answer or b'{"replies": []}', content_type="application/json")

    def _inbound(self, body: bytes) -> Inbound:
        try:
            said = json.loads(body[:LONGEST_BODY])
        except ValueError as error:
            raise InputError("api.json") from error
        fields = _fields(said)
        text = fields["text"]
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise InputError("api.text", limit=LONGEST_TEXT)
        for name in ("citizen", "id"):
            if not NAME.fullmatch(fields[name]):
                raise InputError("api.name", field=name)
        citizen = f"api_{fields['citizen']}"
        key = f"a:{citizen}:{fields['id']}"
        return Inbound("api", citizen, key, "text", self._clock.now(), text)


def _fields(said: Any) -> dict[str, str]:
    names = ("citizen", "id", "text")
    if not isinstance(said, dict) or any(not isinstance(said.get(name), str) for name in names):
        raise InputError("api.json")
    return {name: said[name] for name in names}


def _render(replies: Sequence[Reply]) -> Rendered:
    starts = accumulate((len(reply.choices) for reply in replies), initial=1)
    shown = [
        {
            "text": reply.text,
            "choices": [
                {"number": number, "label": choice.label}
                for number, choice in enumerate(reply.choices, first)
            ],
            "card": {"title": reply.card.title, "url": reply.card.url} if reply.card else None,
        }
        for reply, first in zip(replies, starts, strict=False)
    ]
    return Rendered(json.dumps({"replies": shown}, ensure_ascii=False).encode())


def _refused(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
