"""One message of a visitor: read from JSON, answered by the same engine as every other channel's."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from aiohttp import web
from yarl import URL

from adapters.port import written
from adapters.web.bodies import BrokenTextError, parsed, whole
from adapters.web.errors import RefusedError
from adapters.web.pickup import rendered
from bot.clock import Clock
from bot.inbound.reception import Reception, WayOut
from bot.message import Inbound

BODY_BYTES = 16 * 1024
BUDGET_SECONDS = 20.0
TEXT_LETTERS = 1000
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
JSON = "application/json"
LATER = b'{"replies": [], "later": true}'


@dataclass(frozen=True, slots=True)
class Said:
    """What a visitor wrote, with the number that every repetition of the call bears."""

    id: str
    text: str


async def fields_of(request: web.Request, names: Collection[str]) -> dict[str, str]:
    """Give the texts of a JSON body by these names; raises `RefusedError` naming what is wrong with it.

    Only `application/json` is read, which no form of a foreign page can send.
    """
    if request.content_type != JSON:
        raise RefusedError("visitors.refused.json", status=415)
    try:
        told = parsed(await whole(request, limit=BODY_BYTES), strict=True)
    except BrokenTextError as error:
        raise RefusedError("visitors.refused.characters", status=422) from error
    except ValueError as error:
        raise RefusedError("visitors.refused.json", status=400) from error
    if not isinstance(told, dict) or any(not isinstance(told.get(name), str) for name in names):
        raise RefusedError("visitors.refused.json", status=400)
    return {name: told[name] for name in names}


async def said_in(request: web.Request) -> Said:
    """Give the message that a request brings; raises `RefusedError` for one that cannot be taken."""
    fields = await fields_of(request, ("id", "text"))
    if not MESSAGE_ID.fullmatch(fields["id"]):
        raise RefusedError("visitors.refused.id", status=422)
    if not fields["text"].strip() or len(fields["text"]) > TEXT_LETTERS:
        raise RefusedError("visitors.refused.text", status=422, limit=TEXT_LETTERS)
    return Said(fields["id"], fields["text"])


def from_own_page(request: web.Request, public_url: str) -> None:
    """Refuse a call that a page of another site makes in a browser; raises `RefusedError` (403)."""
    origin = request.headers.get("Origin", "")
    if not origin:
        return
    try:
        came = URL(origin).authority
    except ValueError:
        came = ""
    if came not in {request.host, URL(public_url).authority}:
        raise RefusedError("visitors.refused.origin", status=403)


@dataclass(frozen=True, slots=True)
class VisitorTalk:
    """Hands what visitors of one channel write to reception."""

    reception: Reception
    clock: Clock
    channel: str

    def inbound(self, citizen: str, said: Said, *, fields: Mapping[str, str] | None = None) -> Inbound:
        """Give the message as the engine takes it; `fields` tell what is known beside its words."""
        key = f"v:{citizen}:{said.id}"
        return Inbound(self.channel, citizen, key, "text", self.clock.now(), said.text, fields=fields or {})

    async def answer(self, request: web.Request, inbound: Inbound) -> web.Response:
        """Answer one message; the same number gets the same answer, one that takes too long is fetched later."""
        way_out = WayOut()
        answer = await self.reception.receive(
            inbound, render=rendered, budget=BUDGET_SECONDS, way_out=way_out
        )
        response = web.Response(body=answer or LATER, content_type=JSON)
        if way_out.awaited and await written(request, response):
            await self.reception.went_out(inbound)
        return response


def told(values: object) -> web.Response:
    """Give a JSON answer with Chinese in the clear."""
    return web.json_response(values, dumps=lambda each: json.dumps(each, ensure_ascii=False))
