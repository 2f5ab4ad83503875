"""The administrator's pages of accounts: who has one, and each step that can be taken on it."""

from aiohttp import web

from adapters.web.access.session_list import SessionList
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.pages import render
from bot.clock import Clock
from bot.errors import InputError
from handlers.accounts.account import LONGEST_UNIT, Account, Role
from handlers.accounts.administration import ONE_TIME_LASTS, Administration
from handlers.accounts.service import AccountService
from handlers.county.profile import County
from handlers.texts import Texts


class AccountPages:
    """Lists accounts and changes them; every step counts at once, and is told in the audit."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        administration: Administration,
        sessions: SessionList,
        county: County,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._administration = administration
        self._sessions = sessions
        self._county = county
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators/accounts`."""
        return [
            web.get("/accounts", self.list),
            web.get("/accounts/{login}", self.show),
            web.post("/accounts/{login}/reset", self.reset),
            web.post("/accounts/{login}/roles", self.set_roles),
            web.post("/accounts/{login}/unit", self.set_unit),
            web.post("/accounts/{login}/disable", self.disable),
            web.post("/accounts/{login}/enable", self.enable),
            web.post("/accounts/{login}/sessions/end", self.end_session),
            web.post("/accounts/{login}/sessions/end-all", self.end_sessions),
            web.post("/accounts/{login}/factor/off", self.remove_factor),
        ]

    async def list(self, request: web.Request) -> web.Response:
        """Show every account."""
        return render(
            request, "operators/accounts.html", accounts=await self._accounts.list(), order=list(Role)
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show an account with what can be done."""
        return await self._page(request)

    async def reset(self, request: web.Request) -> web.Response:
        """Give a one-time password, shown on this answer and never again."""
        login = request.match_info["login"]
        try:
            given = await self._administration.reset_password(login, actor=visitor_of(request).login)
        except InputError as error:
            return await self._refused(request, error)
        return await self._page(request, one_time=given)

    async def set_roles(self, request: web.Request) -> web.Response:
        """Give other roles."""
        chosen = [str(role) for role in (await posted(request)).getall("role", [])]
        login, actor = request.match_info["login"], visitor_of(request).login
        try:
            await self._administration.set_roles(login, chosen, actor=actor)
        except InputError as error:
            return await self._refused(request, error)
        raise _done(request, "roles_set")

    async def set_unit(self, request: web.Request) -> web.Response:
        """Say where the person works."""
        unit = (await form(request)).get("unit", "")
        login, actor = request.match_info["login"], visitor_of(request).login
        await self._administration.set_unit(login, unit, actor=actor)
        raise _done(request, "unit_set")

    async def disable(self, request: web.Request) -> web.Response:
        """Take the right to log in."""
        login, actor = request.match_info["login"], visitor_of(request).login
        try:
            await self._administration.disable(login, actor=actor)
        except InputError as error:
            return await self._refused(request, error)
        raise _done(request, "account_disabled")

    async def enable(self, request: web.Request) -> web.Response:
        """Give the right to log in back."""
        await self._administration.enable(request.match_info["login"], actor=visitor_of(request).login)
        raise _done(request, "account_enabled")

    async def end_session(self, request: web.Request) -> web.Response:
        """End one session of the account."""
        wanted = (await form(request)).get("session", "")
        login, actor = (await self._account(request)).login, visitor_of(request).login
        if await self._sessions.end(login, wanted):
            await self._administration.note_ended_session(login, actor=actor)
        raise _done(request, "session_ended")

    async def end_sessions(self, request: web.Request) -> web.Response:
        """End every session of the account."""
        login, actor = request.match_info["login"], visitor_of(request).login
        await self._administration.end_sessions(login, actor=actor)
        raise _done(request, "account_sessions_ended")

    async def remove_factor(self, request: web.Request) -> web.Response:
        """Take the second factor away from somebody who lost the device and the codes."""
        login, actor = request.match_info["login"], visitor_of(request).login
        await self._administration.remove_second_factor(login, actor=actor)
        raise _done(request, "factor_removed")

    async def _account(self, request: web.Request) -> Account:
        login = request.match_info["login"]
        found = next((one for one in await self._accounts.list() if one.login == login), None)
        if found is None:
            raise RefusedError("accounts.refused.unknown", status=404, login=login)
        return found

    async def _refused(self, request: web.Request, error: InputError) -> web.Response:
        """Show the account with what was wrong; a login that is none has no page."""
        refusal = self._texts(error.text_key, **error.values)
        return await self._page(request, refusal=refusal, status=422)

    async def _page(
        self, request: web.Request, *, refusal: str = "", one_time: str = "", status: int = 200
    ) -> web.Response:
        account = await self._account(request)
        return render(
            request,
            "operators/account.html",
            status=status,
            account=account,
            refusal=refusal,
            one_time=one_time,
            days=ONE_TIME_LASTS.days,
            is_own=account.login == visitor_of(request).login,
            roles=list(Role),
            units=(self._county.office.name, *(unit.name for unit in self._county.units)),
            longest_unit=LONGEST_UNIT,
            sessions=await self._sessions.of(
                account.login, in_round=account.session_round, now=self._clock.now()
            ),
        )


def _done(request: web.Request, what: str) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/operators/accounts/{request.match_info['login']}?done={what}")
