"""The paper that shows that somebody may act for an applicant: its pictures, whoever sent them, and the one that a clerk adds."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from adapters.services.procedure import ProcedureServices
from adapters.staff.picture_frame import PictureFrame, picture_page
from adapters.web.access.clerks import clerk_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form, posted
from adapters.web.photo_files import handed_in, keep_all, page_darkroom, photos_of
from bot.errors import InputError, ProcedureError
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.lifecycle import ARTICLES, Step
from handlers.disclosure.proceeding.authority import AuthorityFinding
from handlers.disclosure.proceeding.case_file import CaseFile
from handlers.files.picture_file import MOST_BYTES
from handlers.pictures.service import AUTHORITY, MOST_WITH_ONE, PictureService

FORM_BYTES = 64 * 1024
WIDER_BODIES: Mapping[str, int] = {"/staff/disclosure-authority/": MOST_WITH_ONE * MOST_BYTES + FORM_BYTES}


class AuthorityPages:
    """Keeps and shows such pictures; each view is noted like that of what an applicant sent."""

    def __init__(
        self,
        procedure: ProcedureServices,
        *,
        pictures: PictureService,
        ledger: DisclosureLedger,
    ) -> None:
        self._procedure = procedure
        self._pictures = pictures
        self._ledger = ledger
        self._darkroom = page_darkroom()

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/staff`."""
        return [
            web.post("/disclosure-authority/{number}", self.add),
            web.post("/disclosure-authority/{number}/finding", self.find),
            web.get("/disclosure-authority/{number}/pictures/{id}", self.picture),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """Keep pictures that were handed in afterwards, all of them or none."""
        files = await asyncio.to_thread(handed_in, await posted(request))
        (clerk, file), number = await self._asked(request), request.match_info["number"]
        if not file.represented:
            raise InputError("disclosure.refused.unrepresented")
        if not file.authorises:
            raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.CONFIRM])
        photos = await photos_of(files, self._darkroom)
        await keep_all(photos, holder=await self._holder(number), service=self._pictures)
        await self._procedure.authority.received(number, len(photos), clerk=clerk)
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=authority")

    async def find(self, request: web.Request) -> web.Response:
        """Note what was found of the paper; an address that names no finding is answered as missing."""
        (clerk, _), number = await self._asked(request), request.match_info["number"]
        said = (await form(request)).get("finding", "")
        if said not in set(AuthorityFinding):
            raise web.HTTPNotFound
        await self._procedure.authority.look_at(number, AuthorityFinding(said), clerk=clerk)
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=authority_found")

    async def picture(self, request: web.Request) -> web.Response:
        """Show one picture."""
        await self._asked(request)
        number = request.match_info["number"]
        frame = PictureFrame(number, await self._holder(number), f"/staff/requests/{number}")
        return await picture_page(request, self._pictures, frame)

    async def _asked(self, request: web.Request) -> tuple[Clerk, CaseFile]:
        """Give who asks, and the file of the case; a case that is not this person's to see is answered in the words of a missing one."""
        clerk = clerk_of(request, self._procedure.agencies)
        try:
            file = await self._procedure.files.read(request.match_info["number"], clerk=clerk)
        except InputError:
            raise RefusedError("staff.request.missing", status=404) from None
        return clerk, file

    async def _holder(self, number: str) -> str:
        return f"{AUTHORITY}{(await self._ledger.story(number)).form_id}"
