"""One log-in page for both consoles: what opens behind it depends on the account's roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from aiohttp_session import get_session, new_session
from redis.asyncio import Redis

from adapters.redis.reach import reachable
from adapters.web.access.proxies import FORWARDED, Proxies
from adapters.web.access.visitor import CONSOLES, VISITOR, Visitor
from adapters.web.forms import form
from adapters.web.pages import render
from handlers.accounts.account import LONGEST_PASSWORD
from handlers.accounts.service import LOCK_LASTS, TRIES_BEFORE_LOCK, AccountService
from handlers.texts import Texts

TRIES_A_MINUTE = 20
LOGIN_LETTERS = 80


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A ready-made log-in that the demo shows to everybody."""

    name: str
    login: str
    password: str


class LoginPages:
    """Lets people in and out; tries are limited by address here and by account in the service.

    Fails closed: without Redis or the database nobody is let in.
    """

    def __init__(
        self,
        *,
        accounts: AccountService,
        redis: Redis,
        texts: Texts,
        demo_logins: Sequence[DemoLogin],
        proxies: Proxies,
    ) -> None:
        self._accounts = accounts
        self._redis = redis
        self._texts = texts
        self._demo_logins = demo_logins
        self._proxies = proxies

    def routes(self) -> list[web.RouteDef]:
        """Give the pages at `/login`."""
        return [web.get("", self.show), web.post("", self.enter)]

    def leaving(self) -> list[web.RouteDef]:
        """Give the page at `/logout`."""
        return [web.post("", self.leave)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the form; who is logged in already goes on."""
        wanted, visitor = request.query.get("next", ""), request.get(VISITOR)
        if visitor and visitor.consoles:
            raise web.HTTPSeeOther(landing(visitor, wanted))
        return self._page(request, next_page=wanted)

    async def enter(self, request: web.Request) -> web.Response:
        """Check name and password; a right pair gets a fresh session, a wrong one is told nothing more than that."""
        given = await form(request)
        login = given.get("login", "").strip()[:LOGIN_LETTERS]
        password = given.get("password", "")[: LONGEST_PASSWORD + 1]
        wanted = given.get("next", "")
        if not login or not password:
            return self._page(request, "web.login.empty", login=login, next_page=wanted, status=422)
        if not await self._may_try(self._caller(request)):
            return self._page(request, "web.login.too_fast", login=login, next_page=wanted, status=429)
        account = await self._accounts.verify(login, password)
        if account is None:
            return self._page(request, "web.login.wrong", login=login, next_page=wanted, status=401)
        visitor = Visitor(account.login, account.display_name, account.roles)
        if not visitor.consoles:
            return self._page(request, "web.login.no_role", login=login, next_page=wanted, status=403)
        # A fresh id: whatever an attacker planted in this browser before the log-in opens nothing after it.
        session = await new_session(request)
        session["login"] = visitor.login
        raise web.HTTPSeeOther(landing(visitor, wanted))

    async def leave(self, request: web.Request) -> web.Response:
        """End the session everywhere."""
        (await get_session(request)).invalidate()
        raise web.HTTPSeeOther("/login")

    def _page(
        self,
        request: web.Request,
        refusal: str = "",
        *,
        login: str = "",
        next_page: str = "",
        status: int = 200,
    ) -> web.Response:
        return render(
            request,
            "web/login.html",
            status=status,
            refusal=self._texts(refusal, tries=TRIES_BEFORE_LOCK, minutes=LOCK_LASTS.seconds // 60)
            if refusal
            else "",
            login=login,
            next=next_page if ours(next_page) else "",
            demo_logins=self._demo_logins,
        )

    def _caller(self, request: web.Request) -> str:
        return self._proxies.caller(request.remote or "", request.headers.getall(FORWARDED, ()))

    async def _may_try(self, address: str) -> bool:
        key = f"mingbai:login:{address}"
        async with reachable(), self._redis.pipeline() as steps:
            steps.set(key, 0, ex=60, nx=True)
            steps.incr(key)
            _, tries = await steps.execute()
        return int(tries) <= TRIES_A_MINUTE


def landing(visitor: Visitor, wanted: str) -> str:
    """Give the page to open after the log-in: the one wanted, when it is in a console that opens to this person."""
    area = wanted.partition("?")[0].split("/")[1] if ours(wanted) else ""
    return wanted if area in visitor.consoles else f"/{visitor.consoles[0]}"


def ours(address: str) -> bool:
    """Whether an address leads into one of the consoles and nowhere else."""
    plain = address.isprintable() and "\\" not in address and "//" not in address.partition("?")[0]
    return plain and any(
        address == f"/{area}" or address.startswith((f"/{area}/", f"/{area}?")) for area in CONSOLES
    )
