"""Photos that show what was done about a complaint, attached by whoever handles it before the result is approved."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from adapters.services.complaints import ComplaintServices
from adapters.staff.picture_frame import PictureFrame, picture_page
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.errors import RefusedError
from adapters.web.forms import posted
from adapters.web.photo_files import handed_in, keep_all, page_darkroom, photos_of
from bot.errors import InputError, ProcedureError
from handlers.complaints.case.ledger import ComplaintStory
from handlers.complaints.case.lifecycle import ARTICLES, ENDED, ComplaintStep
from handlers.county.agencies import AgencyDirectory
from handlers.files.picture_file import MOST_BYTES
from handlers.pictures.service import EVIDENCE, MOST_WITH_ONE, PictureService

FORM_BYTES = 64 * 1024
WIDER_BODIES: Mapping[str, int] = {"/staff/complaint-evidence/": MOST_WITH_ONE * MOST_BYTES + FORM_BYTES}


class EvidencePages:
    """Keeps and shows such photos; each view is noted like that of an applicant's."""

    def __init__(
        self, services: ComplaintServices, *, pictures: PictureService, agencies: AgencyDirectory
    ) -> None:
        self._services = services
        self._pictures = pictures
        self._agencies = agencies
        self._darkroom = page_darkroom()

    def routes(self) -> list[web.RouteDef]:
        """Give the addresses below `/staff`."""
        return [
            web.post("/complaint-evidence/{number}", self.add),
            web.get("/complaint-evidence/{number}/pictures/{id}", self.picture),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """Keep photos, all of them or none; whoever only helps, and whoever comes too late, is told so."""
        files = await asyncio.to_thread(handed_in, await posted(request))
        story, number = await self._story(request), request.match_info["number"]
        clerk = complaint_clerk_of(request, self._agencies)
        if not clerk.parts_in(story.line.unit) or story.line.state in ENDED:
            raise ProcedureError("care.evidence.refused", article=ARTICLES[ComplaintStep.REPORT])
        photos = await photos_of(files, self._darkroom)
        await keep_all(photos, holder=f"{EVIDENCE}{number}", service=self._pictures)
        await self._services.proceedings.evidence(number, len(photos), clerk=clerk)
        raise web.HTTPSeeOther(f"/staff/complaints/{number}?done=step_taken")

    async def picture(self, request: web.Request) -> web.Response:
        """Show one photo to whoever may see the complaint."""
        await self._story(request)
        number = request.match_info["number"]
        frame = PictureFrame(number, f"{EVIDENCE}{number}", f"/staff/complaints/{number}")
        return await picture_page(request, self._pictures, frame)

    async def _story(self, request: web.Request) -> ComplaintStory:
        clerk = complaint_clerk_of(request, self._agencies)
        try:
            return await self._services.ledger.story(request.match_info["number"], clerk=clerk)
        except InputError:
            raise RefusedError("staff.complaints.missing", status=404) from None
