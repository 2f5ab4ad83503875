"""Tokens, the platform's own addresses and the counters of calls (protocol §§9, 13)."""

import secrets
from collections.abc import Mapping
from typing import Any

from adapters.wechat.simulator.api.endpoints import ApiCall, Endpoint
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.world.world import World

_CLEARINGS_A_MONTH = 10


class Credentials:
    """What an account needs before it can call anything."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        return [
            Endpoint(
                method="GET", path="/cgi-bin/token", answer=self.token, needs_token=False, daily=(2000, 200)
            ),
            Endpoint(
                method="POST", path="/cgi-bin/stable_token", answer=self.stable_token, needs_token=False,
                daily=(500_000, 500_000),
            ),
            Endpoint(method="GET", path="/cgi-bin/getcallbackip", answer=_addresses),
            Endpoint(method="POST", path="/cgi-bin/clear_quota", answer=self.clear_quota),
            Endpoint(method="POST", path="/cgi-bin/openapi/quota/get", answer=self.quota),
        ]  # fmt: skip

    def token(self, call: ApiCall) -> Mapping[str, Any]:
        """Give a new token; raises RefusalError with the platform's code."""
        self._check_caller(call.query, call.remote)
        token, seconds = self._world.tokens.fetch(call.now)
        return {"access_token": token, "expires_in": seconds}

    def stable_token(self, call: ApiCall) -> Mapping[str, Any]:
        """Give the stable token; raises RefusalError with the platform's code."""
        self._check_caller(call.body, call.remote)
        force = call.body.get("force_refresh", False)
        if not isinstance(force, bool):
            raise RefusalError(47001)
        token, seconds = self._world.tokens.fetch_stable(call.now, force=force)
        return {"access_token": token, "expires_in": seconds}

    def clear_quota(self, call: ApiCall) -> Mapping[str, Any]:
        """Set every counter of the day to nought, ten times a month; raises RefusalError."""
        if call.body.get("appid") != self._world.settings.appid:
            raise RefusalError(40013)
        if not self._world.clear_calls(_CLEARINGS_A_MONTH):
            raise RefusalError(48006)
        return {"errcode": 0, "errmsg": "ok"}

    def quota(self, call: ApiCall) -> Mapping[str, Any]:
        """Tell the counter of one path; raises RefusalError."""
        path = call.body.get("cgi_path")
        limit = self._world.daily_limits.get(path if isinstance(path, str) else "")
        if limit is None:
            raise RefusalError(76021)
        used = self._world.calls_today(str(path))
        quota = {"daily_limit": limit, "used": min(used, limit), "remain": max(limit - used, 0)}
        return {"errcode": 0, "errmsg": "ok", "quota": quota}

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


def _addresses(_call: ApiCall) -> Mapping[str, Any]:
    return {"ip_list": ["127.0.0.1"]}
