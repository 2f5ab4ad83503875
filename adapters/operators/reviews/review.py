"""The three-review page and the queue before it: what was found, what to look at, what changed, and the verdict."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.operators.addresses import (
    STAGE_TONES,
    document_address,
    effect_address,
    review_address,
    sheet_address,
)
from adapters.operators.documents.preview import Preview
from adapters.operators.dossiers import Dossiers
from adapters.operators.reviews.findings import ProofReader
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import BotError, ProcedureError, ServiceError
from knowledge.publication import lifecycle
from knowledge.publication.lifecycle import CHECKLISTS, IN_REVIEW, REVIEWS, Duty, Person, Step
from knowledge.publication.proofreading.numbers import mentioned
from knowledge.publication.proofreading.proofread import links
from knowledge.publication.records import Procedure
from knowledge.publication.reviews import PendingReview, ReviewVerdict, open_to
from knowledge.publication.sensitivity import sensitive_kinds

REASON_LETTERS = 500
DONE = {Step.SEND_BACK: "given_back", Step.RECALL: "recalled", Step.RELEASE: "released"}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A document in the queue."""

    title: str
    url: str
    kind: str
    stage: str
    tone: str
    steps: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a checklist."""

    name: str
    words: str
    ticked: bool


class ReviewPages:
    """Shows what waits for the person at the desk and takes the verdict; `changed` is told of what became public.

    `rehearsed` is awaited before a document becomes public: it sends the visitor elsewhere while answers would get worse.
    `watching` notes what serves, and gives who is told afterwards what became public.
    """

    def __init__(
        self,
        dossiers: Dossiers,
        *,
        preview: Preview,
        reader: ProofReader,
        rehearsed: Callable[[str], Awaitable[object]],
        watching: Callable[[], Callable[[Sequence[str]], Awaitable[object]]],
    ) -> None:
        self._dossiers = dossiers
        self._preview = preview
        self._reader = reader
        self._rehearsed = rehearsed
        self._watching = watching

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/reviews", self.queue),
            web.get("/reviews/{id:.+}", self.show),
            web.post("/reviews/{id:.+}", self.decide),
        ]

    async def queue(self, request: web.Request) -> web.Response:
        """Show what waits for this person, and what is under review at all."""
        names, person = await self._dossiers.wording.names(), person_of(request)
        mine = await self._dossiers.reviews.waiting(person)
        waiting = {one.listed.document.id for one in mine}
        others = [
            one for one in await self._dossiers.reviews.under_way() if one.listed.document.id not in waiting
        ]
        return render(
            request,
            "operators/reviews.html",
            mine=[self._row(one, names) for one in mine],
            others=[self._row(one, names) for one in others],
            returned=[self._row(one, names) for one in await self._returned(person)],
        )

    async def _returned(self, person: Person) -> Sequence[PendingReview]:
        return await self._dossiers.reviews.sent_back() if Duty.DRAFT in person.duties else ()

    async def show(self, request: web.Request) -> web.Response:
        """Show the version under review, or the last round of a document whose review is over."""
        return await self._page(request)

    async def decide(self, request: web.Request) -> web.Response:
        """Take a verdict; a refusal is said on the same page, and what was ticked stays ticked."""
        identifier, fields = request.match_info["id"], await form(request)
        ticked = frozenset(name.removeprefix("point.") for name in fields if name.startswith("point."))
        try:
            step = Step(fields.get("step", ""))
            version = int(fields.get("version", ""))
        except ValueError:
            raise web.HTTPBadRequest from None
        reason = fields.get("reason", "").strip()[:REASON_LETTERS]
        verdict = ReviewVerdict(step, version, ticked, reason)
        if step is Step.RELEASE:
            await self._rehearsed(identifier)
        released = self._watching()
        try:
            await self._dossiers.reviews.decide(identifier, verdict, actor=person_of(request))
        except ServiceError:
            raise
        except BotError as error:
            refusal, status = (
                await self._dossiers.wording.refusal(error),
                409 if isinstance(error, ProcedureError) else 422,
            )
            return await self._page(request, refusal=refusal, written=verdict, status=status)
        if step is Step.RELEASE:
            await released([identifier])
        document = (await self._dossiers.documents.read(identifier)).listed.document
        raise web.HTTPSeeOther(f"{review_address(document.id)}?done={DONE.get(step, 'passed')}")

    async def _page(
        self,
        request: web.Request,
        *,
        refusal: str = "",
        written: ReviewVerdict | None = None,
        status: int = 200,
    ) -> web.Response:
        identifier, person = request.match_info["id"], person_of(request)
        given = await self._dossiers.reviews.of(identifier)
        if given is None:
            raise RefusedError("operators.document.missing", status=404)
        reading = await self._dossiers.open(identifier, number=given.version)
        version, names = reading.version, await self._dossiers.wording.names()
        document = version.document
        found = await self._reader.read(version, dead=given.dead_links)
        history = await self._dossiers.reviews.history(identifier)
        return render(
            request,
            "operators/review.html",
            status=status,
            refusal=refusal,
            **await self._preview.values(document, version.text),
            url=document_address(document.id),
            effect_url=effect_address(document.id),
            sheet_url=sheet_address(document.id),
            given=given,
            under_way=given.stage in IN_REVIEW,
            stage=self._dossiers.wording.stage(given.stage),
            stage_tone=STAGE_TONES[given.stage],
            submitted_by=names.get(given.submitted_by, given.submitted_by),
            authors="、".join(sorted(names.get(one, one) for one in given.authors)),
            kinds=[kind.name for kind in sensitive_kinds() if kind.key in given.kinds],
            marks=self._dossiers.wording.marks(given, names),
            findings=self._dossiers.wording.findings(found, version.text),
            links_checked=given.links_checked or not links(version.text),
            mentioned=mentioned(version.text),
            history=self._dossiers.wording.history(history, names),
            reason=written.reason if written else "",
            **self._desk(given, person, written),
            barred=await self._barred(given, person),
            **await self._dossiers.changes(version, public=reading.listed.public_version),
        )

    def _desk(self, given: Procedure, person: Person, written: ReviewVerdict | None) -> dict[str, Any]:
        """Tell what this person may do now: one review or check with its points, sending back, recalling."""
        steps = open_to(given, person)
        own = next((step for step in steps if step in CHECKLISTS), None)
        return {
            "own": own.value if own else "",
            "own_name": self._dossiers.texts(f"publishing.steps.{own.value}") if own else "",
            "points": self._points(own, written) if own else [],
            "may_send_back": Step.SEND_BACK in steps,
            "may_recall": Step.RECALL in steps,
        }

    async def _barred(self, given: Procedure, person: Person) -> str:
        """Give in words why this person may not take the review that is due, although the duty is there."""
        due = REVIEWS.get(given.stage)
        if due is None or due not in lifecycle.next_steps(given.stage, duties=person.duties):
            return ""
        try:
            lifecycle.check_person(person.login, due, authors=given.authors, earlier=given.by_person)
        except ProcedureError as error:
            return await self._dossiers.wording.refusal(error)
        waits = due is Step.RELEASE and lifecycle.outstanding(given.kinds, list(given.taken))
        return self._dossiers.texts("publishing.review.final_waits") if waits else ""

    def _points(self, step: Step, written: ReviewVerdict | None) -> list[Point]:
        ticked = written.ticked if written else frozenset()
        return [
            Point(name, self._dossiers.texts(f"publishing.checklist.{step.value}.{name}"), name in ticked)
            for name in CHECKLISTS[step]
        ]

    def _row(self, one: PendingReview, names: Mapping[str, str]) -> ReviewRow:
        document = one.listed.document
        steps = [step for step in one.steps if step in CHECKLISTS]
        return ReviewRow(
            title=document.title,
            url=review_address(document.id),
            kind=self._dossiers.texts(f"citizen.kinds.{document.kind.value}"),
            stage=self._dossiers.wording.stage(one.procedure.stage),
            tone=STAGE_TONES[one.procedure.stage],
            steps="、".join(self._dossiers.texts(f"publishing.steps.{step.value}") for step in steps),
            by=names.get(one.procedure.submitted_by, one.procedure.submitted_by),
            at=one.procedure.submitted_at,
        )
