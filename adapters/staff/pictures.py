"""Pictures that citizens sent, at the desk: each view is a page of its own, and is noted with who looked."""

from aiohttp import web

from adapters.staff.picture_frame import PictureFrame, picture_page
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.pictures.service import FORM, TICKET, PictureService


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
        return await picture_page(
            request, self._pictures, PictureFrame(number, f"{TICKET}{number}", f"/staff/tickets/{number}")
        )

    async def of_case(self, request: web.Request) -> web.Response:
        """Show a picture that was sent with an application."""
        number = request.match_info["number"]
        form = (await self._ledger.story(number)).form_id
        frame = PictureFrame(number, f"{FORM}{form}", f"/staff/requests/{number}")
        return await picture_page(request, self._pictures, frame)
