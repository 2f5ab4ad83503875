"""Where a person registers that a document ended with another that says so."""

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from knowledge.library.abolition import Abolitions


class AbolitionPages:
    """Takes the registration; what may be meant is shown where the proposal of the newer document is checked."""

    def __init__(self, *, abolitions: Abolitions) -> None:
        self._abolitions = abolitions

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [web.post("/abolitions/{id:.+}", self.register)]

    async def register(self, request: web.Request) -> web.Response:
        """Register the end of the document named in the form."""
        person, fields = person_of(request), await form(request)
        ended = await self._abolitions.register(
            fields.get("ended", ""), by=request.match_info["id"], actor=person.login
        )
        raise web.HTTPSeeOther(f"{document_address(ended.id)}?done=abolished")
