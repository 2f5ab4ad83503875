"""Contact cards on a phone: the posts in charge of openness in each unit and its office, and the units that have none yet."""

from aiohttp import web

from adapters.web.pages import render
from handlers.contacts.service import ContactService


class PublicContactPages:
    """Shows the cards to everybody; they hold posts and office numbers, nobody's name."""

    def __init__(self, service: ContactService) -> None:
        self._service = service

    def routes(self) -> list[web.RouteDef]:
        """Give the page below `/m`."""
        return [web.get("/contacts", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show all cards; a unit without one is named, too."""
        cards = await self._service.cards()
        due = [unit for unit in self._service.units if unit not in cards]
        return render(request, "citizen/contacts.html", cards=list(cards.values()), due=due)
