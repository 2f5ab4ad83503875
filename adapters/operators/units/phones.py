"""The phones that citizens are told of units: changed here, in force at once, with a look at the documents that say the old one."""

from urllib.parse import urlencode

from aiohttp import web

from adapters.operators.wording import refusal_in_words
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.county.unit_phones import PHONE_LETTERS, UNIT_LETTERS, UnitPhones
from handlers.texts import Texts

HERE = "/operators/unit-phones"


class UnitPhonePages:
    """Shows and changes them."""

    def __init__(self, phones: UnitPhones, *, colleagues: Colleagues, texts: Texts) -> None:
        self._phones = phones
        self._colleagues = colleagues
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("/unit-phones", self.show), web.post("/unit-phones", self.change)]

    async def show(self, request: web.Request) -> web.Response:
        """Show every unit with its phone."""
        return await self._page(request, former=request.query.get("former", "")[:PHONE_LETTERS])

    async def change(self, request: web.Request) -> web.Response:
        """Change a unit's phone; an empty one brings back the county file's."""
        fields, person = await form(request), person_of(request)
        unit, phone = fields.get("unit", "")[:UNIT_LETTERS], fields.get("phone", "")
        try:
            former = await self._phones.change(unit, phone, actor=person.login)
        except InputError as refusal:
            return await self._page(request, refusal=refusal, status=422)
        raise web.HTTPSeeOther(f"{HERE}?{urlencode({'done': 'phone', 'former': former})}")

    async def _page(
        self, request: web.Request, *, former: str = "", refusal: InputError | None = None, status: int = 200
    ) -> web.Response:
        return render(
            request,
            "operators/unit_phones.html",
            status=status,
            rows=await self._phones.all(),
            names=await self._colleagues.names(),
            former=former,
            refusal=refusal_in_words(refusal, self._texts) if refusal else "",
            most=PHONE_LETTERS,
        )
