"""The page of the simulated phone, and the JSON API that the page, the command line and tests share."""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web
from yarl import URL

from adapters.wechat.simulator.delivery.deeds import DeedError, Deeds
from adapters.wechat.simulator.delivery.pusher import PushRefusedError
from adapters.wechat.simulator.protocol.bodies import whole
from adapters.wechat.simulator.protocol.rights import PROFILE_NAMES
from adapters.wechat.simulator.protocol.settings import NOTICE
from adapters.wechat.simulator.world.broadcast import Queue
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.faults import KINDS
from adapters.wechat.simulator.world.traces import Trace
from adapters.wechat.simulator.world.world import World

_STATIC = Path(__file__).with_name("static")
_HEARTBEAT_S = 15
_NAME_CHARACTERS = 20


class Chat:
    """The handlers for one world."""

    def __init__(self, world: World, deeds: Deeds) -> None:
        self._world = world
        self._deeds = deeds

    def routes(self) -> list[web.AbstractRouteDef]:
        """Give the page, its files and its API."""
        one = "/api/citizens/{openid:[A-Za-z0-9_-]{1,64}}"
        return [
            web.get("/", self.page),
            web.static("/static", _STATIC),
            web.get("/api/account", self.account),
            web.get("/api/stream", self.stream),
            web.get("/api/citizens", self.citizens),
            web.post("/api/citizens", self.new_citizen),
            web.get(one + "/messages", self.messages),
            web.get(one + "/traces", self.traces),
            web.post(one + "/text", self.text),
            web.post(one + "/message", self.message),
            web.post(one + "/event", self.event),
            web.post(one + "/scan", self.scan),
        ]

    async def page(self, _request: web.Request) -> web.Response:
        """Give the page; pictures of cards may come from the adapter's own address."""
        html = await asyncio.to_thread((_STATIC / "chat.html").read_text, encoding="utf-8")
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
            f"form-action 'none'; frame-ancestors 'none'; img-src 'self' data: {URL(self._world.callback_url).origin()}"
        )
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": policy})

    async def account(self, _request: web.Request) -> web.Response:
        """Give what the page shows of the account."""
        world, settings = self._world, self._world.settings
        return answer({
            "notice": NOTICE, "title": settings.title, "account": settings.account, "mode": settings.mode, "profile": PROFILE_NAMES[settings.profile],
            "callback_url": world.callback_url, "verified": world.verified, "verify_note": world.verify_note,
            "menu": world.menu, "own_menu": world.own_menu is not None, "now": world.clock.now().isoformat(),
            "offset_s": world.clock.offset.total_seconds(), "kept": settings.data_dir is not None,
            "switches": settings.switches.described(), "faults": KINDS, "open_faults": world.faults.open(),
        })  # fmt: skip

    async def citizens(self, _request: web.Request) -> web.Response:
        """List the citizens."""
        now = self._world.clock.now()
        return answer({"citizens": [citizen.plain(now) for citizen in self._world.citizens.values()]})

    async def new_citizen(self, request: web.Request) -> web.Response:
        """Make a citizen who does not follow yet, unless `follows` is true.

        Raises the refusal 409 when there are too many.
        """
        body = await given(request)
        name = _text(body, "name").strip()[:_NAME_CHARACTERS] or f"市民{len(self._world.citizens) + 1}"
        try:
            citizen = self._world.settle(name, follows=body.get("follows") is True)
        except ValueError as error:
            raise refused(HTTPStatus.CONFLICT, str(error)) from error
        return answer(citizen.plain(self._world.clock.now()))

    async def messages(self, request: web.Request) -> web.Response:
        """Give the window of a citizen from entry number `after` on, or the `last` so many entries of it."""
        citizen, after = self._citizen(request), _number(request, "after")
        first = len(citizen.entries) - (_number(request, "last") or len(citizen.entries))
        entries = [entry.plain() for entry in citizen.entries[max(after, first) :]]
        return answer({"citizen": citizen.plain(self._world.clock.now()), "messages": entries})

    async def traces(self, request: web.Request) -> web.Response:
        """Give the deliveries and API calls that concern a citizen, oldest first."""
        openid = self._citizen(request).openid
        return answer({"traces": [trace.plain() for trace in self._world.traces.of(openid)]})

    async def text(self, request: web.Request) -> web.Response:
        """Write as a citizen: `content`, and `bizmsgmenuid` for a tapped item."""
        body, citizen = await given(request), self._citizen(request, create=True)
        menu_id = _text(body, "bizmsgmenuid") or None
        return await self._done(citizen, self._deeds.say(citizen, _text(body, "content"), menu_id=menu_id))

    async def message(self, request: web.Request) -> web.Response:
        """Send something else as a citizen: `type`, and `fields` by their XML names."""
        body, citizen = await given(request), self._citizen(request, create=True)
        fields = body.get("fields")
        own = fields if isinstance(fields, dict) else {}
        return await self._done(citizen, self._deeds.hand(citizen, _text(body, "type"), own))

    async def event(self, request: web.Request) -> web.Response:
        """Cause an event as a citizen: `event`, and `key` or `label` where it has one."""
        body, citizen = await given(request), self._citizen(request, create=True)
        deed = self._deeds.cause(
            citizen, _text(body, "event"), key=_text(body, "key"), label=_text(body, "label")
        )
        return await self._done(citizen, deed)

    async def scan(self, request: web.Request) -> web.Response:
        """Scan a parametric code as a citizen: its `ticket`."""
        body, citizen = await given(request), self._citizen(request, create=True)
        return await self._done(citizen, self._deeds.scan(citizen, _text(body, "ticket")))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send news of every window as server-sent events until the page closes."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        with self._world.broadcast.listening() as queue:
            while (lines := await _lines(queue)) is not None:
                await response.write(lines)
        return response

    async def _done(self, citizen: Citizen, deed: Any) -> web.Response:
        try:
            trace: Trace = await deed
        except DeedError as error:
            raise refused(HTTPStatus.CONFLICT, str(error)) from error
        except PushRefusedError as error:
            raise refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
        reply = [entry.plain() for entry in citizen.entries if entry.trace == trace.id]
        return answer(
            {"trace": trace.plain(), "reply": reply, "citizen": citizen.plain(self._world.clock.now())}
        )

    def _citizen(self, request: web.Request, *, create: bool = False) -> Citizen:
        """Find a citizen; one who is first heard of in a deed is taken for a follower of long standing."""
        openid = request.match_info["openid"]
        citizen = self._world.citizens.get(openid)
        if citizen is None and create:
            try:
                citizen = self._world.settle(
                    f"市民{len(self._world.citizens) + 1}", openid=openid, follows=True
                )
            except ValueError as error:
                raise refused(HTTPStatus.CONFLICT, str(error)) from error
        if citizen is None:
            raise refused(HTTPStatus.NOT_FOUND, "没有这位市民")
        return citizen


