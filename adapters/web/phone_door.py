"""What a page inside the WeChat client has from the platform: who opened it, and scripts that keep it from being passed on.

Each is a convenience: where the account, the platform or the browser does not give it, the page says what to do instead, or
does without.
"""

import asyncio
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from aiohttp import web
from yarl import URL

from adapters.web.access.security import POLICY
from adapters.web.links import LinkPurpose, Links
from bot.clock import Clock
from bot.errors import ServiceError
from bot.privacy import Vault

log = logging.getLogger(__name__)
WHO_COOKIE = "mingbai_citizen"
WHO_LIFE = timedelta(minutes=30)
SCRIPT_PATH = "/open/js/jweixin-1.6.0.js"
SIGNING_SECONDS = 1.5
SEALED_FOR_LOGIN = "citizen-login"
_CLIENT = "MicroMessenger"


class Scripted(Protocol):
    """What a page hands to the client's script; the platform's own word for `nonce` is `nonceStr`."""

    @property
    def appid(self) -> str:
        """The account whose pages these are."""
        ...

    @property
    def timestamp(self) -> int:
        """When it was signed, in seconds."""
        ...

    @property
    def nonce(self) -> str:
        """What makes this signature unlike any other."""
        ...

    @property
    def signature(self) -> str:
        """The proof that the page is the account's own."""
        ...


class LoginDoor(Protocol):
    """Sends a browser to the platform and takes it back, bound to that browser."""

    def new_secret(self) -> str:
        """Give what the browser keeps."""
        ...

    def address(self, back: str, *, secret: str) -> str:
        """Give where to send it."""
        ...

    async def citizen(self, *, code: str, state: str, secret: str) -> str:
        """Give who came back; raises `InputError` for another browser, `ServiceError` where the platform says no."""
        ...


@dataclass(frozen=True, slots=True)
class PageScripts:
    """The client's script at `base`, and what signs a page for it."""

    sign: Callable[[str], Awaitable[Scripted]]
    base: str


@dataclass(frozen=True, slots=True)
class PhoneDoor:
    """What this account gives its pages: `login` is None where its kind has none, `scripts` where it has no secret."""

    vault: Vault
    login: LoginDoor | None = None
    scripts: PageScripts | None = None


@dataclass(frozen=True, slots=True)
class Visitors:
    """Remembers in the browser, sealed and for half an hour, which citizen the platform named."""

    links: Links
    vault: Vault
    clock: Clock

    def of(self, request: web.Request) -> str:
        """Give the citizen's openid; empty for a browser that nobody has named, or whose time is over."""
        token = request.cookies.get(WHO_COOKIE, "")
        sealed = self.links.verify(token, now=self.clock.now(), purpose=LinkPurpose.LOGIN)
        try:
            return self.vault.open(urlsafe_b64decode(sealed), purpose=SEALED_FOR_LOGIN) if sealed else ""
        except (ServiceError, ValueError):
            return ""

    def name(self, response: web.StreamResponse, openid: str, *, secure: bool) -> None:
        """Let the browser keep who it is."""
        sealed = urlsafe_b64encode(self.vault.seal(openid, purpose=SEALED_FOR_LOGIN)).decode()
        until = self.clock.now() + WHO_LIFE
        response.set_cookie(
            WHO_COOKIE,
            self.links.sign(sealed, expires_at=until, purpose=LinkPurpose.LOGIN),
            max_age=int(WHO_LIFE.total_seconds()),
            path="/m",
            httponly=True,
            secure=secure,
            samesite="Lax",
        )


@dataclass(frozen=True, slots=True)
class SignedScript:
    """What a template needs for the script: its address and what it is configured with."""

    address: str
    config: Scripted


async def script_for(
    request: web.Request, scripts: PageScripts | None, *, public_url: str
) -> SignedScript | None:
    """Sign the page that is asked for; None outside the client, and where the platform gives no signature in time."""
    if scripts is None or _CLIENT not in request.headers.get("User-Agent", ""):
        return None
    try:
        async with asyncio.timeout(SIGNING_SECONDS):
            config = await scripts.sign(f"{public_url}{request.rel_url.raw_path_qs}")
    except (ServiceError, TimeoutError) as error:
        log.warning("page not signed", extra={"reason": type(error).__name__})
        return None
    return SignedScript(f"{scripts.base}{SCRIPT_PATH}", config)


def let_script(response: web.Response, script: SignedScript | None) -> web.Response:
    """Let the browser load the client's script on this page, and on no other."""
    if script is not None:
        origin = URL(script.address).origin()
        policy = POLICY.replace("script-src 'self'", f"script-src 'self' {origin}")
        response.headers["Content-Security-Policy"] = policy
    return response
