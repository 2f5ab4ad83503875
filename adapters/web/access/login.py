"""One log-in for both consoles, with a second page where a code is asked for: what opens depends on the roles."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web
from aiohttp_session import get_session, new_session
from redis.asyncio import Redis

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.web.access.attempts import FREE_TRIES, Attempts
from adapters.web.access.entrance import Guess, caller_of, guess, open_session, slowed_words
from adapters.web.access.proxies import Proxies
from adapters.web.access.visitor import CONSOLES, VISITOR, Visitor, visitor_as
from adapters.web.forms import form
from adapters.web.pages import render
from bot.clock import Clock
from handlers.accounts.account import LONGEST_PASSWORD, Account, login_of
from handlers.accounts.second_factor import SecondFactors
from handlers.accounts.service import AccountService
from handlers.texts import Texts

TRIES_A_MINUTE = 20
LOGIN_LETTERS = 80
CODE_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A ready-made log-in that the demo shows to everybody."""

    name: str
    login: str
    password: str


class LoginPages:
    """Lets people in and out; tries are limited by address, and slowed by account and address together.

    Fails closed: without Redis or the database nobody is let in.
    """

    def __init__(
        self,
        *,
        accounts: AccountService,
        second_factors: SecondFactors,
        redis: Redis,
        texts: Texts,
        clock: Clock,
        demo_logins: Sequence[DemoLogin],
        proxies: Proxies,
    ) -> None:
        self._accounts = accounts
        self._second_factors = second_factors
        self._redis = redis
        self._attempts = Attempts(redis)
        self._texts = texts
        self._clock = clock
        self._demo_logins = demo_logins
        self._proxies = proxies

    def routes(self) -> list[web.RouteDef]:
        """Give the pages at `/login`."""
        return [
            web.get("", self.show),
            web.post("", self.enter),
            web.get("/code", self.ask_code),
            web.post("/code", self.enter_code),
        ]

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
        wanted, caller = given.get("next", ""), caller_of(request, self._proxies)
        if not login or not password:
            return self._page(request, "web.login.empty", login=login, next_page=wanted, status=422)
        if not await self._may_try(caller):
            return self._page(request, "web.login.too_fast", login=login, next_page=wanted, status=429)
        async with guess(self._attempts, login_of(login), address=caller, accounts=self._accounts) as one:
            if one.wait_seconds:
                return self._slowed(
                    self._page(request, login=login, next_page=wanted, wait=one.wait_seconds), one
                )
            account = await self._accounts.verify(login, password)
            one.is_right = account is not None
        if account is None:
            return self._page(request, "web.login.wrong", login=login, next_page=wanted, status=401)
        visitor = visitor_as(account)
        if not visitor.consoles:
            return self._page(request, "web.login.no_role", login=login, next_page=wanted, status=403)
        if account.has_second_factor:
            # A fresh id: whatever an attacker planted in this browser before the log-in opens nothing after it.
            session = await new_session(request)
            session.update(entering=account.login, round=account.session_round, next=wanted)
            raise web.HTTPSeeOther("/login/code")
        await open_session(request, account, clock=self._clock, address=caller)
        raise web.HTTPSeeOther(landing(visitor, wanted))

    async def ask_code(self, request: web.Request) -> web.Response:
        """Ask for the code of the second factor of whoever has just given the right password."""
        await self._entering(request)
        return self._code_page(request)

    async def enter_code(self, request: web.Request) -> web.Response:
        """Check the code; only then is a session opened."""
        account, wanted = await self._entering(request)
        code = (await form(request)).get("code", "").strip()
        if not code:
            return self._code_page(request, "web.login.code_empty", status=422)
        caller = caller_of(request, self._proxies)
        async with guess(
            self._attempts, f"{account.login} code", address=caller, accounts=self._accounts
        ) as one:
            if one.wait_seconds:
                return self._slowed(self._code_page(request, wait=one.wait_seconds), one)
            one.is_right = await self._second_factors.check(account.login, code)
        if not one.is_right:
            return self._code_page(request, "web.login.code_wrong", status=401)
        await open_session(request, account, clock=self._clock, address=caller)
        raise web.HTTPSeeOther(landing(visitor_as(account), wanted))

    async def leave(self, request: web.Request) -> web.Response:
        """End the session everywhere."""
        (await get_session(request)).invalidate()
        raise web.HTTPSeeOther("/login")

    async def _entering(self, request: web.Request) -> tuple[Account, str]:
        """Give whose password was right a moment ago, and the page wanted; others are sent to the log-in page."""
        session = await get_session(request)
        login = session.get("entering")
        account = await self._accounts.find(login) if isinstance(login, str) else None
        fresh = time.time() - session.created < CODE_WITHIN.total_seconds()
        if account is None or not fresh or session.get("round") != account.session_round:
            raise web.HTTPSeeOther("/login")
        return account, str(session.get("next", ""))

    def _page(
        self,
        request: web.Request,
        refusal: str = "",
        *,
        login: str = "",
        next_page: str = "",
        status: int = 200,
        wait: int = 0,
    ) -> web.Response:
        return render(
            request,
            "web/login.html",
            status=status,
            refusal=self._refusal(refusal, wait),
            login=login,
            next=next_page if ours(next_page) else "",
            demo_logins=self._demo_logins,
        )

    def _code_page(
        self, request: web.Request, refusal: str = "", *, status: int = 200, wait: int = 0
    ) -> web.Response:
        return render(request, "web/login_code.html", status=status, refusal=self._refusal(refusal, wait))

    def _refusal(self, key: str, wait: int) -> str:
        if wait:
            return slowed_words(self._texts, wait)
        return self._texts(key, tries=FREE_TRIES) if key else ""

    def _slowed(self, page: web.Response, guessed: Guess) -> web.Response:
        page.set_status(web.HTTPTooManyRequests.status_code)
        page.headers["Retry-After"] = str(guessed.wait_seconds)
        return page

    async def _may_try(self, address: str) -> bool:
        key = key_of("login", address)
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
