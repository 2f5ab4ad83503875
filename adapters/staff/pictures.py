"""Pictures that citizens sent, at the desk: each view is a page of its own, and is noted with who looked."""

import base64
from dataclasses import dataclass

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from bot.errors import InputError
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.pictures.service import FORM, TICKET, PictureService


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """What the page of one picture stands in: the number it belongs to, and the way back."""

    number: str
    holder: str
    back: str


class PicturePages:
    """Shows pictures of tickets and of requests; whose the case is to see is asked before, by its own pages."""

    def __init__(self, pictures: PictureService, *, ledger: DisclosureLedger) -> None:
        self._pictures = pictures
        self._ledger = ledger

    def routes(self) -> list[web.RouteDef]:
        """Give the pages of tickets' pictures, below `/staff`."""
        return [web.get("/tickets/{number}/pictures/{id}", self.of_ticket)]

    def case_routes(self) -> list[web.RouteDef]:
        """Give the pages of requests' pictures, to be guarded like the request's own."""
        return [web.get("/requests/{number}/pictures/{id}", self.of_case)]

    async def of_ticket(self, request: web.Request) -> web.Response:
        """Show a picture that was sent to a person."""
        number = request.match_info["number"]
        return await self._page(
            request, PictureFrame(number, f"{TICKET}{number}", f"/staff/tickets/{number}")
        )

    async def of_case(self, request: web.Request) -> web.Response:
        """Show a picture that was sent with an application."""
        number = request.match_info["number"]
        form = (await self._ledger.story(number)).form_id
        return await self._page(request, PictureFrame(number, f"{FORM}{form}", f"/staff/requests/{number}"))

    async def _page(self, request: web.Request, frame: PictureFrame) -> web.Response:
        identifier = request.match_info["id"]
        try:
            seen = await self._pictures.view(
                identifier, holder=frame.holder, subject=frame.number, actor=visitor_of(request).login
            )
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        held = await self._pictures.pictures(frame.holder)
        data = base64.b64encode(seen.content).decode()
        page = render(
            request,
            "staff/picture.html",
            number=frame.number,
            back=frame.back,
            place=next(place for place, each in enumerate(held, start=1) if each.id == identifier),
            count=len(held),
            sent_at=seen.sent_at,
            source=f"data:{seen.content_type};base64,{data}",
            turn=seen.turn,
        )
        # A view that the browser repeats from its own memory would not be noted.
        page.headers["Cache-Control"] = "no-store"
        return page
