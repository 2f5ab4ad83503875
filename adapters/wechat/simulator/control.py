"""The levers behind the stage, for tests and demonstrations on the same machine only: clock, faults, tokens, check."""

from datetime import datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from aiohttp import web
from yarl import URL

from adapters.wechat.simulator.chat import answer, given, refused
from adapters.wechat.simulator.delivery.pusher import Pusher
from adapters.wechat.simulator.world.world import World

_MOST_SECONDS = 10 * 366 * 86_400


class Control:
    """The handlers for one world; closed to every caller that is not on this machine."""

    def __init__(self, world: World, pusher: Pusher) -> None:
        self._world = world
        self._pusher = pusher

    def routes(self) -> list[web.RouteDef]:
        """Give the routes."""
        return [
            web.get("/control/clock", self.clock),
            web.post("/control/clock", self.move_clock),
            web.get("/control/faults", self.faults),
            web.post("/control/faults", self.order_fault),
            web.delete("/control/faults", self.clear_faults),
            web.post("/control/tokens/end", self.end_tokens),
            web.post("/control/consents", self.consent),
            web.post("/control/verify", self.verify),
        ]

    async def clock(self, request: web.Request) -> web.Response:
        """Tell the simulated time."""
        require_loopback(request)
        return self._time()

    async def move_clock(self, request: web.Request) -> web.Response:
        """Set the time (`set`, ISO), advance it (`advance_s`, seconds), or return to the machine's (`reset`).

        Raises the refusal 400 for what is no time.
        """
        require_loopback(request)
        body = await given(request)
        try:
            self._move(body)
        except (TypeError, ValueError, OverflowError) as error:
            raise refused(
                HTTPStatus.BAD_REQUEST, "set 应是ISO时间，advance_s 应是秒数（至多十年）"
            ) from error
        for citizen in self._world.citizens.values():
            self._world.tell_state(citizen)
        self._world.tell_account()
        return self._time()

    async def faults(self, request: web.Request) -> web.Response:
        """List the faults still ordered."""
        require_loopback(request)
        return answer({"faults": self._world.faults.open()})

    async def order_fault(self, request: web.Request) -> web.Response:
        """Order a fault: `kind`, and `times`, `value`, `rate`, `seed`, `openid`, `path` as wanted.

        Raises the refusal 400 for an unreadable order.
        """
        require_loopback(request)
        body = await given(request)
        try:
            self._world.faults.order(body)
        except ValueError as error:
            raise refused(HTTPStatus.BAD_REQUEST, str(error)) from error
        self._world.tell_account()
        return answer({"faults": self._world.faults.open()})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Let everything go right again."""
        require_loopback(request)
        self._world.faults.clear()
        self._world.tell_account()
        return answer({"faults": []})

    async def end_tokens(self, request: web.Request) -> web.Response:
        """End every access token now."""
        require_loopback(request)
        self._world.tokens.end_all()
        return answer({"ended": True})

    async def consent(self, request: web.Request) -> web.Response:
        """Let a citizen (`openid`) agree to one notice by a template (`template_id`), as on a page of the account.

        Raises the refusal 404 for a citizen whom nobody knows.
        """
        require_loopback(request)
        body = await given(request)
        openid, template = str(body.get("openid", "")), str(body.get("template_id", ""))
        if openid not in self._world.citizens:
            raise refused(HTTPStatus.NOT_FOUND, "没有这位市民")
        self._world.consents[openid, template] += 1
        return answer({"consents": self._world.consents[openid, template]})

    async def verify(self, request: web.Request) -> web.Response:
        """Make the GET check again, as saving the console's settings does."""
        require_loopback(request)
        await self._pusher.verify()
        return answer({"verified": self._world.verified, "verify_note": self._world.verify_note})

    def _move(self, body: dict[str, Any]) -> None:
        clock = self._world.clock
        if body.get("reset") is True:
            clock.reset()
        if "set" in body:
            clock.set(datetime.fromisoformat(body["set"]))
        if "advance_s" in body:
            seconds = float(body["advance_s"])
            if not abs(seconds) <= _MOST_SECONDS:
                raise ValueError(seconds)
            clock.advance(timedelta(seconds=seconds))

    def _time(self) -> web.Response:
        clock = self._world.clock
        return answer({"now": clock.now().isoformat(), "offset_s": clock.offset.total_seconds()})


def require_loopback(request: web.Request) -> None:
    """Refuse a caller from elsewhere, and a page whose host name was bent to this machine; fails closed."""
    try:
        near = ip_address(request.remote or "").is_loopback
        host = URL(f"http://{request.host}").host or ""
        named = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        near = named = False
    if not (near and named):
        raise refused(HTTPStatus.FORBIDDEN, "只限本机使用")
