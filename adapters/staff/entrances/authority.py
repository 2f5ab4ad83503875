"""The paper that shows that somebody may act for an applicant: its pictures, whoever sent them, and the one that a clerk adds."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from adapters.staff.picture_frame import PictureFrame, picture_page
from adapters.web.access.clerks import clerk_of
from adapters.web.forms import form, posted
from adapters.web.photo_files import photo_contents, require_photos
from bot.errors import InputError
from handlers.county.agencies import AgencyDirectory
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.proceeding.authority import AuthorityFinding, AuthorityPapers
from handlers.files.picture_file import MOST_BYTES
from handlers.pictures.service import (
    AUTHORITY,
    MOST_WITH_ONE,
    BroughtPicture,
    PictureOutcome,
    PictureService,
)

CHANNEL = "desk"
FORM_BYTES = 64 * 1024
WIDER_BODIES: Mapping[str, int] = {"/staff/disclosure-authority/": MOST_WITH_ONE * MOST_BYTES + FORM_BYTES}


class AuthorityPages:
    """Keeps and shows such pictures; each view is noted like that of what an applicant sent."""

    def __init__(
        self,
        papers: AuthorityPapers,
        *,
        pictures: PictureService,
        ledger: DisclosureLedger,
        agencies: AgencyDirectory,
    ) -> None:
        self._papers = papers
        self._pictures = pictures
        self._ledger = ledger
        self._agencies = agencies

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/staff`, to be guarded like the case's own."""
        return [
            web.post("/disclosure-authority/{number}", self.add),
            web.post("/disclosure-authority/{number}/finding", self.find),
            web.get("/disclosure-authority/{number}/pictures/{id}", self.picture),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """Keep pictures that were handed in afterwards, all of them or none."""
        photos = await asyncio.to_thread(photo_contents, await posted(request))
        number = request.match_info["number"]
        await asyncio.to_thread(require_photos, photos)
        holder = await self._holder(number)
        for content in photos:
            outcome = await self._pictures.keep(BroughtPicture(holder, CHANNEL, "", content))
            if outcome is PictureOutcome.TOO_MANY:
                raise InputError("care.evidence.many", most=MOST_WITH_ONE)
        await self._papers.received(number, len(photos), clerk=clerk_of(request, self._agencies))
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=authority")

    async def find(self, request: web.Request) -> web.Response:
        """Note what was found of the paper; an address that names no finding is answered as missing."""
        number, said = request.match_info["number"], (await form(request)).get("finding", "")
        if said not in set(AuthorityFinding):
            raise web.HTTPNotFound
        clerk = clerk_of(request, self._agencies)
        await self._papers.look_at(number, AuthorityFinding(said), clerk=clerk)
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=authority_found")

    async def picture(self, request: web.Request) -> web.Response:
        """Show one picture."""
        number = request.match_info["number"]
        frame = PictureFrame(number, await self._holder(number), f"/staff/requests/{number}")
        return await picture_page(request, self._pictures, frame)

    async def _holder(self, number: str) -> str:
        return f"{AUTHORITY}{(await self._ledger.story(number)).form_id}"
