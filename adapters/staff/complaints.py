"""A complaint at the desk: what was told, masked, the whole story, the lawful steps, why the unit is that unit."""

from collections.abc import Iterator

from aiohttp import web

from adapters.services.complaints import ComplaintServices
from adapters.staff.care.case_photos import CasePhotos
from adapters.staff.care.complaint_care import ComplaintCare
from adapters.staff.care.complaint_words import ComplaintWords
from adapters.staff.picture_frame import PictureFrame, picture_page
from adapters.staff.rows import complaint_row
from adapters.staff.step_forms import ShownField, StepForm
from adapters.web.access.clerks import complaint_clerk_of
from adapters.web.access.colleagues import Colleagues
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.ledger import ComplaintStory
from handlers.complaints.case.lifecycle import ARTICLES, ENDED, ComplaintStep
from handlers.complaints.case.particulars import ToldComplaint
from handlers.complaints.proceeding.step_fields import (
    BY_THEMSELVES,
    ComplaintField,
    StepChoices,
    fields_of,
    read_complaint_order,
)
from handlers.complaints.routing.advice import RoutingProposal
from handlers.county.agencies import AgencyDirectory
from handlers.pictures.service import FORM, PictureService
from handlers.texts import Texts

STEPS = frozenset(ComplaintStep)
REASON_LETTERS = 100
VERSION_FIGURES = 8
BESIDE = frozenset(
    {ComplaintStep.EXTEND, ComplaintStep.HAND_OVER, ComplaintStep.MERGE, ComplaintStep.DECLINE}
)
"""Lawful all along, and seldom what comes next."""


