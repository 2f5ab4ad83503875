"""The way into the simulated API: method, token, right, quota and body are judged here once, before any endpoint's own rules."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from aiohttp import web

from adapters.wechat.simulator.protocol.bodies import posted, whole
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right, may
from adapters.wechat.simulator.world.traces import DeliveryOutcome, DeliveryTrace
from adapters.wechat.simulator.world.world import World

_log = logging.getLogger(__name__)
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
_PREFIXES = ("/cgi-bin", "/sns", "/customservice", "/wxaapi", "/connect")


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came in the form field `media`."""

    name: str
    content_type: str
    octets: bytes


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call that passed the common checks."""

    query: Mapping[str, str]
    body: Mapping[str, Any]
    now: datetime
    remote: str
    file: ReceivedFile | None = None


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """An answer that is a file."""

    octets: bytes
    content_type: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """An answer that a person reads in a browser: a page, or the way to another one."""

    html: str = ""
    location: str = ""
    status: int = 200


ApiAnswer = Mapping[str, Any] | FileAnswer | PageAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One path of the API; `daily` is the quota of a real account and of a sandbox, 0 for none.

    `takes` says what a POST brings: JSON, or a file in a form. A GET brings its query only.
    """

    method: Literal["GET", "POST"]
    path: str
    answer: Callable[[ApiCall], ApiAnswer]
    takes: Literal["json", "file"] = "json"
    needs_token: bool = True
    right: Right = Right.NONE
    daily: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Arrived:
    """What came over the wire, before anything is judged."""

    raw: bytes = b""
    file: ReceivedFile | None = None
    started: float = field(default_factory=time.perf_counter)


class Gateway:
    """Serves endpoints for one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self, endpoints: list[Endpoint]) -> list[web.RouteDef]:
        """Give the routes of the endpoints, and one that catches every other path of the API."""
        known = [web.route("*", each.path, self._handler(each)) for each in endpoints]
        others = [web.route("*", prefix + "/{rest:.*}", self.unknown) for prefix in _PREFIXES]
        return known + others

    async def unknown(self, request: web.Request) -> web.Response:
        """Say plainly that the simulator lacks a path, so that nobody takes silence for WeChat's answer."""
        _log.warning("simulator, not WeChat: no endpoint %s %r", request.method, request.path)
        return web.json_response({"error": f"模拟器没有这个接口：{request.path}"}, status=404, dumps=_dumped)

    def _handler(self, endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            if (broken := await self._fault(endpoint.path)) is not None:
                return broken
            arrived = await _arrived(endpoint, request)
            try:
                answer = endpoint.answer(self._call(endpoint, request, arrived))
            except RefusalError as refusal:
                answer = refusal.plain()
            if isinstance(answer, Mapping):
                self._trace(endpoint, arrived, answer)
            return _response(answer)

        return handle

    def _call(self, endpoint: Endpoint, request: web.Request, arrived: _Arrived) -> ApiCall:
        if request.method != endpoint.method:
            raise RefusalError(43002 if endpoint.method == "POST" else 43001)
        world, now = self._world, self._world.clock.now()
        if (fault := world.faults.take("api_error", path=endpoint.path)) is not None:
            raise RefusalError(fault.value or -1)
        if endpoint.needs_token:
            if world.faults.take("token_ended", path=endpoint.path):
                world.tokens.end_all()
            self._check_token(request.query.get("access_token", ""), now)
        if not may(world.settings.profile, endpoint.right):
            raise RefusalError(48001)
        if world.faults.take("api_quota", path=endpoint.path):
            world.exhaust(endpoint.path)
        if world.is_exhausted(endpoint.path):
            raise RefusalError(45009)
        quota = endpoint.daily[world.settings.profile == "sandbox"]
        if quota and world.count_call(endpoint.path) > quota:
            raise RefusalError(45009)
        takes_json = endpoint.method == "POST" and endpoint.takes == "json"
        body = _body(arrived.raw) if takes_json else {}
        return ApiCall(request.query, body, now, request.remote or "", arrived.file)

    def _check_token(self, token: str, now: datetime) -> None:
        if not token:
            raise RefusalError(41001)
        state = self._world.tokens.check(token, now)
        if state != "good":
            raise RefusalError(42001 if state == "expired" else 40001)

    async def _fault(self, path: str) -> web.Response | None:
        faults = self._world.faults
        if (delay := faults.take("api_delay", path=path)) is not None:
            await asyncio.sleep(delay.value / 1000)
        if faults.take("api_500", path=path):
            return web.Response(status=500, text="simulated failure, not WeChat")
        if faults.take("api_garbage", path=path):
            return web.Response(text='{"errcode": 0, "errm', content_type="application/json")
        return None

    def _trace(self, endpoint: Endpoint, arrived: _Arrived, answer: Mapping[str, Any]) -> None:
        openid = _touser(arrived.raw)
        if openid not in self._world.citizens:
            return
        code = answer.get("errcode", 0)
        ms = (time.perf_counter() - arrived.started) * 1000
        trace = self._world.traces.open(openid=openid, kind=f"api{endpoint.path}", key="")
        trace.verdict = "已接受" if code == 0 else f"已拒绝：{code}"
        trace.deliveries.append(
            DeliveryTrace(
                attempt=1, method=endpoint.method, url=endpoint.path, request=arrived.raw.decode(errors="replace"),
                started_at=self._world.clock.now(), status=200, response=_dumped(answer), ms=round(ms, 1),
                outcome=DeliveryOutcome.ANSWERED if code == 0 else DeliveryOutcome.BROKEN, verdict=trace.verdict,
            )
        )  # fmt: skip
        self._world.tell_trace(trace)


async def _arrived(endpoint: Endpoint, request: web.Request) -> _Arrived:
    if endpoint.takes == "json" or not request.content_type.startswith("multipart/"):
        return _Arrived(await whole(request))
    field_given = (await posted(request)).get("media")
    if not isinstance(field_given, web.FileField):
        return _Arrived()
    file = ReceivedFile(field_given.filename, field_given.content_type, field_given.file.read())
    return _Arrived(file=file)


def _response(answer: ApiAnswer) -> web.Response:
    if isinstance(answer, FileAnswer):
        headers = {"Content-Disposition": f'attachment; filename="{answer.name}"'} if answer.name else {}
        return web.Response(body=answer.octets, content_type=answer.content_type, headers=headers)
    if isinstance(answer, PageAnswer):
        headers = {"Location": answer.location} if answer.location else {}
        return web.Response(
            status=302 if answer.location else answer.status,
            text=answer.html,
            content_type="text/html",
            headers=headers,
        )
    return web.json_response(answer, dumps=_dumped)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _body(raw: bytes) -> Mapping[str, Any]:
    if not raw.strip():
        raise RefusalError(44002)
    if _ESCAPED.search(raw):
        raise RefusalError(40033)
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RefusalError(47001) from error
    if not isinstance(body, dict):
        raise RefusalError(47001)
    return body


def _touser(raw: bytes) -> str:
    try:
        return str(json.loads(raw)["touser"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
