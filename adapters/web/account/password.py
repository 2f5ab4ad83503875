"""The page on which a person chooses a password, with the old one asked for."""

from aiohttp import web
from redis.asyncio import Redis

from adapters.web.access.attempts import Attempts
from adapters.web.access.entrance import caller_of, guess, slowed_words
from adapters.web.access.proxies import Proxies
from adapters.web.access.visitor import Errand, visitor_of
from adapters.web.account.overview import take_along
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.accounts.account import FEWEST_CHARACTERS, LONGEST_PASSWORD, SHORTEST_PASSWORD, Account
from handlers.accounts.service import AccountService
from handlers.texts import Texts

OLD_IS_WRONG = "accounts.refused.old_password"


class PasswordPages:
    """Lets people change their password; the old one may be guessed at no faster than at the log-in."""

    def __init__(self, *, accounts: AccountService, redis: Redis, texts: Texts, proxies: Proxies) -> None:
        self._accounts = accounts
        self._attempts = Attempts(redis)
        self._texts = texts
        self._proxies = proxies

    def routes(self) -> list[web.RouteDef]:
        """Give the page at `/account/password`."""
        return [web.get("/password", self.show), web.post("/password", self.change)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the form with the rules."""
        return self._page(request)

    async def change(self, request: web.Request) -> web.Response:
        """Change the password; every other session ends."""
        given = await form(request)
        new, again = given.get("new", ""), given.get("again", "")
        if new != again:
            return self._page(request, self._texts("accounts.refused.repeat"), status=422)
        login = visitor_of(request).login
        refusal = ""
        async with guess(
            self._attempts, login, address=caller_of(request, self._proxies), accounts=self._accounts
        ) as one:
            if one.wait_seconds:
                return self._page(request, slowed_words(self._texts, one.wait_seconds), status=429)
            changed: Account | None = None
            try:
                changed = await self._accounts.change_password(
                    login, given.get("old", "")[: LONGEST_PASSWORD + 1], new=new[: LONGEST_PASSWORD + 1]
                )
            except InputError as error:
                refusal = self._texts(error.text_key, **error.values)
                one.is_right = error.text_key != OLD_IS_WRONG
            else:
                one.is_right = True
        if changed is None:
            return self._page(request, refusal, status=422)
        await take_along(request, changed)
        raise web.HTTPSeeOther("/account?done=password_changed")

    def _page(self, request: web.Request, refusal: str = "", *, status: int = 200) -> web.Response:
        return render(
            request,
            "web/account_password.html",
            status=status,
            refusal=refusal,
            is_one_time=visitor_of(request).errand is Errand.PASSWORD,
            shortest=SHORTEST_PASSWORD,
            longest=LONGEST_PASSWORD,
            fewest=FEWEST_CHARACTERS,
        )
