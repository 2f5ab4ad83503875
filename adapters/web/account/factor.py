"""The page on which a person sets up the second factor, sees the recovery codes once, and takes it away again."""

from aiohttp import web
from redis.asyncio import Redis

from adapters.web.access.attempts import Attempts
from adapters.web.access.entrance import caller_of, guess, slowed_words
from adapters.web.access.proxies import Proxies
from adapters.web.access.visitor import Errand, visitor_of
from adapters.web.account.overview import own_account, take_along
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.accounts.administration import Administration
from handlers.accounts.second_factor import SecondFactors
from handlers.accounts.service import AccountService
from handlers.texts import Texts


class FactorPages:
    """Sets up and takes away the second factor; a code is asked for in both cases."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        administration: Administration,
        second_factors: SecondFactors,
        redis: Redis,
        texts: Texts,
        proxies: Proxies,
    ) -> None:
        self._accounts = accounts
        self._administration = administration
        self._second_factors = second_factors
        self._attempts = Attempts(redis)
        self._texts = texts
        self._proxies = proxies

    def routes(self) -> list[web.RouteDef]:
        """Give the pages at `/account/factor`."""
        return [
            web.get("/factor", self.show),
            web.post("/factor", self.confirm),
            web.post("/factor/off", self.take_away),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the secret to be put into the device, or how the factor stands."""
        return await self._page(request)

    async def confirm(self, request: web.Request) -> web.Response:
        """Put the factor into use when the device's code fits, and show the recovery codes, this once."""
        code = (await form(request)).get("code", "")
        try:
            codes = await self._second_factors.confirm(visitor_of(request).login, code)
        except InputError as error:
            return await self._page(request, self._texts(error.text_key, **error.values), status=422)
        return render(request, "web/account_codes.html", codes=codes)

    async def take_away(self, request: web.Request) -> web.Response:
        """Take the factor away for a code of it; every other session ends."""
        login, code = visitor_of(request).login, (await form(request)).get("code", "")
        async with guess(
            self._attempts,
            f"{login} code",
            address=caller_of(request, self._proxies),
            accounts=self._accounts,
        ) as one:
            if one.wait_seconds:
                return await self._page(request, slowed_words(self._texts, one.wait_seconds), status=429)
            one.is_right = await self._second_factors.check(login, code)
        if not one.is_right:
            return await self._page(request, self._texts("web.login.code_wrong"), status=422)
        await self._administration.remove_second_factor(login, actor=login)
        await take_along(request, await own_account(request, self._accounts))
        raise web.HTTPSeeOther("/account?done=factor_removed")

    async def _page(self, request: web.Request, refusal: str = "", *, status: int = 200) -> web.Response:
        account = await own_account(request, self._accounts)
        offer = None
        if not account.has_second_factor:
            offer = await self._second_factors.offer(account.login, issuer=self._texts("web.product"))
        return render(
            request,
            "web/account_factor.html",
            status=status,
            refusal=refusal,
            offer=offer,
            is_required=visitor_of(request).errand is Errand.SECOND_FACTOR,
            codes_left=await self._second_factors.codes_left(account.login),
        )
