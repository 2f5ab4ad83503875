"""Photos of a project: kept sealed and without what the camera noted, and shown to everybody only once somebody chose them."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from adapters.staff.picture_frame import PictureFrame, picture_page
from adapters.web.access.visitor import visitor_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.numbers import record_number
from adapters.web.photo_files import handed_in, keep_all, page_darkroom, photos_of
from bot.errors import InputError
from handlers.files.picture_file import MOST_BYTES
from handlers.pictures.published import ChosenPicture, PublishedPictures
from handlers.pictures.service import MOST_WITH_ONE, PROJECT, PictureService
from handlers.projects.service import ProjectService

FORM_BYTES = 64 * 1024
WIDER_BODIES: Mapping[str, int] = {"/staff/project-photos/": MOST_WITH_ONE * MOST_BYTES + FORM_BYTES}
ID_LETTERS = 40


class ProjectPhotoPages:
    """Keeps, shows, chooses and takes back; every step leads back to the page of its project."""

    def __init__(
        self, projects: ProjectService, *, pictures: PictureService, shown: PublishedPictures
    ) -> None:
        self._projects = projects
        self._pictures = pictures
        self._shown = shown
        self._darkroom = page_darkroom()

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/staff`."""
        return [
            web.post("/project-photos/{number}", self.add),
            web.get("/project-photos/{number}/pictures/{id}", self.picture),
            web.post("/project-photos/{number}/choose", self.choose),
            web.post("/project-photos/{number}/remove", self.remove),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """Keep photos, all of them or none; nobody sees them before one is chosen."""
        files = await asyncio.to_thread(handed_in, await posted(request))
        number = await self._number(request)
        photos = await photos_of(files, self._darkroom)
        await keep_all(photos, holder=f"{PROJECT}{number}", service=self._pictures)
        raise web.HTTPSeeOther(f"/staff/projects/{number}?done=photos")

    async def picture(self, request: web.Request) -> web.Response:
        """Show one photo before it is public."""
        number = await self._number(request)
        frame = PictureFrame(str(number), f"{PROJECT}{number}", f"/staff/projects/{number}")
        return await picture_page(request, self._pictures, frame)

    async def choose(self, request: web.Request) -> web.Response:
        """Show one photo to everybody; raises `InputError` for one that is not this project's."""
        number, identifier = await self._number(request), (await form(request)).get("id", "")[:ID_LETTERS]
        chosen = ChosenPicture(identifier, f"{PROJECT}{number}")
        await self._shown.choose(
            [chosen], document=str(number), subject=str(number), actor=visitor_of(request).login
        )
        raise web.HTTPSeeOther(f"/staff/projects/{number}?done=photo_shown")

    async def remove(self, request: web.Request) -> web.Response:
        """Take one photo back, so that nobody sees it any more; raises `InputError` for one that is not this project's."""
        number, identifier = await self._number(request), (await form(request)).get("id", "")[:ID_LETTERS]
        if identifier not in {one.id for one in await self._shown.of(str(number))}:
            raise InputError("pictures.refused.missing")
        await self._shown.remove(identifier, actor=visitor_of(request).login)
        raise web.HTTPSeeOther(f"/staff/projects/{number}?done=photo_removed")

    async def _number(self, request: web.Request) -> int:
        try:
            return (await self._projects.one(record_number(request), public=False)).number
        except InputError as missing:
            raise RefusedError(missing.text_key, status=404) from None
