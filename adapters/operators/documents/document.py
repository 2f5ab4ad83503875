"""One document at the operators' desk: as citizens will see it, where it stands, its history, and how to take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from adapters.operators.addresses import (
    STAGE_TONES,
    STATE_TONES,
    discards_address,
    document_address,
    editor_address,
    effect_address,
    proposals_address,
    review_address,
    scan_address,
    submission_address,
    versions_address,
)
from adapters.operators.documents.preview import Preview
from adapters.operators.dossiers import Dossiers
from adapters.web import dates
from adapters.web.access.duties import person_of
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError, ProcedureError
from handlers.source_files.service import SourceFiles
from knowledge.documents.document import Disclosure, Document, DocumentState, Validity
from knowledge.documents.proposals import PendingProposal, Proposals
from knowledge.documents.replaced_laws import successor_law
from knowledge.documents.scans.service import Scans
from knowledge.documents.store import Listed, Version
from knowledge.library.listing import Shelf
from knowledge.library.service import DocumentView
from knowledge.publication.filing import FILED
from knowledge.publication.lifecycle import IN_REVIEW, Duty, Person, Stage, Step
from knowledge.publication.records import Procedure, Review

REASON_LETTERS = 200


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a document in its history; `current` is the one citizens are answered from."""

    number: int
    at: datetime
    by: str
    current: bool


def _is_discardable(reading: DocumentView, given: Procedure | None) -> bool:
    """Whether a document was never public and is not under review now."""
    return reading.listed.state is DocumentState.DRAFT and (given is None or given.stage is Stage.DRAFT)


def _waits_beside_public(listed: Listed, given: Procedure | None) -> bool:
    """Whether a version not under review waits beside the one that is public."""
    waits = listed.public_version is not None and listed.public_version != listed.current_version
    return waits and (given is None or given.stage not in IN_REVIEW)


def _is_there(number: int, versions: Sequence[Version]) -> bool:
    """Whether a version was not thrown away."""
    return any(one.number == number for one in versions)


@dataclass(frozen=True, slots=True)
class Tie:
    """A link of a document with another; without a title the other one is not in the knowledge base."""

    relation: str
    id: str
    title: str


