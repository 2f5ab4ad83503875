"""Offering a finished complaint for publication: the original and the anonymous version side by side, then the draft."""

from aiohttp import web

from adapters.services.complaints import ComplaintServices
from adapters.staff.care.case_photos import CasePhotos
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.complaints.publication.service import ResponseDraft
from handlers.county.agencies import AgencyDirectory
from handlers.policy.already_public import Lookup
from handlers.texts import Texts
from knowledge.library.editor import Editor


class PublicationPages:
    """Shows both versions and takes the offer."""

    def __init__(
        self,
        services: ComplaintServices,
        *,
        editor: Editor,
        photos: CasePhotos,
        near: Lookup,
        agencies: AgencyDirectory,
        texts: Texts,
    ) -> None:
        self._ledger = services.ledger
        self._photos = photos
        self._editor = editor
        self._near = near
        self._publication = services.publication
        self._agencies = agencies
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/complaints/{number}/publication", self.show),
            web.post("/complaints/{number}/publication", self.offer),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show what was told and answered, as it is and without persons."""
        number, clerk = request.match_info["number"], complaint_clerk_of(request, self._agencies)
        try:
            versions = await self._publication.versions(number, clerk=clerk)
            story = await self._ledger.story(number, clerk=clerk)
        except InputError as error:
            status = 404 if error.text_key.startswith("complaints.") else 409
            key = "staff.complaints.missing" if status == 404 else error.text_key  # noqa: PLR2004 - as above
            raise RefusedError(key, status=status, **({} if status == 404 else error.values)) from None  # noqa: PLR2004
        text = self._texts(
            "care.publication.text", told=versions.anonymous_told, answer=versions.anonymous_answer
        )
        return render(
            request,
            "staff/complaint_publication.html",
            number=number,
            versions=versions,
            text=text,
            near=[one.title for one in await self._near(versions.anonymous_told)],
            photos=[] if versions.offered else await self._photos.offered(story, actor=clerk.login),
        )

    async def offer(self, request: web.Request) -> web.Response:
        """Make the draft; the keepers of knowledge take it through the three reviews."""
        number, fields = request.match_info["number"], await form(request)
        draft = ResponseDraft(fields.get("title", ""), fields.get("text", ""), fields.get("policy", ""))
        clerk = complaint_clerk_of(request, self._agencies)
        try:
            story = await self._ledger.story(number, clerk=clerk)
            chosen = await self._photos.chosen(story, fields)
            made = await self._publication.offer(number, draft, clerk=clerk, editor=self._editor)
            await self._photos.publish(chosen, document=made, subject=number, actor=clerk.login)
        except InputError as error:
            if error.text_key == "complaints.refused.no_case":
                raise RefusedError("staff.complaints.missing", status=404) from None
            raise
        raise web.HTTPSeeOther(f"/staff/complaints/{number}?done=step_taken")
