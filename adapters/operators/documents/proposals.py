"""The desk where a person checks what was read out of a file: each particular beside the words it was taken from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from aiohttp import web

from adapters.operators.documents.abolitions import abolition_address
from adapters.operators.documents.catalogue import address as document_address
from adapters.web.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.documents.document import Disclosure, Document, Explanation, Form, Kind, Openness, Validity
from knowledge.documents.draft import Proposal, Proposed
from knowledge.documents.proposals import Proposals, Waiting
from knowledge.library.abolition import Abolitions, Ending
from knowledge.library.service import DocumentService

DAYS = ("written_on", "published_on", "effective_on", "expires_on", "review_on")
ORDER = (
    "title",
    "number",
    "issuer",
    "kind",
    "theme",
    "genre",
    "written_on",
    "published_on",
    "effective_on",
    "expires_on",
    "validity",
    "disclosure",
    "disclosure_reason",
    "review_on",
    "unit",
    "unit_phone",
    "level",
    "place",
    "audience",
)
# Shown only where the source told them: most documents have none of these.
RARE = (
    "explanation",
    "form",
    "language",
    "openness",
    "life_stage",
    "online",
    "interpreter",
    "interpreter_unit",
    "interpreter_phone",
)
LISTED: Mapping[str, type[StrEnum]] = {
    "validity": Validity,
    "disclosure": Disclosure,
    "explanation": Explanation,
    "form": Form,
    "openness": Openness,
}
ALWAYS_SET = frozenset({"kind", "validity", "disclosure", "explanation"})
YES = "是"
SHOWN_TEXT = 6000
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One particular to be checked; `options` are the values it may have, none for free words."""

    name: str
    label: str
    value: str
    evidence: str
    source: str
    is_day: bool
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Meant:
    """A document that may be the one that ended; `ended` says that this is registered already."""

    id: str
    title: str
    number: str
    url: str
    ended: bool


@dataclass(frozen=True, slots=True)
class End:
    """What a document says ends with it, and which documents may be meant."""

    named: str
    evidence: str
    meant: Sequence[Meant]


class ProposalPages:
    """Shows a document's proposed particulars and takes over what a person makes of them."""

    def __init__(
        self, *, documents: DocumentService, abolitions: Abolitions, proposals: Proposals, texts: Texts
    ) -> None:
        self._documents = documents
        self._abolitions = abolitions
        self._proposals = proposals
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/proposals/{id:.+}", self.show),
            web.post("/proposals/{id:.+}", self.confirm),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the particulars to be checked."""
        return await self._page(request)

    async def confirm(self, request: web.Request) -> web.Response:
        """Take the particulars over; a value that cannot be understood is named on the same page."""
        identifier = request.match_info["id"]
        posted = await form(request)
        values = {name: posted[name].strip()[:LONGEST] for name in (*ORDER, *RARE) if name in posted}
        try:
            document = await self._proposals.confirm(identifier, values, actor=person_of(request).login)
        except InputError as refusal:
            named = {**refusal.values, "field": self._label(str(refusal.values.get("field", "")))}
            refused = self._texts(refusal.text_key, **named)
            return await self._page(request, refused=refused, written=values, status=422)
        raise web.HTTPSeeOther(f"{document_address(document)}?done=checked")

    async def _page(
        self,
        request: web.Request,
        *,
        refused: str = "",
        written: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> web.Response:
        identifier = request.match_info["id"]
        waiting = await self._proposals.of(identifier)
        if waiting is None:
            raise RefusedError("operators.document.missing", status=404)
        text = (await self._documents.read(identifier)).version.text
        return render(
            request,
            "operators/proposal.html",
            status=status,
            refusal=refused,
            document=waiting.document,
            entries=self.entries(waiting, written or {}),
            ends=[self._ending(one) for one in await self._abolitions.of(identifier)],
            ending_url=abolition_address(waiting.document),
            notes=waiting.proposal.notes,
            confirmed=waiting.confirmed_at is not None,
            text=text[:SHOWN_TEXT],
            more=len(text) > SHOWN_TEXT,
        )

    def entries(self, waiting: Waiting, written: Mapping[str, str] | None = None) -> list[Entry]:
        """Give the particulars to be checked, each beside the words it was taken from."""
        return [self._entry(name, waiting, written or {}) for name in _named(waiting.proposal)]

    def _entry(self, name: str, waiting: Waiting, written: Mapping[str, str]) -> Entry:
        found = _proposed(waiting.proposal, name)
        return Entry(
            name,
            self._label(name),
            written.get(name, _plain(waiting.document, name)),
            found.evidence if found else "",
            self._texts(f"operators.proposal.source.{found.source}") if found else "",
            name in DAYS,
            self._options(name),
        )

    def _ending(self, one: Ending) -> End:
        return End(
            one.named,
            one.evidence,
            [
                Meant(
                    other.id,
                    other.title,
                    other.number,
                    document_address(other),
                    other.validity is Validity.ABOLISHED,
                )
                for other in one.candidates
            ],
        )

    def _options(self, name: str) -> list[tuple[str, str]]:
        if name == "kind":
            return [(kind.value, self._texts(f"citizen.kinds.{kind.value}")) for kind in Kind]
        if name not in LISTED:
            return []
        none = [] if name in ALWAYS_SET else [("", self._texts("operators.proposal.none"))]
        return [*none, *((one.value, one.value) for one in LISTED[name])]

    def _label(self, name: str) -> str:
        return label(name, self._texts) if name in (*ORDER, *RARE) else name


def label(name: str, texts: Texts) -> str:
    """Give what a particular is called at the desk."""
    own = f"operators.proposal.fields.{name}"
    return texts(own if own in texts else f"publishing.fields.{name}")


def address(document: Document) -> str:
    """Give the address where a document's proposed particulars are checked."""
    return f"/operators/proposals/{quote(document.id, safe='')}"


def _named(proposal: Proposal) -> tuple[str, ...]:
    told = {one.field for one in proposal.fields}
    return (*ORDER, *(name for name in RARE if name in told))


def _proposed(proposal: Proposal, name: str) -> Proposed | None:
    return next((one for one in proposal.fields if one.field == name), None)


def _plain(document: Document, name: str) -> str:
    value = getattr(document, name)
    if value is None or value is False:
        return ""
    if value is True:
        return YES
    if isinstance(value, tuple):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
