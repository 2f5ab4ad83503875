"""The cards of all units with those that are due first; a card is written on the same page."""

from collections.abc import Mapping

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.contacts.service import LETTERS, ContactService
from handlers.texts import Texts

TYPED_LETTERS = 200


class ContactPages:
    """What is refused keeps everything that was typed."""

    def __init__(self, service: ContactService, *, texts: Texts) -> None:
        self._service = service
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [web.get("/contacts", self.show), web.post("/contacts", self.keep)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the list, and the form for the unit that was chosen."""
        unit = request.query.get("unit", "")
        card = (await self._service.cards()).get(unit)
        typed = {name: getattr(card, name) for name in LETTERS} if card else {}
        return await self._page(request, {"unit": unit, **typed})

    async def keep(self, request: web.Request) -> web.Response:
        """Keep a card."""
        fields = await form(request)
        typed = {name: fields.get(name, "")[:TYPED_LETTERS] for name in (*LETTERS, "unit")}
        try:
            await self._service.keep(typed["unit"], typed, actor=visitor_of(request).login)
        except InputError as error:
            return await self._page(request, typed, error=error)
        raise web.HTTPSeeOther("/staff/contacts?done=contact")

    async def _page(
        self, request: web.Request, typed: Mapping[str, str], *, error: InputError | None = None
    ) -> web.Response:
        return render(
            request,
            "staff/contacts.html",
            status=422 if error else 200,
            cards=list((await self._service.cards()).values()),
            due=await self._service.due(),
            typed={**dict.fromkeys((*LETTERS, "unit"), ""), **typed},
            names=list(LETTERS),
            refusal=self._texts(error.text_key, **error.values) if error else "",
        )
