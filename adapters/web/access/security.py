"""Guards of the consoles: strict headers on every answer, a size limit, a log-in with the right role, a CSRF token."""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from aiohttp_session import Session, get_session

from adapters.web.access.visitor import CSRF, OWN, VISITOR, Visitor, token_of, visitor_as
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from bot.text.characters import clean, is_clean
from handlers.accounts.account import Role
from handlers.accounts.service import AccountService

SAFE_METHODS = frozenset({"GET", "HEAD"})
FORM_BYTES = 256 * 1024
PLATFORM = "/wechat"
UNKNOWN = "\ufffd"
YEAR_SECONDS = 31_536_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Permitted = Callable[[web.Request], Awaitable[None]]
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def add_headers(app: web.Application, *, secure: bool) -> None:
    """Put the protective headers on every answer, error pages included; an answer's own header stands.

    Only what the WeChat platform fetches goes without: no browser reads it, and every byte counts there.
    """

    async def protect(request: web.Request, response: web.StreamResponse) -> None:
        if request.path == PLATFORM:
            return
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}")
        versioned = request.path.startswith("/static/") and "v" in request.query
        keep = f"public, max-age={YEAR_SECONDS}, immutable" if versioned else "no-store"
        response.headers.setdefault("Cache-Control", keep)

    app.on_response_prepare.append(protect)


def limit_body(allowed: int = FORM_BYTES, *, wider: Mapping[str, int] | None = None) -> Middleware:
    """Refuse bodies above a number of bytes before they are read.

    `wider` names paths that may bring more; one that ends in a slash stands for all below it.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        fitting = (size for path, size in (wider or {}).items() if _covers(path, request.path))
        limit = next(fitting, allowed)
        if (request.content_length or 0) > limit:
            raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=request.content_length or 0)
        return await handler(request.clone(client_max_size=limit))

    return middleware


@web.middleware
async def clean_address(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let no page see characters in an address that no store can hold.

    They are dropped from a query. In the name of a thing they are replaced, so that it never names another thing.
    """
    for name, value in request.match_info.items():
        if not is_clean(value):
            request.match_info[name] = UNKNOWN
    if is_clean(request.query_string):
        return await handler(request)
    query = [(clean(name), clean(value)) for name, value in request.query.items()]
    return await handler(request.clone(rel_url=request.rel_url.with_query(query)))


def _covers(path: str, requested: str) -> bool:
    return requested == path or (path.endswith("/") and requested.startswith(path))


@dataclass(frozen=True, slots=True)
class Door:
    """How an area lets people in: https or not, and the roles that need a second factor."""

    secure: bool = False
    factor_roles: AbstractSet[Role] = frozenset()

    @property
    def form_cookie(self) -> str:
        """Give the name of the cookie that protects the log-in form; no other host may set one with this beginning."""
        return "__Host-mingbai_form" if self.secure else "mingbai_form"


def guard(
    console: str | None,
    *,
    accounts: AccountService,
    permitted: Permitted | None = None,
    door: Door = Door(),
) -> Middleware:
    """Let in whoever is logged in and may open `console` (anybody when None); unsafe methods need the form's token.

    `permitted` is asked before anything of a request is read, and refuses a visitor without the route's duty. The
    account is looked up at every request, so a disabled one or a lost role counts at once. Who still has to change a
    one-time password or to set up a second factor gets to the pages of the own account only. Fails closed: an
    unreadable session is an empty one, and an empty one is sent to the log-in page.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        session = await get_session(request)
        visitor = await visitor_in(session, accounts, factor_roles=door.factor_roles)
        if visitor:
            request[VISITOR] = visitor
            request[CSRF] = token_of(session)
        if console is not None:
            _require(request, visitor, console)
            if permitted is not None:
                await permitted(request)
        if visitor:
            await _check_form(request, str(session.get("csrf", "")))
            return await handler(request)
        return await _anonymous(request, handler, door=door)

    return middleware


async def visitor_in(
    session: Session, accounts: AccountService, *, factor_roles: AbstractSet[Role] = frozenset()
) -> Visitor | None:
    """Give the person a session belongs to, as far as the account still stands and has not ended its sessions."""
    login = session.get("login")
    account = await accounts.find(login) if isinstance(login, str) else None
    if account is None or session.get("round") != account.session_round:
        return None
    return visitor_as(account, factor_roles=factor_roles)


async def _anonymous(request: web.Request, handler: Handler, *, door: Door) -> web.StreamResponse:
    """Serve somebody who is not logged in, whose form is protected by a cookie alone: nothing is kept of a visit."""
    kept = request.cookies.get(door.form_cookie, "")
    request[CSRF] = kept or secrets.token_urlsafe(24)
    await _check_form(request, kept)
    response = await handler(request)
    if not kept:
        response.set_cookie(
            door.form_cookie, request[CSRF], httponly=True, secure=door.secure, samesite="Lax", path="/"
        )
    return response


async def _check_form(request: web.Request, expected: str) -> None:
    """Refuse an unsafe request whose header or form field does not carry the token expected."""
    if request.method in SAFE_METHODS:
        return
    given = request.headers.get("X-CSRF-Token") or (await form(request)).get("csrf", "")
    if not expected or not is_same(given, expected):
        raise RefusedError("web.errors.csrf", status=403)


def is_same(given: str, expected: str) -> bool:
    """Whether a secret is the one expected, compared in constant time; a header may carry bytes that are no text."""
    return hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass")
    )


def bearer_of(request: web.Request) -> str:
    """Give the key that a program calls with, empty when there is none."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _require(request: web.Request, visitor: Visitor | None, console: str) -> None:
    if visitor is None:
        wanted = request.path_qs if request.method in SAFE_METHODS else ""
        raise web.HTTPSeeOther("/login" + (f"?next={quote(wanted, safe='')}" if wanted else ""))
    if console == OWN:
        return
    if console not in visitor.consoles:
        raise RefusedError("web.errors.role", status=403)
    if visitor.errand is not None:
        raise web.HTTPSeeOther(visitor.errand)