class KnowledgePages:
    """Shows and withdraws; `withdrawn` is told at once what citizens must not be answered from any more."""

    def __init__(
        self,
        dossiers: Dossiers,
        *,
        shelf: Shelf,
        proposals: Proposals,
        scans: Scans,
        preview: Preview,
        sources: SourceFiles,
    ) -> None:
        self._dossiers = dossiers
        self._shelf = shelf
        self._proposals = proposals
        self._scans = scans
        self._preview = preview
        self._sources = sources

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.post("/documents/{id:.+}/withdraw", self.withdraw),
            web.get("/documents/{id:.+}", self.show),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show a document's newest wording as citizens will see it, with its particulars and history.

        Raises `RefusedError` (404) when there is none.
        """
        identifier, person = request.match_info["id"], person_of(request)
        reading = await self._dossiers.open(identifier)
        document, names = reading.version.document, await self._dossiers.wording.names()
        given = await self._dossiers.reviews.of(identifier)
        proposed = await self._proposals.of(identifier)
        history = await self._dossiers.reviews.history(identifier)
        versions = await self._dossiers.documents.versions(identifier)
        return render(
            request,
            "operators/document.html",
            **await self._preview.values(document, reading.version.text),
            **await self._dossiers.changes(reading.version, public=reading.listed.public_version),
            **self._standing(reading, given),
            **self._steps(reading, given, proposed=proposed, person=person),
            review=review_address(document.id) if given and _is_there(given.version, versions) else "",
            url=document_address(document.id),
            scan=scan_address(document.id),
            scan_waiting=await self._scans.waiting(document.id),
            facts=self._facts(document),
            worth=self._worth(document),
            ties=await self._ties(document),
            sources=await self._sources.of(document.id),
            versions=[_edition(one, reading, names) for one in versions],
            history=self._dossiers.wording.history(history, names),
            is_direct=_is_direct(reading, history, versions),
        )

    async def withdraw(self, request: web.Request) -> web.Response:
        """Take a document out of every answer; the reason is kept.

        Raises `InputError` without one, `ProcedureError` where it may not be.
        """
        reason = (await form(request)).get("reason", "").strip()[:REASON_LETTERS]
        if not reason:
            raise InputError("operators.document.reason_missing")
        try:
            listed = await self._dossiers.reviews.withdraw(
                request.match_info["id"], actor=person_of(request), reason=reason
            )
        except ProcedureError as error:
            raise await self._dossiers.wording.worded(error) from None
        raise web.HTTPSeeOther(f"{document_address(listed.document.id)}?done=withdrawn")

    def _standing(self, reading: DocumentView, given: Procedure | None) -> dict[str, Any]:
        """Tell what citizens see, and where a version on its way stands."""
        listed, under_way = reading.listed, given is not None and given.stage in IN_REVIEW
        return {
            "state": self._dossiers.texts(f"operators.states.{listed.state.value}"),
            "state_tone": STATE_TONES[listed.state],
            "is_withdrawn": listed.state is DocumentState.WITHDRAWN,
            "stage": self._dossiers.wording.stage(given.stage) if given and under_way else "",
            "stage_tone": STAGE_TONES[given.stage] if given else "",
            "draft_version": listed.current_version if listed.public_version != listed.current_version else 0,
            "reviewed_version": given.version if given and under_way else 0,
        }

    def _steps(
        self,
        reading: DocumentView,
        given: Procedure | None,
        *,
        proposed: PendingProposal | None,
        person: Person,
    ) -> dict[str, Any]:
        """Tell which buttons stand: what is public already, may not be, or is under review, is not submitted."""
        listed, document = reading.listed, reading.version.document
        under_way = given is not None and given.stage in IN_REVIEW
        unchecked = proposed is not None and proposed.confirmed_at is None
        done = listed.state is DocumentState.PUBLISHED and listed.public_version == listed.current_version
        barred = self._dossiers.texts("operators.document.not_active", disclosure=document.disclosure.value)
        open_to_all, drafts = document.disclosure is Disclosure.ACTIVE, Duty.DRAFT in person.duties
        submittable = open_to_all and drafts and not (under_way or unchecked or done)
        return {
            "edit": editor_address(document.id) if drafts and not under_way else "",
            "submit": submission_address(document.id) if submittable else "",
            "compare": versions_address(document.id),
            "effects": effect_address(document.id),
            "discard": discards_address(document.id) if _is_discardable(reading, given) else "",
            "discard_version": discards_address(document.id) if _waits_beside_public(listed, given) else "",
            "unchecked": proposals_address(document.id) if unchecked else "",
            "may_withdraw": listed.public_version is not None and bool(person.duties),
            "barred": "" if open_to_all else barred,
        }

    def _worth(self, document: Document) -> str:
        """Give what a person should see to: a law that another took the place of, or no validity registered."""
        law = successor_law(document)
        if law is not None:
            kind = "doubtful" if not law.certain else "revised" if law.revised else "replaced"
            day, title = dates.day(law.in_force_on), law.title
            return self._dossiers.texts(f"operators.document.worth.{kind}", title=title, day=day)
        if document.validity is Validity.UNREGISTERED:
            return self._dossiers.texts("operators.document.worth.unregistered")
        return ""

    async def _ties(self, document: Document) -> list[Tie]:
        """Give what a document names, and what names it: links are kept at one end and shown at both."""
        named = {
            "interprets": document.interprets,
            "basis": document.basis,
            "successor": (document.successor,) if document.successor else (),
        }
        shelf = self._shelf
        titles = await shelf.titles([one for names in named.values() for one in names])
        own = [Tie(name, one, titles.get(one, "")) for name, names in named.items() for one in names]
        others = [one.document for one in await shelf.tied(document.id)]
        return own + [Tie(_relation(other, document.id), other.id, other.title) for other in others]

    def _facts(self, document: Document) -> list[tuple[str, str]]:
        return [
            ("id", document.id),
            ("kind", self._dossiers.texts(f"citizen.kinds.{document.kind.value}")),
            ("number", document.number),
            ("issuer", document.issuer),
            ("unit", document.unit),
            ("theme", document.theme),
            ("rubric", document.rubric),
            ("level", document.level),
            ("place", document.place),
            ("audience", "、".join(document.audience)),
            ("written_on", dates.day(document.written_on)),
            ("published_on", dates.day(document.published_on)),
            ("effective_on", dates.day(document.effective_on)),
            ("expires_on", dates.day(document.expires_on)),
            ("validity", document.validity.value),
            ("successor", document.successor),
            ("disclosure", document.disclosure.value),
            ("disclosure_reason", document.disclosure_reason),
            ("review_on", dates.day(document.review_on)),
            ("explanation", document.explanation.value if document.kind.value == "policy" else ""),
            ("interpreter", " ".join(filter(None, (document.interpreter, document.interpreter_unit)))),
            ("interpreter_phone", document.interpreter_phone),
            ("form", document.form),
            ("language", document.language),
            ("life_stage", document.life_stage),
            ("openness", document.openness),
            ("online", self._dossiers.texts("shelf.ties.yes") if document.online else ""),
            ("must_say", "；".join(document.must_say)),
            ("must_not_say", "；".join(document.must_not_say)),
            ("source", document.source),
        ]


def _is_direct(reading: DocumentView, history: Sequence[Review], versions: Sequence[Version]) -> bool:
    """Whether citizens are answered from words that no final review released; filing anew changes no words."""
    filed = {one.number for one in versions if one.note == FILED}
    public = reading.listed.public_version
    while public in filed:
        public -= 1
    return public is not None and not any(
        one.step is Step.RELEASE and one.version == public for one in history
    )


def _edition(version: Version, reading: DocumentView, names: Mapping[str, str]) -> VersionRow:
    public = version.number == reading.listed.public_version
    return VersionRow(version.number, version.created_at, names.get(version.author, version.author), public)


def _relation(other: Document, identifier: str) -> str:
    if identifier in other.interprets:
        return "explained_by"
    return "succeeded" if other.successor == identifier else "basis_of"
