"""The simulated API of api.weixin.qq.com: tokens, menu, and the list of what there is (protocol §§9, 10, 13)."""

import secrets
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from adapters.wechat.simulator.api.customer_service import CustomerService
from adapters.wechat.simulator.api.endpoints import ApiCall, Endpoint, Gateway
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.world import menus
from adapters.wechat.simulator.world.world import World

_OK: Mapping[str, Any] = {"errcode": 0, "errmsg": "ok"}


def routes(world: World) -> list[web.RouteDef]:
    """Give the routes of the whole API for one world."""
    api = _Api(world)
    return Gateway(world).routes([*api.endpoints(), *CustomerService(world).endpoints()])


class _Api:
    """Tokens and menu."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self) -> list[Endpoint]:
        return [
            Endpoint(
                method="GET", path="/cgi-bin/token", answer=self.token, needs_token=False, daily=(2000, 200)
            ),
            Endpoint(
                method="POST", path="/cgi-bin/stable_token", answer=self.stable_token, needs_token=False,
                daily=(500_000, 500_000),
            ),
            Endpoint(method="POST", path="/cgi-bin/menu/create", answer=self.create_menu, daily=(1000, 100)),
            Endpoint(method="GET", path="/cgi-bin/menu/get", answer=self.get_menu, daily=(10_000, 1000)),
            Endpoint(method="GET", path="/cgi-bin/menu/delete", answer=self.delete_menu, daily=(1000, 100)),
            Endpoint(method="GET", path="/cgi-bin/getcallbackip", answer=lambda _call: {"ip_list": ["127.0.0.1"]}),
        ]  # fmt: skip

    def token(self, call: ApiCall) -> Mapping[str, Any]:
        self._check_caller(call.query, call.remote)
        token, seconds = self._world.tokens.fetch(call.now)
        return {"access_token": token, "expires_in": seconds}

    def stable_token(self, call: ApiCall) -> Mapping[str, Any]:
        self._check_caller(call.body, call.remote)
        force = call.body.get("force_refresh", False)
        if not isinstance(force, bool):
            raise RefusalError(47001)
        token, seconds = self._world.tokens.fetch_stable(call.now, force=force)
        return {"access_token": token, "expires_in": seconds}

    def create_menu(self, call: ApiCall) -> Mapping[str, Any]:
        self._world.own_menu = menus.checked(call.body)
        self._world.tell_account()
        return _OK

    def get_menu(self, _call: ApiCall) -> Mapping[str, Any]:
        if self._world.own_menu is None:
            raise RefusalError(46003)
        return {"menu": self._world.own_menu}

    def delete_menu(self, _call: ApiCall) -> Mapping[str, Any]:
        self._world.own_menu = None
        self._world.tell_account()
        return _OK

    def _check_caller(self, given: Mapping[str, Any], remote: str) -> None:
        settings = self._world.settings
        if given.get("grant_type") != "client_credential":
            raise RefusalError(40002)
        for name, missing, wrong, right in (
            ("appid", 41002, 40013, settings.appid),
            ("secret", 41004, 40125, settings.secret),
        ):
            value = str(given.get(name) or "")
            if not value:
                raise RefusalError(missing)
            if not secrets.compare_digest(value.encode(), right.encode()):
                raise RefusalError(wrong)
        if settings.allowed_ips and remote not in settings.allowed_ips:
            raise RefusalError(40164, ip=remote)
