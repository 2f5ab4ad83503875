"""The reading page of a published document: what it is worth today first, then its text with anchors."""

from datetime import date

from aiohttp import web

from adapters.citizen.document_body import set_body
from adapters.citizen.sheet import sheet
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.press import Press
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.county.profile import County
from knowledge.documents.document import Document, DocumentState
from knowledge.index.generations import Index
from knowledge.library.service import DocumentService


class DocumentPages:
    """Shows published documents and nothing else: a draft's address tells no more than an unknown one."""

    def __init__(self, *, documents: DocumentService, index: Index, clock: Clock, county: County) -> None:
        self._documents = documents
        self._index = index
        self._clock = clock
        self._county = county
        self._bodies = Press(set_body, letters=lambda body: len(body.html))

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [web.get("/documents/{id:.+}", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the wording that is public."""
        document, text = await self._public(request.match_info["id"])
        body = await self._bodies.of(text, document.title)
        values = sheet(document, body, index=self._index, county=self._county, today=self._today())
        return render(request, "citizen/document.html", **values)

    async def _public(self, identifier: str) -> tuple[Document, str]:
        try:
            newest = await self._documents.read(identifier)
            public = newest.listed.public_version
            if newest.listed.state is not DocumentState.PUBLISHED or public is None:
                raise RefusedError("citizen.document.gone", status=404)
            same = newest.version.number == public
            version = (
                newest.version if same else (await self._documents.read(identifier, number=public)).version
            )
        except InputError:
            raise RefusedError("citizen.document.gone", status=404) from None
        return version.document, version.text

    def _today(self) -> date:
        return local_date(self._clock.now())
