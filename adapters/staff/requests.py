"""Disclosure requests at the desk: the whole story of one on a page, the lawful steps beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from aiohttp import web

from adapters.services.procedure import ProcedureServices
from adapters.staff.background import CaseBackgrounds
from adapters.staff.rows import picture_rows, request_row
from adapters.staff.service_rows import service_row
from adapters.staff.step_forms import step_forms
from adapters.web import dates
from adapters.web.access.clerks import clerk_of
from adapters.web.access.colleagues import Colleague, Colleagues
from adapters.web.access.visitor import visitor_of
from adapters.web.downloads import WORD
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.disclosure.applicant.identity_papers import OF_ORGANISATIONS, OF_PERSONS
from handlers.disclosure.case.clock_words import day_words, named_dates
from handlers.disclosure.case.fields import ApplicantKind
from handlers.disclosure.case.ledger import (
    CaseStory,
    ClearApplicant,
    DisclosureLedger,
    Happening,
    RequestLine,
)
from handlers.disclosure.case.lifecycle import Actor, State, Step
from handlers.disclosure.case.papers import CasePaper, PaperKind
from handlers.disclosure.case.queues import NEXT
from handlers.disclosure.letters.records import LETTER_ISSUED, LETTER_VOIDED
from handlers.disclosure.proceeding.authority import AuthorityFinding
from handlers.disclosure.proceeding.case_file import CaseFile
from handlers.disclosure.proceeding.decision_words import answer_lines
from handlers.disclosure.proceeding.handover import may_give, may_handle
from handlers.disclosure.proceeding.stages import stage_stamps
from handlers.disclosure.proceeding.step_fields import StepField, read_order
from handlers.pictures.service import AUTHORITY, FORM, PictureService
from handlers.texts import Texts

ACTORS = frozenset(Actor)
STEPS = frozenset(Step)
CITIZEN = "citizen"
ISO_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
HIDDEN_PAPERS = frozenset({PaperKind.WORKING, PaperKind.DRAFT})


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the story as a clerk reads it."""

    at: datetime
    words: str
    actor: str


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper of the case as colleagues read it: what was filled in, line by line."""

    title: str
    author: str
    at: datetime
    lines: tuple[str, ...]


class RequestPages:
    """Shows a request, takes its steps, keeps notes, reveals the applicant with a reason."""

    def __init__(
        self,
        *,
        ledger: DisclosureLedger,
        procedure: ProcedureServices,
        backgrounds: CaseBackgrounds,
        pictures: PictureService,
        colleagues: Colleagues,
        texts: Texts,
    ) -> None:
        self._ledger = ledger
        self._procedure = procedure
        self._backgrounds = backgrounds
        self._pictures = pictures
        self._colleagues = colleagues
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/staff`."""
        return [
            web.get("/requests/{number}", self.show),
            web.post("/requests/{number}/steps/{step}", self.step),
            web.post("/requests/{number}/note", self.note),
            web.post("/requests/{number}/reveal", self.reveal),
            web.get("/requests/{number}/letters/{place}", self.letter),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the story with the applicant masked."""
        return await self._page(request, await self._file(request), clear=None)

    async def step(self, request: web.Request) -> web.Response:
        """Take a lawful step; what stands in the way is told by the service."""
        number, name = request.match_info["number"], request.match_info["step"]
        if name not in STEPS:
            raise web.HTTPNotFound
        fields = await form(request)
        await self._file(request)
        version = fields.get("version", "")
        order = read_order(Step(name), fields, self._texts)
        await self._procedure.proceedings.take(
            number,
            order,
            clerk=clerk_of(request, self._procedure.agencies),
            version=int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0,  # noqa: PLR2004 - no case takes more steps
        )
        done = "confirmed" if order.step is Step.CONFIRM else "step_taken"
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done={done}")

    async def note(self, request: web.Request) -> web.Response:
        """Keep a note for colleagues, or what experts held; the applicant never reads either."""
        number = request.match_info["number"]
        await self._file(request)
        given, drafting = await form(request), self._procedure.drafting
        keep = drafting.hear_experts if given.get("experts") else drafting.note
        await keep(number, given.get("words", ""), clerk=clerk_of(request, self._procedure.agencies))
        raise web.HTTPSeeOther(f"/staff/requests/{number}?done=case_note")

    async def reveal(self, request: web.Request) -> web.Response:
        """Show the clear values once; the service keeps who looked and why."""
        file = await self._file(request)
        reason = (await form(request)).get("reason", "")
        clear = await self._ledger.reveal(
            request.match_info["number"], actor=visitor_of(request).login, reason=reason[:100]
        )
        return await self._page(request, file, clear=clear)

    async def letter(self, request: web.Request) -> web.Response:
        """Give a letter of the case as a Word file."""
        file = await self._file(request)
        place = request.match_info["place"]
        if not (place.isascii() and place.isdecimal() and len(place) < 4) or int(place) >= len(file.letters):  # noqa: PLR2004 - no case has a thousand letters
            raise web.HTTPNotFound
        content = await self._procedure.letters.content(file.letters[int(place)].number)
        name = f"{request.match_info['number']}-{int(place) + 1}.docx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=content, content_type=WORD, headers=headers)

    def guarded(self, route: web.RouteDef) -> web.RouteDef:
        """Give a route of a case's number behind the same question as the case itself: whose it is to see."""
        if "{number}" not in route.path:
            return route

        async def asked_first(request: web.Request) -> web.StreamResponse:
            await self._file(request)
            answer: web.StreamResponse = await route.handler(request)
            return answer

        return web.RouteDef(route.method, route.path, asked_first, route.kwargs)

    async def _file(self, request: web.Request) -> CaseFile:
        """Give the case's file; another agency's case and one that is not there are answered in the same words."""
        clerk = clerk_of(request, self._procedure.agencies)
        try:
            return await self._procedure.files.read(request.match_info["number"], clerk=clerk)
        except InputError:
            raise RefusedError("staff.request.missing", status=404) from None

    async def _page(
        self, request: web.Request, file: CaseFile, *, clear: ClearApplicant | None
    ) -> web.Response:
        story = await self._ledger.story(request.match_info["number"])
        line, names = story.line, await self._colleagues.names()
        units = [agency.name for agency in self._procedure.agencies.agencies]
        parts = clerk_of(request, self._procedure.agencies).parts_in(file.agency, file.unit)
        natural = line.applicant_kind == ApplicantKind.NATURAL
        return render(
            request,
            "staff/request.html",
            pictures=picture_rows(
                await self._pictures.pictures(f"{FORM}{story.form_id}"),
                f"/staff/requests/{line.number}",
                self._texts,
            ),
            authority=picture_rows(
                await self._pictures.pictures(f"{AUTHORITY}{story.form_id}"),
                f"/staff/disclosure-authority/{line.number}",
                self._texts,
            ),
            organisation=not natural,
            corrects=[] if Actor.STAFF not in parts else OF_PERSONS if natural else OF_ORGANISATIONS,
            rep_papers=OF_PERSONS,
            findings=[finding.value for finding in AuthorityFinding],
            request=request_row(line, self._texts, names=names, tapped=story.applicant_confirmed),
            information=clear.information if clear else line.information,
            wanted=self._wanted(file, story),
            applicant=_applicant(line, clear, self._texts),
            revealed=clear is not None,
            erased=story.applicant_erased,
            events=[self._event(happening, names) for happening in story.timeline],
            stamps=[
                (stamp, self._who(stamp.actor, names) if stamp.actor else "")
                for stamp in stage_stamps(story.timeline, received=line.receipt_on is not None)
            ],
            file=file,
            names=names,
            beside=await self._backgrounds.of(line, clerk=clerk_of(request, self._procedure.agencies)),
            hands=await self._hands(request, file, line.state),
            steps=step_forms(file, self._texts, units=units, coming=NEXT.get(line.state)),
            papers=[
                self._paper(self._named_letter(file, paper), names)
                for paper in file.papers
                if paper.kind not in HIDDEN_PAPERS
            ],
            sent=[
                service_row(one, self._texts)
                for one in await self._procedure.service_record.of(
                    line.number, clerk=clerk_of(request, self._procedure.agencies)
                )
            ],
            answers=[tuple(answer_lines(answer, self._texts)) for answer in file.working.answers],
            tapped=story.applicant_confirmed and not line.receipt_on,
            received_on=line.receipt_on,
            until=story.until,
            reasons=story.reasons,
            flags=[self._texts(f"clock.flag.{flag}") for flag in story.dates.flags],
            dates=named_dates(story.dates, self._texts),
            days=[(day, day_words(day, self._texts)) for day in story.days],
        )

    async def _hands(self, request: web.Request, file: CaseFile, state: State) -> list[Colleague]:
        """Give the colleagues to whom this person may hand the case over."""
        agencies = self._procedure.agencies
        if not may_give(clerk_of(request, agencies), file.agency, file.unit, state=state):
            return []
        everybody = await self._colleagues.clerks(agencies)
        others = [one for one in everybody if one.clerk.login != file.handler]
        return [one for one in others if may_handle(one.clerk, file.agency, file.unit)]

    def _wanted(self, file: CaseFile, story: CaseStory) -> list[tuple[str, str]]:
        category = self._texts(f"disclosure.category.{file.category}") if file.category else ""
        return [
            ("channel", self._texts(f"disclosure.channel.{story.channel}")),
            ("delivery", self._texts(f"disclosure.delivery.{story.line.delivery}")),
            ("category", category or self._texts("staff.request.unclassed")),
            ("unit", file.unit),
            ("linked_to", file.linked_to),
        ]

    def _event(self, happening: Happening, names: Mapping[str, str]) -> Event:
        words, key = happening.words, f"letters.kind.{happening.detail.get('kind')}"
        if happening.kind in {LETTER_ISSUED, LETTER_VOIDED} and key in self._texts:
            words = self._texts("staff.request.letter_named", what=words, kind=self._texts(key))
        return Event(happening.at, words, self._who(happening.actor, names))

    def _who(self, actor: str, names: Mapping[str, str]) -> str:
        known = actor in ACTORS or actor == CITIZEN
        return self._texts(f"staff.request.actors.{actor}") if known else names.get(actor, actor)

    def _paper(self, paper: CasePaper, names: Mapping[str, str]) -> ShownPaper:
        content = dict(paper.content)
        step = content.pop("step", "")
        title = (
            self._texts(f"disclosure.step.{step}") if step else self._texts(f"disclosure.paper.{paper.kind}")
        )
        lines = tuple(self._paper_lines(content))
        return ShownPaper(title, self._who(paper.author, names), paper.at, lines)

    def _named_letter(self, file: CaseFile, paper: CasePaper) -> CasePaper:
        """Give a paper with the letter that it tells of by its name instead of its place."""
        words = {letter.ref: letter.words for letter in file.refs}
        ref = str(paper.content.get(StepField.REF.value, ""))
        content = {**paper.content, StepField.REF.value: words[ref]} if ref in words else paper.content
        return replace(paper, content=content)

    def _paper_lines(self, content: Mapping[str, object]) -> Sequence[str]:
        if "words" in content:
            return [str(content["words"])]
        return [
            f"{self._texts(f'disclosure.field.{name}')}：{self._option(str(value))}"
            for name, value in content.items()
        ]

    def _option(self, value: str) -> str:
        for group in ("option", "category"):
            key = f"disclosure.{group}.{value}"
            if value.isidentifier() and key in self._texts:
                return self._texts(key)
        if day := _day(value):
            return dates.day(day)
        return self._texts("disclosure.ticked") if value == "true" else value


def _day(value: str) -> date | None:
    """Give the day that a value writes, so that it reads as one."""
    if not ISO_DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _applicant(line: RequestLine, clear: ClearApplicant | None, texts: Texts) -> list[tuple[str, str]]:
    code = "identity" if line.applicant_kind == "natural" else "credit"
    if clear is None:
        return [("name", line.applicant_name), ("representative", line.representative)]
    paper = texts(f"disclosure.identity_paper.{clear.paper}") if clear.paper else ""
    theirs = texts(f"disclosure.identity_paper.{clear.rep_paper}") if clear.rep_paper else ""
    told = f"disclosure.authority.{clear.rep_authority}"
    return [
        ("name", clear.name),
        ("paper", paper),
        (code, clear.identity),
        ("contact", clear.person),
        ("phone", clear.phone),
        ("address", clear.address),
        ("email", clear.email),
        ("legal_representative", clear.legal_representative),
        ("representative", clear.rep_name),
        ("rep_paper", theirs),
        ("rep_identity", clear.rep_identity),
        ("rep_authority", texts(told) if told in texts else clear.rep_authority),
    ]
