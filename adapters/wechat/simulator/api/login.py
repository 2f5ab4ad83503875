"""Web login and the ticket for page scripts, as a browser inside the client meets them (protocol §12)."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

from adapters.wechat.simulator.api.endpoints import ApiAnswer, ApiCall, Endpoint, PageAnswer
from adapters.wechat.simulator.api.script_tickets import ScriptTickets
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right
from adapters.wechat.simulator.world.world import World

_CODE_LIFE = timedelta(minutes=5)
_TOKEN_LIFE, _REFRESH_LIFE = timedelta(hours=2), timedelta(days=30)
_STATE = re.compile(r"[A-Za-z0-9]{0,128}")
_SILENT, _PERSONAL = "snsapi_base", "snsapi_userinfo"
_SCOPES = {_SILENT, _PERSONAL}


@dataclass(slots=True)
class _LoginCode:
    openid: str
    scope: str
    until: datetime
    used: bool = False


@dataclass(frozen=True, slots=True)
class _LoginToken:
    """What a browser's log-in is good for: a token for two hours, or what gives new ones for thirty days."""

    openid: str
    scope: str
    until: datetime


class LoginApi:
    """The authorize page, the exchange of its code, what its tokens give, and the script ticket.

    The page asks who holds the phone, since a simulated browser belongs to nobody; WeChat shows no page for
    snsapi_base.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._codes: dict[str, _LoginCode] = {}
        self._tokens: dict[str, _LoginToken] = {}
        self._refreshing: dict[str, _LoginToken] = {}
        self.tickets = ScriptTickets()

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        login = Right.LOGIN
        return [
            Endpoint(
                method="GET", path="/connect/oauth2/authorize", answer=self.authorize, needs_token=False, right=login
            ),
            Endpoint(
                method="GET", path="/sns/oauth2/access_token", answer=self.exchange, needs_token=False, right=login
            ),
            Endpoint(
                method="GET", path="/sns/oauth2/refresh_token", answer=self.refresh, needs_token=False, right=login
            ),
            Endpoint(method="GET", path="/sns/userinfo", answer=self.person, needs_token=False, right=login),
            Endpoint(method="GET", path="/sns/auth", answer=self.good, needs_token=False, right=login),
            Endpoint(method="GET", path="/cgi-bin/ticket/getticket", answer=self.script_ticket, daily=(10_000_000, 10_000_000)),
        ]  # fmt: skip

    def authorize(self, call: ApiCall) -> ApiAnswer:
        """Send a citizen back with a code, or ask which citizen it is."""
        query = call.query
        target = urlsplit(query.get("redirect_uri", ""))
        if query.get("appid") != self._world.settings.appid or query.get("response_type") != "code":
            return _page("参数错误")
        if target.netloc not in self._world.settings.login_hosts:
            return _page("redirect_uri域名与后台配置不一致，错误码:10003")
        if query.get("scope") not in _SCOPES or not _STATE.fullmatch(query.get("state", "")):
            return _page("Scope 或 state 参数错误")
        openid = query.get("citizen", "")
        if openid not in self._world.citizens:
            return self._choice(query)
        code = secrets.token_hex(16)
        self._codes[code] = _LoginCode(openid, query["scope"], call.now + _CODE_LIFE)
        mark = "&" if target.query else "?"
        back = urlencode({"code": code, "state": query.get("state", "")})
        return PageAnswer(location=f"{query['redirect_uri']}{mark}{back}")

    def exchange(self, call: ApiCall) -> Mapping[str, Any]:
        """Give the openid for a code, once and within five minutes; raises RefusalError."""
        settings = self._world.settings
        if call.query.get("appid") != settings.appid:
            raise RefusalError(40013)
        if not secrets.compare_digest(call.query.get("secret", "").encode(), settings.secret.encode()):
            raise RefusalError(40125)
        known = self._codes.get(call.query.get("code", ""))
        if known is None or call.query.get("grant_type") != "authorization_code":
            raise RefusalError(40029)
        if known.used:
            raise RefusalError(40163)
        if call.now >= known.until:
            raise RefusalError(42003)
        known.used = True
        refreshing = secrets.token_urlsafe(64)
        self._refreshing[refreshing] = _LoginToken(known.openid, known.scope, call.now + _REFRESH_LIFE)
        return self._granted(refreshing, call.now)

    def refresh(self, call: ApiCall) -> Mapping[str, Any]:
        """Give another token for the same log-in, without its person; raises RefusalError."""
        if call.query.get("appid") != self._world.settings.appid:
            raise RefusalError(40013)
        refreshing = call.query.get("refresh_token", "")
        known = self._refreshing.get(refreshing)
        if known is None or call.query.get("grant_type") != "refresh_token":
            raise RefusalError(40029)
        if call.now >= known.until:
            raise RefusalError(42002)
        return self._granted(refreshing, call.now)

    def person(self, call: ApiCall) -> Mapping[str, Any]:
        """Tell of whoever logged in and agreed to it; raises RefusalError, 48001 after a silent log-in."""
        known = self._logged_in(call)
        if known.scope != _PERSONAL:
            raise RefusalError(48001)
        return {
            "openid": known.openid,
            "nickname": self._world.citizens[known.openid].name,
            # The platform tells these no more (protocol §12).
            "sex": 0,
            "language": "",
            "city": "",
            "province": "",
            "country": "",
            "headimgurl": "",
            "privilege": [],
        }

    def good(self, call: ApiCall) -> Mapping[str, Any]:
        """Say that a token is still good for an openid; raises RefusalError."""
        self._logged_in(call)
        return {"errcode": 0, "errmsg": "ok"}

    def _granted(self, refreshing: str, now: datetime) -> Mapping[str, Any]:
        known, token = self._refreshing[refreshing], secrets.token_urlsafe(64)
        self._tokens[token] = _LoginToken(known.openid, known.scope, now + _TOKEN_LIFE)
        return {
            "access_token": token,
            "expires_in": int(_TOKEN_LIFE.total_seconds()),
            "refresh_token": refreshing,
            "openid": known.openid,
            "scope": known.scope,
        }

    def _logged_in(self, call: ApiCall) -> _LoginToken:
        """Give the log-in of a token, which is not the account's own; raises RefusalError."""
        token = call.query.get("access_token", "")
        if not token:
            raise RefusalError(41001)
        if (known := self._tokens.get(token)) is None:
            raise RefusalError(40001)
        if call.now >= known.until:
            raise RefusalError(42001)
        if call.query.get("openid") != known.openid:
            raise RefusalError(40003)
        return known

    def script_ticket(self, call: ApiCall) -> Mapping[str, Any]:
        """Give the ticket for page scripts; raises RefusalError for another type."""
        if call.query.get("type") != "jsapi":
            raise RefusalError(40035)
        ticket, seconds = self.tickets.fetch(call.now)
        return {
            "errcode": 0,
            "errmsg": "ok",
            "ticket": ticket,
            "expires_in": seconds,
        }

    def _choice(self, query: Mapping[str, str]) -> PageAnswer:
        kept = {
            name: query[name]
            for name in ("appid", "redirect_uri", "response_type", "scope", "state")
            if name in query
        }
        links = "".join(
            f'<li><a href="?{escape(urlencode({**kept, "citizen": citizen.openid}))}">{escape(citizen.name)}</a></li>'
            for citizen in self._world.citizens.values()
        )
        return _page(f"以哪位市民的身份打开？<ul>{links}</ul>", status=200)


def _page(words: str, *, status: int = 400) -> PageAnswer:
    return PageAnswer(
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>模拟器，不是微信</title>'
        f"<p>模拟器，不是微信</p><div>{words}</div></html>",
        status=status,
    )
