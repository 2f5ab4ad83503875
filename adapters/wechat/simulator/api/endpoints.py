"""The way into the simulated API: method, token, quota and body are judged here once, before any endpoint's own rules."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.world.traces import DeliveryOutcome, DeliveryTrace
from adapters.wechat.simulator.world.world import World

_log = logging.getLogger(__name__)
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call that passed the common checks."""

    query: Mapping[str, str]
    body: Mapping[str, Any]
    now: datetime
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One path of the API; `daily` is the quota of a real account and of a sandbox, 0 for none."""

    method: str
    path: str
    answer: Callable[[ApiCall], Mapping[str, Any]]
    needs_token: bool = True
    needs_verified: bool = False
    daily: tuple[int, int] = (0, 0)


class Gateway:
    """Serves endpoints for one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self, endpoints: list[Endpoint]) -> list[web.RouteDef]:
        """Give the routes of the endpoints, and one that catches every other path of the API."""
        known = [web.route("*", each.path, self._handler(each)) for each in endpoints]
        others = [
            web.route("*", prefix + "/{rest:.*}", self.unknown)
            for prefix in ("/cgi-bin", "/sns", "/customservice", "/wxaapi")
        ]
        return known + others

    async def unknown(self, request: web.Request) -> web.Response:
        """Say plainly that the simulator lacks a path, so that nobody takes silence for WeChat's answer."""
        _log.warning("simulator, not WeChat: no endpoint %s %r", request.method, request.path)
        return web.json_response({"error": f"模拟器没有这个接口：{request.path}"}, status=404, dumps=_dumped)

    def _handler(self, endpoint: Endpoint) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.Response:
            if (broken := await self._fault(endpoint.path)) is not None:
                return broken
            start, raw = time.perf_counter(), await request.read()
            try:
                answer = endpoint.answer(self._call(endpoint, request, raw))
            except RefusalError as refusal:
                answer = refusal.plain()
            self._trace(endpoint, raw, answer, ms=(time.perf_counter() - start) * 1000)
            return web.json_response(answer, dumps=_dumped)

        return handle

    def _call(self, endpoint: Endpoint, request: web.Request, raw: bytes) -> ApiCall:
        if request.method != endpoint.method:
            raise RefusalError(43002 if endpoint.method == "POST" else 43001)
        world, now = self._world, self._world.clock.now()
        if (fault := world.faults.take("api_error", path=endpoint.path)) is not None:
            raise RefusalError(fault.value or -1)
        if endpoint.needs_token:
            self._check_token(request.query.get("access_token", ""), now)
        if endpoint.needs_verified and world.settings.profile == "unverified":
            raise RefusalError(48001)
        quota = endpoint.daily[world.settings.profile == "sandbox"]
        if quota and world.count_call(endpoint.path) > quota:
            raise RefusalError(45009)
        body = _body(raw) if endpoint.method == "POST" else {}
        return ApiCall(request.query, body, now, request.remote or "")

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

    def _trace(self, endpoint: Endpoint, raw: bytes, answer: Mapping[str, Any], *, ms: float) -> None:
        openid = _touser(raw)
        if openid not in self._world.citizens:
            return
        code = answer.get("errcode", 0)
        trace = self._world.traces.open(openid=openid, kind=f"api{endpoint.path}", key="")
        trace.verdict = "已接受" if code == 0 else f"已拒绝：{code}"
        trace.deliveries.append(
            DeliveryTrace(
                attempt=1, method=endpoint.method, url=endpoint.path, request=raw.decode(errors="replace"),
                started_at=self._world.clock.now(), status=200, response=_dumped(answer), ms=round(ms, 1),
                outcome=DeliveryOutcome.ANSWERED if code == 0 else DeliveryOutcome.BROKEN, verdict=trace.verdict,
            )
        )  # fmt: skip
        self._world.tell_trace(trace)


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
