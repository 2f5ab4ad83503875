"""Over what staff are told of work, each address with its switch, and the latest messages with what became of them."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.errors import InputError
from handlers.county.agencies import AgencyDirectory
from handlers.staff_notices.addresses import NoticeKeeper, TypedAddress
from handlers.staff_notices.channels import NoticeChannel
from handlers.staff_notices.ledger import ShownNotice
from handlers.staff_notices.office import StaffNoticeOffice
from handlers.staff_notices.states import NoticeState
from handlers.staff_notices.work import WorkKind
from handlers.texts import Texts

PATH = "/staff/notices"
TONES = {NoticeState.SENT: "good", NoticeState.WAITING: "warn", NoticeState.FAILED: "bad"}
TYPED_LETTERS = 400
OWN = "own"


class StaffNoticePages:
    """What is refused keeps what was typed, but for the secret and the address: nobody else may read them over a shoulder."""

    def __init__(
        self, office: StaffNoticeOffice, *, agencies: AgencyDirectory, units: Sequence[str], texts: Texts
    ) -> None:
        self._office = office
        self._agencies = agencies
        self._units = tuple(units)
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/notices", self.show),
            web.post("/notices", self.add),
            web.post("/notices/sent/{number}/again", self.again),
            web.post("/notices/{address}/{deed}", self.act),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the addresses and the latest messages."""
        return await self._page(request, {})

    async def add(self, request: web.Request) -> web.Response:
        """Keep an address."""
        fields = await form(request)
        keeper, whose = self._keeper(request), fields.get("whose", OWN)
        typed = TypedAddress(
            channel=fields.get("channel", ""),
            target=fields.get("target", "")[: TYPED_LETTERS + 1],
            secret=fields.get("secret", "")[: TYPED_LETTERS + 1],
            kinds=[kind.value for kind in WorkKind if fields.get(f"kind_{kind}")],
            for_unit=whose != OWN,
            unit="" if whose == OWN else whose.removeprefix("unit:"),
        )
        try:
            await self._office.addresses.add(typed, keeper)
        except InputError as error:
            return await self._page(request, fields, error=error)
        raise web.HTTPSeeOther(f"{PATH}?done=noted")

    async def act(self, request: web.Request) -> web.Response:
        """Switch an address, drop it, or have a message sent to see whether it works; raises `RefusedError` (404) for another deed."""
        await form(request)
        address, keeper = request.match_info["address"], self._keeper(request)
        match request.match_info["deed"]:
            case "on" | "off" as deed:
                await self._office.addresses.switch(address, on=deed == "on", keeper=keeper)
            case "drop":
                await self._office.addresses.drop(address, keeper)
            case "try":
                await self._office.sending.try_out(address, keeper)
            case _:
                raise RefusedError("staff_notices.refused.missing", status=404)
        raise web.HTTPSeeOther(f"{PATH}?done=noted")

    async def again(self, request: web.Request) -> web.Response:
        """Have a message tried at once."""
        await form(request)
        await self._office.sending.again(record_number(request), self._keeper(request))
        raise web.HTTPSeeOther(f"{PATH}?done=noted")

    def _keeper(self, request: web.Request) -> NoticeKeeper:
        clerk = complaint_clerk_of(request, self._agencies)
        visitor = visitor_of(request)
        home = self._agencies.home
        at_office = not visitor.unit or (home is not None and self._agencies.agency(visitor.unit) is home)
        return NoticeKeeper(visitor.login, clerk.unit, at_office)

    async def _page(
        self, request: web.Request, typed: Mapping[str, str], *, error: InputError | None = None
    ) -> web.Response:
        keeper = self._keeper(request)
        units = ["", *self._units] if keeper.at_office else [keeper.unit]
        return render(
            request,
            "staff/notices.html",
            status=422 if error else 200,
            addresses=await self._office.ledger.addresses(keeper),
            notices=[
                (one, TONES[one.state], self._why(one)) for one in await self._office.ledger.notices(keeper)
            ],
            channels=[channel for channel in NoticeChannel if channel in self._office.channels],
            kinds=list(WorkKind),
            units=units,
            typed=typed,
            refusal=self._texts(error.text_key, **error.values) if error else "",
        )

    def _why(self, notice: ShownNotice) -> str:
        """Say why a message did not arrive; what a platform's code means where it is known."""
        if not notice.refusal:
            return ""
        word, _, code = notice.refusal.partition(":")
        known = f"staff_notices.codes.{word}.{code}"
        return (
            self._texts(known)
            if known in self._texts
            else self._texts(f"staff_notices.why.{word}", code=code)
        )
