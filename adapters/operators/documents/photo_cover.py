"""Blacking out a face, a plate or a house number on a photo of a document, before or after it is public.

What lies under the box is black in the new file, and the old one is gone: nothing of it can be uncovered.
"""

from collections.abc import Mapping

from aiohttp import web

from adapters.operators.addresses import document_address, photo_address
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.disclosure.released.box import EDGES, CoverBox, typed_edges
from handlers.disclosure.released.darkroom import Darkroom
from handlers.files.document_form import DocumentForm
from handlers.pictures.published import PublicFile, PublishedPictures
from handlers.texts import Texts

FORMS = {"image/png": DocumentForm.PNG, "image/jpeg": DocumentForm.JPEG}


class PhotoCoverPages:
    """Shows a photo with the four edges of a box, and covers what it was drawn over."""

    def __init__(self, pictures: PublishedPictures, *, darkroom: Darkroom, texts: Texts) -> None:
        self._pictures = pictures
        self._darkroom = darkroom
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/operators`."""
        return [
            web.get("/document-photos/{id}/cover", self.show),
            web.post("/document-photos/{id}/cover", self.cover),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the photo as it would be public; raises `RefusedError` (404) for none of a document."""
        return self._page(request, await self._file(request), {})

    async def cover(self, request: web.Request) -> web.Response:
        """Cover a box; what was filled in stays where it is refused. Raises `RefusedError` as `show` does."""
        found, typed = await self._file(request), await form(request)
        try:
            box = CoverBox.drawn(1, typed_edges(typed), pages=1)
            covered = await self._covered(found, box)
            made = await self._pictures.replace(
                request.match_info["id"], covered, actor=person_of(request).login
            )
        except InputError as refused:
            words = self._texts(refused.text_key, **refused.values)
            return self._page(request, found, typed, refusal=words, status=422)
        raise web.HTTPSeeOther(f"{photo_address(made.id)}/cover?done=photo_covered")

    async def _covered(self, found: PublicFile, box: CoverBox) -> bytes:
        _, pages = await self._darkroom.pages(FORMS[found.content_type], found.content)
        return await self._darkroom.picture(await self._darkroom.copy(pages, [box]), 1)

    async def _file(self, request: web.Request) -> PublicFile:
        try:
            return await self._pictures.file(request.match_info["id"])
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None

    @staticmethod
    def _page(
        request: web.Request,
        found: PublicFile,
        typed: Mapping[str, str],
        *,
        refusal: str = "",
        status: int = 200,
    ) -> web.Response:
        return render(
            request,
            "operators/photo_cover.html",
            status=status,
            url=photo_address(request.match_info["id"]),
            back=document_address(found.document),
            edges=EDGES,
            typed={name: typed.get(name, "") for name in EDGES},
            refusal=refusal,
        )
