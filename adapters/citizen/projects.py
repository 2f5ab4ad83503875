"""Projects for the people on a phone: all of them by stage, and one with its fifteen kinds of information, the missing ones as well."""

from aiohttp import web

from adapters.web.errors import RefusedError
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.errors import InputError
from handlers.projects.service import ProjectService
from handlers.projects.stages import KINDS, STAGES, reached


class PublicProjectPages:
    """Shows what is public to everybody; nothing here tells who rated."""

    def __init__(self, service: ProjectService) -> None:
        self._service = service

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [web.get("/projects", self.show_all), web.get("/projects/{number}", self.show)]

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
        )
