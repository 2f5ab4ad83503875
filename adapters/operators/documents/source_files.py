"""The file a document was read from, fetched as it came."""

from aiohttp import web

from adapters.web.access.duties import person_of
from adapters.web.downloads import download
from handlers.source_files.service import SourceFiles

# Whatever came in is given to be kept, never shown: it may be a page with a program in it.
CONTENT_TYPE = "application/octet-stream"


class SourceFilePages:
    """Gives kept files to the desk."""

    def __init__(self, sources: SourceFiles) -> None:
        self._sources = sources

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/operators`."""
        return [web.get("/source-files/{number}", self.fetch)]

    async def fetch(self, request: web.Request) -> web.Response:
        """Give a file; raises `InputError` when it is not there."""
        found, content = await self._sources.fetch(
            request.match_info["number"], actor=person_of(request).login
        )
        return download(content, CONTENT_TYPE, name=found.name)
