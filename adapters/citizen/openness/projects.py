"""Projects for the people on a phone: all of them by stage, and one with its fifteen kinds of information, the missing ones as well."""

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.errors import InputError
from handlers.pictures.published import PublishedPictures
from handlers.projects.service import ProjectService
from handlers.projects.stages import KINDS, STAGES, reached

PHOTO_SECONDS = 300
"""For how long a browser may show a photo without asking whether it is still public."""


class PublicProjectPages:
    """Shows what is public to everybody; nothing here tells who rated."""

    def __init__(self, service: ProjectService, *, photos: PublishedPictures) -> None:
        self._service = service
        self._photos = photos

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [
            web.get("/projects", self.show_all),
            web.get("/projects/{number}", self.show),
            web.get("/project-photos/{id}", self.photo),
        ]

    async def show_all(self, request: web.Request) -> web.Response:
        """Show the projects, those of one stage where one is chosen."""
        projects = await self._service.all()
        chosen = next((stage for stage in STAGES if stage.value == request.query.get("stage")), None)
        counts = [(stage, sum(one.plan.stage is stage for one in projects)) for stage in STAGES]
        return render(
            request,
            "citizen/projects.html",
            projects=[one for one in projects if chosen in {None, one.plan.stage}],
            counts=counts,
            chosen=chosen,
        )

    async def show(self, request: web.Request) -> web.Response:
        """Show one; raises `RefusedError` (404) where there is none that is public."""
        try:
            project = await self._service.one(record_number(request))
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        count, mean = await self._service.ratings(project.number)
        return render(
            request,
            "citizen/project.html",
            project=project,
            kinds=KINDS,
            reached=reached(project.plan.stage),
            rated=count,
            mean=f"{mean:.1f}" if mean is not None else "",
            photos=await self._photos.of(str(project.number)),
        )

    async def photo(self, request: web.Request) -> web.Response:
        """Give a photo that was chosen; raises `RefusedError` (404) for any other, and for those of a project that is not public."""
        try:
            found = await self._photos.file(request.match_info["id"])
            await self._service.one(int(found.document))
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
        headers = {"Cache-Control": f"public, max-age={PHOTO_SECONDS}"}
        return web.Response(body=found.content, content_type=found.content_type, headers=headers)
