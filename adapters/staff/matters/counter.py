"""Binding at the counter: the code from the citizen's phone, the papers, and who sees a person's matters."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.forms import form
from adapters.web.links import Links
from adapters.web.pages import render
from bot.clock import Clock
from bot.errors import InputError
from handlers.cases import CaseLine
from handlers.matters.binding.binding import Binding
from handlers.matters.binding.counter import CounterSheet
from handlers.matters.office import MatterOffice
from handlers.texts import Texts

TYPED_LETTERS = 40
PAGE = "/staff/binding"


class BindingPages:
    """Shows what a code claims and takes what the clerk decides; names stand in answers to posts only, never in an address."""

    def __init__(self, office: MatterOffice, *, links: Links, clock: Clock, texts: Texts) -> None:
        self._counter = office.counter
        self._ledger = office.ledger
        self._links = links
        self._clock = clock
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/binding", self.show),
            web.post("/binding/look", self.look),
            web.post("/binding/confirm", self.confirm),
            web.post("/binding/refuse", self.refuse),
            web.post("/binding/person", self.person),
            web.post("/binding/end", self.end),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the empty page."""
        return self._page(request)

    async def look(self, request: web.Request) -> web.Response:
        """Show what a code claims, in clear, to be compared with the papers."""
        typed = await _typed(request)
        try:
            sheet = await self._counter.look(typed["code"], clerk=visitor_of(request).login)
        except InputError as error:
            return self._refused(request, error)
        return self._page(request, sheet=sheet)

    async def confirm(self, request: web.Request) -> web.Response:
        """Bind what a code claims."""
        typed = await _typed(request)
        clerk = visitor_of(request).login
        try:
            await self._counter.confirm(typed["code"], clerk=clerk, papers_seen=typed["papers"] == "yes")
        except InputError as error:
            return self._refused(request, error)
        raise web.HTTPSeeOther(f"{PAGE}?done=binding_bound")

    async def refuse(self, request: web.Request) -> web.Response:
        """Let what a code claims be over."""
        typed = await _typed(request)
        try:
            await self._counter.refuse(typed["code"], clerk=visitor_of(request).login)
        except InputError as error:
            return self._refused(request, error)
        raise web.HTTPSeeOther(f"{PAGE}?done=binding_refused")

    async def person(self, request: web.Request) -> web.Response:
        """Show every matter of a person who is here with the papers, with receipts to print, and who else sees them."""
        typed = await _typed(request)
        try:
            found = await self._counter.of_person(typed["number"], clerk=visitor_of(request).login)
            matters = await self._ledger.of_person(self._counter.read(typed["number"]))
        except InputError as error:
            return self._refused(request, error)
        now = self._clock.now()
        receipts = [(one, self._links.receipt(one.number, now=now)) for one in matters]
        return self._page(request, number=typed["number"], found=found, receipts=receipts)

    async def end(self, request: web.Request) -> web.Response:
        """End a binding on that person."""
        typed = await _typed(request)
        binding = int(typed["binding"]) if typed["binding"].isascii() and typed["binding"].isdigit() else 0
        try:
            await self._counter.end(typed["number"], binding, clerk=visitor_of(request).login)
        except InputError as error:
            return self._refused(request, error)
        raise web.HTTPSeeOther(f"{PAGE}?done=binding_ended")

    def _refused(self, request: web.Request, error: InputError) -> web.Response:
        return self._page(request, refusal=self._texts(error.text_key, **error.values), status=422)

    @staticmethod
    def _page(
        request: web.Request,
        *,
        sheet: CounterSheet | None = None,
        number: str = "",
        found: Sequence[Binding] | None = None,
        receipts: Sequence[tuple[CaseLine, str]] = (),
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        return render(
            request,
            "staff/binding.html",
            status=status,
            sheet=sheet,
            number=number,
            found=found,
            receipts=receipts,
            refusal=refusal,
        )


async def _typed(request: web.Request) -> Mapping[str, str]:
    typed = await form(request)
    names = ("code", "papers", "number", "binding")
    return {name: typed.get(name, "")[:TYPED_LETTERS].strip() for name in names}