class ComplaintPages:
    """Shows a complaint, takes its steps, keeps notes, reveals what was told with a reason."""

    def __init__(
        self,
        services: ComplaintServices,
        *,
        pictures: PictureService,
        photos: CasePhotos,
        agencies: AgencyDirectory,
        colleagues: Colleagues,
        care: ComplaintCare,
        texts: Texts,
    ) -> None:
        self._services = services
        self._care = care
        self._pictures = pictures
        self._photos = photos
        self._agencies = agencies
        self._colleagues = colleagues
        self._texts = texts
        self._words = ComplaintWords(texts)

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/complaints/{number}", self.show),
            web.post("/complaints/{number}/steps/{step}", self.step),
            web.post("/complaints/{number}/note", self.note),
            web.post("/complaints/{number}/reveal", self.reveal),
            web.get("/complaints/{number}/pictures/{id}", self.picture),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the story, what was told masked."""
        return await self._page(request, await self._story(request), clear=None)

    async def step(self, request: web.Request) -> web.Response:
        """Take a lawful step; what stands in the way is told by the service."""
        number, name = request.match_info["number"], request.match_info["step"]
        if name not in STEPS:
            raise web.HTTPNotFound
        await self._story(request)
        fields = await form(request)
        order = read_complaint_order(ComplaintStep(name), fields, self._texts, choices=self._choices())
        await self._services.proceedings.take(
            number, order, clerk=self._clerk(request), version=_version(fields.get("version", ""))
        )
        raise web.HTTPSeeOther(self._after(request, await self._still_seen(request)))

    async def note(self, request: web.Request) -> web.Response:
        """Keep a note for colleagues; the applicant never reads it."""
        number = request.match_info["number"]
        await self._story(request)
        words = (await form(request)).get("words", "")
        await self._services.proceedings.note(number, words, clerk=self._clerk(request))
        raise web.HTTPSeeOther(f"/staff/complaints/{number}?done=case_note")

    async def reveal(self, request: web.Request) -> web.Response:
        """Show the clear words once; the service keeps who looked and why."""
        story = await self._story(request)
        reason = (await form(request)).get("reason", "")[:REASON_LETTERS]
        clear = await self._services.ledger.reveal(
            request.match_info["number"], clerk=self._clerk(request), reason=reason
        )
        return await self._page(request, story, clear=clear)

    async def picture(self, request: web.Request) -> web.Response:
        """Show a picture that was sent with the complaint, to whoever may see the complaint; each view is noted."""
        story = await self._story(request)
        number = request.match_info["number"]
        frame = PictureFrame(number, f"{FORM}{story.form_id}", f"/staff/complaints/{number}")
        return await picture_page(request, self._pictures, frame)

    def _clerk(self, request: web.Request) -> ComplaintClerk:
        return complaint_clerk_of(request, self._agencies)

    async def _story(self, request: web.Request) -> ComplaintStory:
        """Give the complaint; another unit's and one that is not there are answered in the same words."""
        number = request.match_info["number"]
        try:
            return await self._services.ledger.story(number, clerk=self._clerk(request))
        except InputError:
            raise RefusedError("staff.complaints.missing", status=404) from None

    async def _still_seen(self, request: web.Request) -> bool:
        """Whether the person sees the complaint after the step, which may have given it to another unit."""
        try:
            await self._story(request)
        except RefusedError:
            return False
        return True

    @staticmethod
    def _after(request: web.Request, seen: bool) -> str:
        place = f"/staff/complaints/{request.match_info['number']}" if seen else "/staff/complaints"
        return f"{place}?done=step_taken"

    def _choices(self) -> StepChoices:
        units = tuple(agency.name for agency in self._agencies.agencies)
        return StepChoices(self._services.duties.matters, units)

    async def _page(
        self, request: web.Request, story: ComplaintStory, *, clear: ToldComplaint | None
    ) -> web.Response:
        names, clerk = await self._colleagues.names(), self._clerk(request)
        dispatching = ComplaintStep.DISPATCH in story.steps
        advice = await self._advice(story)
        return render(
            request,
            "staff/complaint.html",
            complaint=complaint_row(story.line, self._texts),
            story=story,
            facts=list(self._words.facts(story)),
            clear=clear,
            told=list(_told(clear)) if clear else [],
            events=[self._words.event(line, names) for line in story.timeline],
            papers=[self._words.paper(paper, names) for paper in story.papers],
            ratings=list(self._words.ratings(story)),
            pictures=await self._photos.told(story, actor=clerk.login),
            makes_bundle=clerk.at_office,
            evidence=await self._photos.evidence(story, actor=clerk.login),
            attaches=bool(clerk.parts_in(story.line.unit)) and story.line.state not in ENDED,
            steps=self._forms(story, chosen=advice.chosen if dispatching else ""),
            duties=self._services.duties.duties if dispatching else (),
            advice=advice,
            care=await self._care.beside(story, clerk=clerk, names=names),
        )

    async def _advice(self, story: ComplaintStory) -> RoutingProposal:
        """Give the proposal to whoever dispatches; everybody else reads who is on duty at the place."""
        noted = story.timeline[0].detail if story.timeline else {}
        gist = story.line.gist if ComplaintStep.DISPATCH in story.steps else ""
        return await self._services.advice.proposal(
            gist,
            story.line.place,
            noted=noted,
            suggests=story.line.kind == ComplaintKind.SUGGESTION,
        )

    def _forms(self, story: ComplaintStory, *, chosen: str) -> list[StepForm]:
        steps = [step for step in story.steps if step not in BY_THEMSELVES]
        forms = [
            StepForm(
                step=step.value,
                words=self._texts(f"complaints.step.{step.value}"),
                article=ARTICLES[step],
                fields=tuple(self._fields(step, chosen=chosen)),
                ask="",
                beside=step in BESIDE,
            )
            for step in steps
        ]
        return sorted(forms, key=lambda one: one.beside)

    def _fields(self, step: ComplaintStep, *, chosen: str) -> Iterator[ShownField]:
        choices = self._choices()
        groups = {ComplaintField.DOOR: "door_name", ComplaintField.RESULT: "result"}
        for field in fields_of(step):
            group = groups.get(field.name)
            offered = choices.of(field.name)
            yield ShownField(
                name=field.name.value,
                label=self._texts(f"complaints.field.{field.name.value}"),
                kind=choices.kind(field.name).value,
                required=field.required,
                choices=[
                    (value, self._texts(f"complaints.{group}.{value}") if group else value)
                    for value in offered
                ],
                hints=choices.units if field.name is ComplaintField.HELPERS else (),
                proposed=chosen if field.name is ComplaintField.MATTER else "",
            )


def _told(clear: ToldComplaint) -> Iterator[tuple[str, str]]:
    yield "words", clear.what
    yield "place", clear.where
    yield "position", clear.position
    yield "when", clear.when
    yield "wish", clear.wish
    yield "name", clear.name
    yield "phone", clear.phone


def _version(typed: str) -> int:
    fits = typed.isascii() and typed.isdecimal() and len(typed) <= VERSION_FIGURES
    return int(typed) if fits else 0
