"""One's own account: what it may do, and where it is logged in, with the end of each session."""

from aiohttp import web
from aiohttp_session import get_session
from redis.asyncio import Redis

from adapters.web.access.session_list import SessionList
from adapters.web.access.sessions import session_id
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.clock import Clock
from handlers.accounts.account import Account
from handlers.accounts.administration import Administration
from handlers.accounts.second_factor import SecondFactors
from handlers.accounts.service import AccountService


async def own_account(request: web.Request, accounts: AccountService) -> Account:
    """Give the visitor's account as it is now; raises `RefusedError` when it has just been taken away."""
    account = await accounts.find(visitor_of(request).login)
    if account is None:
        raise RefusedError("web.errors.401.text", status=403)
    return account


class OverviewPages:
    """Shows the account and its sessions, and ends them."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        administration: Administration,
        second_factors: SecondFactors,
        redis: Redis,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._administration = administration
        self._second_factors = second_factors
        self._sessions = SessionList(redis)
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages at `/account`."""
        return [
            web.get("", self.show),
            web.post("/sessions/end", self.end),
            web.post("/sessions/end-others", self.end_others),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show who one is here, and where one is logged in."""
        account = await own_account(request, self._accounts)
        sessions = await self._sessions.of(
            account.login, in_round=account.session_round, now=self._clock.now()
        )
        return render(
            request,
            "web/account.html",
            account=account,
            roles=sorted(account.roles),
            sessions=sessions,
            here=await _this(request),
            codes_left=await self._second_factors.codes_left(account.login),
        )

    async def end(self, request: web.Request) -> web.Response:
        """End one session; this one is ended by logging out."""
        login, wanted = visitor_of(request).login, (await form(request)).get("session", "")
        if wanted != await _this(request) and await self._sessions.end(login, wanted):
            await self._administration.note_ended_session(login, actor=login)
        raise web.HTTPSeeOther("/account?done=session_ended")

    async def end_others(self, request: web.Request) -> web.Response:
        """End every session but this one, wherever it is kept."""
        login = visitor_of(request).login
        await self._administration.end_sessions(login, actor=login)
        await take_along(request, await own_account(request, self._accounts))
        raise web.HTTPSeeOther("/account?done=sessions_ended")


async def take_along(request: web.Request, account: Account) -> None:
    """Let this session go on into the account's new round, in which all others have ended."""
    (await get_session(request))["round"] = account.session_round


async def _this(request: web.Request) -> str:
    return session_id(str((await get_session(request)).identity))
