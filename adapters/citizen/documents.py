"""The reading page of a published document: what it is worth today first, then its text with anchors."""

from datetime import date

from aiohttp import web

from adapters.citizen.document_body import set_body
from adapters.citizen.sheet import SheetPhoto, sheet
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.press import Press
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.county.profile import County
from handlers.pictures.published import PublishedPictures
from knowledge.documents.document import Document, DocumentState, Kind
from knowledge.documents.guide import parts
from knowledge.documents.guide_steps import flows
from knowledge.index.generations import Index
from knowledge.library.service import DocumentService
from knowledge.publication.element_changes import ElementChanges

PHOTO_SECONDS = 300
"""For how long a browser may show a photo without asking whether it is still public."""


class DocumentPages:
    """Shows published documents and nothing else: a draft's address tells no more than an unknown one."""

    def __init__(
        self,
        *,
        documents: DocumentService,
        changes: ElementChanges,
        pictures: PublishedPictures,
        index: Index,
        clock: Clock,
        county: County,
    ) -> None:
        self._documents = documents
        self._changes = changes
        self._pictures = pictures
        self._index = index
        self._clock = clock
        self._county = county
        self._bodies = Press(set_body, letters=lambda body: len(body.html))

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/documents/{id:.+}", self.show),
            web.get("/document-photos/{id}", self.photo),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the wording that is public."""
        document, text = await self.public(request.match_info["id"])
        body = await self._bodies.of(text, document.title)
        photos = [
            SheetPhoto(f"/m/document-photos/{each.id}", each.turn)
            for each in await self._pictures.of(document.id)
        ]
        values = sheet(
            document,
            body,
            index=self._index,
            county=self._county,
            today=self._today(),
            photos=photos,
        )
        changes = await self._changes.of(document.id) if document.kind is Kind.GUIDE else ()
        drawn = document.kind is Kind.GUIDE and bool(flows(parts(text).get("steps", "")))
        return render(request, "citizen/document.html", changes=changes, drawn=drawn, **values)

    async def photo(self, request: web.Request) -> web.Response:
        """Give a photo of a document that is public."""
        try:
            found = await self._pictures.file(request.match_info["id"])
        except InputError:
            raise RefusedError("citizen.document.gone", status=404) from None
        await self.public(found.document)
        headers = {"Cache-Control": f"public, max-age={PHOTO_SECONDS}"}
        return web.Response(body=found.content, content_type=found.content_type, headers=headers)

    async def public(self, identifier: str) -> tuple[Document, str]:
        """Give a document with its public wording; raises `RefusedError` (404) where there is none."""
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
