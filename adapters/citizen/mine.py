"""A citizen's own cases on one page, for whoever opens it inside the client: the platform says who that is, silently.

`state` binds the way over the platform to the browser that began it (wechat-protocol §12). Where the account may not ask
the platform, the page says what to write in the chat instead.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.links import Links
from adapters.web.pages import render
from adapters.web.phone_door import PhoneDoor, Visitors, let_script, script_for
from bot.clock import Clock
from bot.errors import InputError, ServiceError
from bot.message import Wording
from handlers.cases import MATTER, CaseLine, StatusSource

BROWSER_COOKIE = "mingbai_login"
SECRET_SECONDS = 600
LINK_DAYS = 1
OPENED, RETURN = "/mine", "/mine/return"


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case with the addresses of its progress and, where one is printed from here, of its receipt."""

    case: CaseLine
    page: str
    receipt: str


class OwnCasePages:
    """Shows whoever the platform names what is theirs; fails closed for everybody else."""

    def __init__(
        self,
        door: PhoneDoor,
        *,
        links: Links,
        sources: Sequence[StatusSource],
        bound: Callable[[str], Awaitable[int]],
        texts: Wording,
        clock: Clock,
        public_url: str,
    ) -> None:
        self._door = door
        self._links = links
        self._sources = tuple(sources)
        self._bound = bound
        self._texts = texts
        self._clock = clock
        self._public = public_url.rstrip("/")
        self._secure = public_url.startswith("https://")
        self._visitors = Visitors(links, door.vault, clock)

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get(OPENED, self.show, allow_head=False),
            web.get(RETURN, self.come_back, allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the cases, or send the browser to the platform to learn whose they are."""
        if self._door.login is None:
            return render(request, "citizen/mine.html", cases=None, script=None)
        openid = self._visitors.of(request)
        if not openid:
            secret = self._door.login.new_secret()
            back = f"{self._public}/m{RETURN}"
            away = web.HTTPSeeOther(self._door.login.address(back, secret=secret))
            away.set_cookie(
                BROWSER_COOKIE,
                secret,
                max_age=SECRET_SECONDS,
                path=f"/m{RETURN}",
                httponly=True,
                secure=self._secure,
                samesite="Lax",
            )
            raise away
        cases = [case for source in self._sources for case in await source.cases_of(openid)]
        cases.sort(key=lambda case: case.number[2:], reverse=True)
        script = await script_for(request, self._door.scripts, public_url=self._public)
        page = render(
            request,
            "citizen/mine.html",
            cases=cases,
            groups=self._grouped(cases),
            bound=await self._bound(openid),
            script=script,
        )
        return let_script(page, script)

    async def come_back(self, request: web.Request) -> web.Response:
        """Take the browser back from the platform; raises `RefusedError` (403) where it is another one's way, or over."""
        if self._door.login is None:
            raise RefusedError("citizen.case.gone", status=404)
        try:
            openid = await self._door.login.citizen(
                code=request.query.get("code", ""),
                state=request.query.get("state", ""),
                secret=request.cookies.get(BROWSER_COOKIE, ""),
            )
        except InputError as error:
            raise RefusedError(error.text_key, status=403) from None
        except ServiceError:
            # A code is good for one use and five minutes; opening the page again begins anew.
            raise RefusedError("citizen.login.over", status=403) from None
        opened = web.HTTPSeeOther(f"/m{OPENED}")
        opened.del_cookie(BROWSER_COOKIE, path=f"/m{RETURN}")
        self._visitors.name(opened, openid, secure=self._secure)
        raise opened

    def _grouped(self, cases: Sequence[CaseLine]) -> list[tuple[str, list[OwnCase]]]:
        """Give what was filed here first, then those of each person and source, with the address of each."""
        groups: dict[str, list[OwnCase]] = {}
        for case in sorted(cases, key=lambda one: bool(one.group)):
            name = case.group or self._texts("citizen.mine.here")
            groups.setdefault(name, []).append(self._own(case))
        return list(groups.items())

    def _own(self, case: CaseLine) -> OwnCase:
        now = self._clock.now()
        page = self._links.case(case.number, now=now, days=LINK_DAYS)
        # Everything else was given its receipt when it was filed.
        receipt = self._links.receipt(case.number, now=now) if case.number.startswith(MATTER) else ""
        return OwnCase(case, page, receipt)
