"""What was thrown away: drafts and versions are discarded from their pages, and brought back from this one."""

from aiohttp import web

from adapters.operators.addresses import DISCARDS, document_address
from adapters.web.access.colleagues import Colleagues
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.pages import render
from knowledge.library.discards import Discards


class DiscardPages:
    """Throws away, lists and brings back."""

    def __init__(self, discards: Discards, *, colleagues: Colleagues) -> None:
        self._discards = discards
        self._colleagues = colleagues

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/discards", self.show),
            web.post("/discards", self.restore),
            web.post("/discards/{id:.+}", self.discard),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """List what can be brought back."""
        rows = await self._discards.discarded()
        names = await self._colleagues.names()
        return render(request, "operators/discards.html", rows=rows, names=names)

    async def restore(self, request: web.Request) -> web.Response:
        """Bring one thing back; raises `HTTPBadRequest` for what is no number."""
        found = await self._discards.restore(
            _number((await form(request)).get("discard", "")), actor=person_of(request).login
        )
        raise web.HTTPSeeOther(f"{document_address(found.document_id)}?done=undiscarded")

    async def discard(self, request: web.Request) -> web.Response:
        """Throw a draft away, or with a version's number that version; raises `HTTPBadRequest` for no number."""
        identifier, actor = request.match_info["id"], person_of(request).login
        version = (await form(request)).get("version", "")
        if version:
            await self._discards.discard_version(identifier, _number(version), actor=actor)
        else:
            await self._discards.discard(identifier, actor=actor)
        raise web.HTTPSeeOther(f"{DISCARDS}?done=discarded")


def _number(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or len(written) > 9:  # noqa: PLR2004 - no number is longer
        raise web.HTTPBadRequest
    return int(written)
