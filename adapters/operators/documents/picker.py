"""Finds documents while somebody types, for the fields that name one: title or number, the newest changes first."""

from aiohttp import web

from handlers.texts import Texts
from knowledge.library.filters import Filters
from knowledge.library.listing import Shelf

OFFERED_DOCUMENTS = 8
SEARCH_LETTERS = 80


class PickerPages:
    """Answers the picker's requests; only people at the operators' desk can ask."""

    def __init__(self, *, shelf: Shelf, texts: Texts) -> None:
        self._shelf = shelf
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the address below `/operators`."""
        return [web.get("/pick", self.find)]

    async def find(self, request: web.Request) -> web.Response:
        """Give the documents whose title or number holds the words, as JSON; none for empty words."""
        words = request.query.get("q", "")[:SEARCH_LETTERS].strip()
        found = (await self._shelf.page(Filters(text=words), size=OFFERED_DOCUMENTS)).items if words else ()
        offered = [
            {
                "id": one.document.id,
                "title": one.document.title,
                "number": one.document.number,
                "kind": self._texts(f"citizen.kinds.{one.document.kind.value}"),
                "state": self._texts(f"operators.states.{one.state.value}"),
            }
            for one in found
        ]
        return web.json_response({"documents": offered}, headers={"Cache-Control": "no-store"})
