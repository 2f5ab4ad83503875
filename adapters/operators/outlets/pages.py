"""Where every publication appears and how it stands there: shown, waiting, refused with the reason, and one more try."""

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from adapters.wechat.api.alarms import AlarmBook
from bot.clock import Clock
from handlers.outlets.ledger import OutletLedger, StandingItem
from handlers.outlets.outlet import ItemState, Outlet
from handlers.outlets.posting import OutletPosting
from handlers.texts import Texts

TONES = {
    ItemState.SHOWN: "good",
    ItemState.DRAFTED: "good",
    ItemState.REFUSED: "bad",
    ItemState.WAITING: "warn",
    ItemState.SUBMITTED: "warn",
}
PATH = "/operators/outlets"


class OutletPages:
    """Shows outlets, and has one item tried again."""

    def __init__(
        self,
        ledger: OutletLedger,
        *,
        posting: OutletPosting,
        alarms: AlarmBook,
        clock: Clock,
        texts: Texts,
    ) -> None:
        self._ledger = ledger
        self._posting = posting
        self._alarms = alarms
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("/outlets", self.show), web.post("/outlets/again", self.again)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the items of an outlet or of all, in one state or in any."""
        asked = request.query
        outlet = Outlet(asked["outlet"]) if asked.get("outlet") in set(Outlet) else None
        state = ItemState(asked["state"]) if asked.get("state") in set(ItemState) else None
        number = page_number(asked.get("page", ""))
        items, more = await self._ledger.items(outlet=outlet, state=state, page=number)
        kept = {"outlet": outlet or "", "state": state or ""}
        return render(
            request,
            "operators/outlets.html",
            counts=await self._ledger.counts(),
            items=[(item, TONES.get(item.state, ""), self._why(item)) for item in items],
            explanations=await self._ledger.explanations(),
            retried=(ItemState.REFUSED, ItemState.WAITING, ItemState.DRAFTED),
            outlet=outlet,
            state=state,
            sheet=Sheet(number, more, PATH, kept),
        )

    async def again(self, request: web.Request) -> web.Response:
        """Have an item tried at once, though the platform refused the call a moment ago; raises `RefusedError` (404) where there is none to be tried."""
        fields = await form(request)
        if not await self._posting.again(fields.get("outlet", ""), fields.get("document", "")):
            raise RefusedError("outlets.missing", status=404)
        await self._alarms.ask_again(self._clock.now())
        raise web.HTTPSeeOther(f"{PATH}?done=noted")

    def _why(self, item: StandingItem) -> str:
        key, _, code = item.refusal.partition(":")
        if not key:
            return ""
        known = f"outlets.codes.{code}"
        return self._texts(known) if known in self._texts else self._texts(key, code=code)
