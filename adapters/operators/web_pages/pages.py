"""The list of web pages that are looked at once a day: addresses are added and dropped, what changed is seen to."""

from aiohttp import web

from adapters.operators.addresses import document_address, versions_address
from adapters.operators.wording import refusal_in_words
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.texts import Texts
from handlers.web_pages.service import PageState, WebPages

HERE = "/operators/web-pages"
TONES = {PageState.FAULT: "bad", PageState.CHANGED: "warn", PageState.NEW: "info", PageState.SAME: "good"}
NUMBER_FIGURES = 9


class WebPageList:
    """Shows and changes the list."""

    def __init__(self, pages: WebPages, *, is_allowed: bool, texts: Texts) -> None:
        """`is_allowed` tells whether this machine may call other sites at all."""
        self._pages = pages
        self._is_allowed = is_allowed
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("/web-pages", self.show), web.post("/web-pages", self.change)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the list."""
        return await self._page(request)

    async def change(self, request: web.Request) -> web.Response:
        """List addresses, or with a page's number drop it or let it be looked at next."""
        fields, actor = await form(request), person_of(request).login
        try:
            if fields.get("step") == "drop":
                await self._pages.drop(_number(fields), actor=actor)
            elif fields.get("step") == "hurry":
                await self._pages.hurry(_number(fields))
            else:
                await self._pages.add(fields.get("addresses", ""), actor=actor)
        except InputError as refusal:
            return await self._page(request, refusal=refusal, written=fields.get("addresses", ""), status=422)
        raise web.HTTPSeeOther(HERE)

    async def _page(
        self, request: web.Request, *, refusal: InputError | None = None, written: str = "", status: int = 200
    ) -> web.Response:
        rows = [
            (
                one,
                TONES.get(one.state, ""),
                document_address(one.document_id),
                versions_address(one.document_id),
            )
            for one in await self._pages.all()
        ]
        return render(
            request,
            "operators/web_pages.html",
            status=status,
            rows=rows,
            written=written,
            is_allowed=self._is_allowed,
            refusal=refusal_in_words(refusal, self._texts) if refusal else "",
        )


def _number(fields: dict[str, str]) -> int:
    written = fields.get("page", "")
    if not written.isascii() or not written.isdecimal() or len(written) > NUMBER_FIGURES:
        raise web.HTTPBadRequest
    return int(written)
