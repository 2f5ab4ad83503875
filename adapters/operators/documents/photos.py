"""The photos of a document at the operators' desk: reviewers see what would be public, and take out what must not be."""

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from bot.errors import InputError
from handlers.pictures.published import PublishedPictures


class DocumentPhotoPages:
    """Gives one photo to whoever keeps knowledge, published or not, and removes it."""

    def __init__(self, pictures: PublishedPictures) -> None:
        self._pictures = pictures

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/operators`."""
        return [
            web.get("/document-photos/{id}", self.show),
            web.post("/document-photos/{id}/remove", self.remove),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Give the photo; raises `RefusedError` (404) for none of a document."""
        try:
            found = await self._pictures.file(request.match_info["id"])
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        return web.Response(
            body=found.content, content_type=found.content_type, headers={"Cache-Control": "no-store"}
        )

    async def remove(self, request: web.Request) -> web.Response:
        """Take the photo from its document; raises `RefusedError` (404) for none of a document."""
        try:
            document = await self._pictures.remove(request.match_info["id"], actor=person_of(request).login)
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        raise web.HTTPSeeOther(f"{document_address(document)}?done=photo_removed")