def answer(value: Mapping[str, Any]) -> web.Response:
    """Give a JSON answer with Chinese in the clear."""
    return web.json_response(value, dumps=lambda each: json.dumps(each, ensure_ascii=False))


def refused(status: HTTPStatus, words: str) -> web.HTTPException:
    """Give the exception that answers with words for a person."""
    text = json.dumps({"error": words}, ensure_ascii=False)
    kinds: dict[HTTPStatus, type[web.HTTPException]] = {
        HTTPStatus.BAD_REQUEST: web.HTTPBadRequest,
        HTTPStatus.FORBIDDEN: web.HTTPForbidden,
        HTTPStatus.NOT_FOUND: web.HTTPNotFound,
        HTTPStatus.CONFLICT: web.HTTPConflict,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: web.HTTPUnsupportedMediaType,
        HTTPStatus.SERVICE_UNAVAILABLE: web.HTTPServiceUnavailable,
    }
    return kinds[status](text=text, content_type="application/json")


async def given(request: web.Request) -> dict[str, Any]:
    """Read a JSON object; only as application/json, which no form of a foreign page can send.

    Raises the refusals 415 and 400.
    """
    if request.content_type != "application/json":
        raise refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "请以 application/json 提交")
    try:
        body = json.loads((await whole(request)).decode("utf-8-sig"))
        # Half a character can be written as an escape, but it can be neither shown nor sent on.
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise refused(HTTPStatus.BAD_REQUEST, "不是合法的JSON") from error
    if not isinstance(body, dict):
        raise refused(HTTPStatus.BAD_REQUEST, "应是一个JSON对象")
    return body


async def _lines(queue: Queue) -> bytes | None:
    try:
        news = await asyncio.wait_for(queue.get(), _HEARTBEAT_S)
    except TimeoutError:
        return b": simulator, not WeChat\n\n"
    if news is None:
        return None
    name, value = news
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise refused(HTTPStatus.BAD_REQUEST, f"{name} 应是文字")
    return value


def _number(request: web.Request, name: str) -> int:
    value = request.query.get(name, "0")
    if not value.isdecimal() or len(value) > 9:  # noqa: PLR2004 - nine digits always fit
        raise refused(HTTPStatus.BAD_REQUEST, f"{name} 应是整数")
    return int(value)
