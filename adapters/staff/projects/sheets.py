"""The list of projects with what each lacks, one project to be changed, and what is published of it."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.numbers import record_number
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.pictures.published import PublicPicture, PublishedPictures
from handlers.pictures.service import PROJECT, HeldPicture, PictureService
from handlers.projects.project import LETTERS, Project, read_entry, read_plan
from handlers.projects.service import ProjectService
from handlers.projects.stages import KINDS, STAGES
from handlers.texts import Texts

TYPED_LETTERS = 1_200
FIELDS = (*LETTERS, "year", "stage", "progress", "kind", "day", "words")
HERE = "/staff/projects"


class ProjectPages:
    """Every step leads back to the page of its project; what is refused keeps everything that was typed."""

    def __init__(
        self,
        service: ProjectService,
        *,
        pictures: PictureService,
        shown: PublishedPictures,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._service = service
        self._pictures = pictures
        self._shown = shown
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/projects", self.show_all),
            web.get("/projects/new", self.show_new),
            web.post("/projects/new", self.make),
            web.get("/projects/{number}", self.show),
            web.post("/projects/{number}", self.change),
            web.post("/projects/{number}/entries", self.add),
            web.post("/projects/{number}/publish", self.publish),
        ]

    async def show_all(self, request: web.Request) -> web.Response:
        """Show all projects, drafts too."""
        return render(request, "staff/projects.html", projects=await self._service.all(public=False))

    async def show_new(self, request: web.Request) -> web.Response:
        """Show the form of a new one."""
        year = str(local_date(self._clock.now()).year)
        return await self._page(request, None, {"year": year, "progress": "0", "stage": STAGES[0].value})

    async def make(self, request: web.Request) -> web.Response:
        """Keep a new one as a draft."""
        typed = _typed(await form(request))
        try:
            number = await self._service.make(read_plan(typed), actor=visitor_of(request).login)
        except InputError as error:
            return await self._page(request, None, typed, error=error)
        raise web.HTTPSeeOther(f"{HERE}/{number}?done=project")

    async def show(self, request: web.Request) -> web.Response:
        """Show one; raises `RefusedError` (404)."""
        project = await self._one(request)
        return await self._page(request, project, _as_typed(project))

    async def change(self, request: web.Request) -> web.Response:
        """Change one."""
        project, typed = await self._one(request), _typed(await form(request))
        try:
            await self._service.change(project.number, read_plan(typed), actor=visitor_of(request).login)
        except InputError as error:
            return await self._page(request, project, typed, error=error)
        raise web.HTTPSeeOther(f"{HERE}/{project.number}?done=project")

    async def add(self, request: web.Request) -> web.Response:
        """Publish a piece of information."""
        project, typed = await self._one(request), _typed(await form(request))
        try:
            entry = read_entry(typed, today=local_date(self._clock.now()))
            await self._service.add(project.number, entry, actor=visitor_of(request).login)
        except InputError as error:
            kept = {**_as_typed(project), **{name: typed[name] for name in ("kind", "day", "words")}}
            return await self._page(request, project, kept, error=error)
        raise web.HTTPSeeOther(f"{HERE}/{project.number}?done=project")

    async def publish(self, request: web.Request) -> web.Response:
        """Show one to everybody."""
        project = await self._one(request)
        await self._service.publish(project.number, actor=visitor_of(request).login)
        raise web.HTTPSeeOther(f"{HERE}/{project.number}?done=project")

    async def _one(self, request: web.Request) -> Project:
        try:
            return await self._service.one(record_number(request), public=False)
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None

    async def _page(
        self,
        request: web.Request,
        project: Project | None,
        typed: Mapping[str, str],
        *,
        error: InputError | None = None,
    ) -> web.Response:
        held, shown = await self._photos(project)
        return render(
            request,
            "staff/project.html",
            status=422 if error else 200,
            project=project,
            held=held,
            shown=shown,
            typed={**dict.fromkeys(FIELDS, ""), **typed},
            stages=STAGES,
            kinds=KINDS,
            texts_of=list(LETTERS),
            refusal=self._texts(error.text_key, **error.values) if error else "",
        )

    async def _photos(self, project: Project | None) -> tuple[Sequence[HeldPicture], Sequence[PublicPicture]]:
        """Give the photos that are kept of a project, and those that everybody sees."""
        if project is None:
            return (), ()
        held = await self._pictures.pictures(f"{PROJECT}{project.number}")
        return held, await self._shown.of(str(project.number))


def _typed(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: fields.get(name, "")[:TYPED_LETTERS] for name in FIELDS}


def _as_typed(project: Project) -> dict[str, str]:
    plan = project.plan
    texts = {name: str(getattr(plan, name)) for name in LETTERS}
    return {**texts, "year": str(plan.year), "stage": plan.stage.value, "progress": str(plan.progress)}
