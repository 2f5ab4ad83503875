"""The desk where a person checks what was read out of a file: each particular beside the words it was taken from."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from aiohttp import web

from adapters.operators.addresses import abolition_address, document_address
from adapters.operators.documents.proposal_sheet import PARTICULARS, ProposalSheet
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from bot.errors import InputError
from handlers.texts import Texts
from knowledge.documents.document import Validity
from knowledge.documents.proposals import Proposals
from knowledge.library.abolition import Abolitions, Ending
from knowledge.library.service import DocumentService

SHOWN_LETTERS = 6000
PARTICULAR_LETTERS = 500


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
    line: int
    meant: Sequence[Meant]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text, counted from one; `read` says that a particular was read there, `gap` that lines are left out before it."""

    number: int
    words: str
    read: bool
    gap: bool


def shown_lines(text: str, read_at: AbstractSet[int]) -> list[TextLine]:
    """Give the beginning of a text line by line, and of the rest the lines from which something was read."""
    lines: list[TextLine] = []
    letters = last = 0
    for number, words in enumerate(text.split("\n"), start=1):
        letters += len(words)
        if letters <= SHOWN_LETTERS or number in read_at or not lines:
            lines.append(TextLine(number, words[:SHOWN_LETTERS], number in read_at, number > last + 1))
            last = number
    if last < text.count("\n"):
        lines.append(TextLine(text.count("\n") + 1, "", read=False, gap=True))
    return lines


class ProposalPages:
    """Shows a document's proposed particulars and takes over what a person makes of them."""

    def __init__(
        self, *, documents: DocumentService, abolitions: Abolitions, proposals: Proposals, texts: Texts
    ) -> None:
        self._documents = documents
        self._abolitions = abolitions
        self._proposals = proposals
        self._texts = texts
        self._sheet = ProposalSheet(texts)

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
        values = {name: posted[name].strip()[:PARTICULAR_LETTERS] for name in PARTICULARS if name in posted}
        try:
            document = await self._proposals.confirm(identifier, values, actor=person_of(request).login)
        except InputError as refusal:
            named = {**refusal.values, "field": self._sheet.label(str(refusal.values.get("field", "")))}
            refused = self._texts(refusal.text_key, **named)
            return await self._page(request, refused=refused, written=values, status=422)
        raise web.HTTPSeeOther(f"{document_address(document.id)}?done=checked")

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
        entries = self._sheet.entries(waiting, written or {})
        ends = [self._ending(one) for one in await self._abolitions.of(identifier)]
        read_at = {one.line for one in entries} | {one.line for one in ends}
        return render(
            request,
            "operators/proposal.html",
            status=status,
            refusal=refused,
            document=waiting.document,
            entries=entries,
            doubtful=sum(bool(one.doubt) for one in entries),
            ends=ends,
            ending_url=abolition_address(waiting.document.id),
            notes=waiting.proposal.notes,
            confirmed=waiting.confirmed_at is not None,
            lines=shown_lines(text, read_at),
        )

    def _ending(self, one: Ending) -> End:
        return End(
            one.named,
            one.evidence,
            one.line,
            [
                Meant(
                    other.id,
                    other.title,
                    other.number,
                    document_address(other.id),
                    other.validity is Validity.ABOLISHED,
                )
                for other in one.candidates
            ],
        )
