"""One document at the operators' desk: as citizens will see it, its history, and the buttons that make it public."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import dropwhile

from aiohttp import web

from adapters.citizen.documents import sheet
from adapters.citizen.reading import PART
from adapters.operators.catalogue import STATE_TONES, address
from adapters.operators.proposals import address as proposals_address
from adapters.web import dates
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from adapters.web.security import form
from adapters.web.visitor import visitor_of
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.county import County
from handlers.library import plain
from handlers.policy.quoting import Quoting
from handlers.texts import Texts
from knowledge.answers import Answer, Citation, Extract
from knowledge.document import Disclosure, Document, State, standing
from knowledge.index import Index
from knowledge.library import KnowledgeService, PreviewPassage, Reading
from knowledge.proposals import Waiting
from knowledge.store import Version

TELLING = 30
LONGEST_REASON = 100


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a document in its history; `current` is the one citizens are answered from."""

    number: int
    at: datetime
    by: str
    current: bool


class KnowledgePages:
    """Shows, publishes and withdraws; `changed` is told whenever what is public has changed."""

    def __init__(
        self,
        *,
        knowledge: KnowledgeService,
        index: Index,
        quoting: Quoting,
        county: County,
        texts: Texts,
        clock: Clock,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._knowledge = knowledge
        self._index = index
        self._quoting = quoting
        self._county = county
        self._texts = texts
        self._clock = clock
        self._changed = changed

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.post("/documents/{id:.+}/publish", self.publish),
            web.post("/documents/{id:.+}/withdraw", self.withdraw),
            web.get("/documents/{id:.+}", self.show),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show a document's newest wording as citizens will see it, with its particulars and history."""
        identifier = request.match_info["id"]
        try:
            reading = await self._knowledge.read(identifier)
        except InputError:
            raise RefusedError("operators.document.missing", status=404) from None
        document = reading.version.document
        values = {
            **sheet(
                document, reading.version.text, index=self._index, county=self._county, today=self._today()
            ),
            **self._steps(reading, proposed=await self._knowledge.proposals.of(identifier)),
            "url": address(document),
            "state": self._texts(f"operators.states.{reading.listed.state.value}"),
            "state_tone": STATE_TONES[reading.listed.state],
            "bubble": self._bubble(document, await self._knowledge.preview(identifier)),
            "facts": self._facts(document),
            "versions": [_edition(one, reading) for one in await self._knowledge.versions(identifier)],
        }
        return render(request, "operators/document.html", **values)

    async def publish(self, request: web.Request) -> web.Response:
        """Make the newest version public."""
        listed = await self._knowledge.publish(request.match_info["id"], actor=visitor_of(request).login)
        await self._changed()
        raise web.HTTPSeeOther(f"{address(listed.document)}?done=published")

    async def withdraw(self, request: web.Request) -> web.Response:
        """Take a document out of every answer; the reason is kept."""
        reason = (await form(request)).get("reason", "").strip()[:LONGEST_REASON]
        if not reason:
            raise InputError("operators.document.reason_missing")
        listed = await self._knowledge.withdraw(
            request.match_info["id"], actor=visitor_of(request).login, reason=reason
        )
        await self._changed()
        raise web.HTTPSeeOther(f"{address(listed.document)}?done=withdrawn")

    def _steps(self, reading: Reading, *, proposed: Waiting | None) -> dict[str, object]:
        """Tell which buttons stand: publishing what is public already, or may not be, is no step."""
        listed, disclosure = reading.listed, reading.version.document.disclosure
        open_to_all = disclosure is Disclosure.ACTIVE
        done = listed.state is State.PUBLISHED and listed.public_version == listed.current_version
        barred = self._texts("operators.document.not_active", disclosure=disclosure.value)
        unchecked = proposed is not None and proposed.confirmed_at is None
        return {
            "may_publish": open_to_all and not done and not unchecked,
            "unchecked": proposals_address(reading.listed.document) if unchecked else "",
            "may_withdraw": listed.state is State.PUBLISHED,
            "barred": "" if open_to_all else barred,
        }

    def _bubble(self, document: Document, passages: Sequence[PreviewPassage]) -> str:
        """Give the document's first passage exactly as the chat would answer with it, warnings and source included."""
        words = next(
            (said for passage in passages if len(said := _quotable(passage, document)) >= TELLING), ""
        )
        today, whole = self._today(), (0, len(words))
        citation = Citation(document, standing(document, today), self._successor(document))
        extract = Extract(citation, words, quote=whole, span=whole, path=(), number=0, score=0.0)
        shown = Answer(
            question="",
            best=extract,
            further=(),
            policies=(),
            interpretations=(),
            guides=(),
            confidence=1.0,
        )
        return self._quoting.answer(shown, today=today)

    def _successor(self, document: Document) -> Document | None:
        reader = self._index.reader
        place = reader.places.get(document.successor) if reader else None
        return reader.document(place) if reader and place is not None else None

    def _facts(self, document: Document) -> list[tuple[str, str]]:
        return [
            ("id", document.id),
            ("kind", self._texts(f"citizen.kinds.{document.kind.value}")),
            ("number", document.number),
            ("issuer", document.issuer),
            ("unit", document.unit),
            ("theme", document.theme),
            ("level", document.level),
            ("place", document.place),
            ("audience", "、".join(document.audience)),
            ("written", dates.day(document.written_on)),
            ("published", dates.day(document.published_on)),
            ("effective", dates.day(document.effective_on)),
            ("expires", dates.day(document.expires_on)),
            ("validity", document.validity.value),
            ("successor", document.successor),
            ("disclosure", document.disclosure.value),
            ("source", document.source),
        ]

    def _today(self) -> date:
        return local_date(self._clock.now())


def _edition(version: Version, reading: Reading) -> Edition:
    public = version.number == reading.listed.public_version
    return Edition(version.number, version.created_at, version.author, public)


def _quotable(passage: PreviewPassage, document: Document) -> str:
    """Give a passage without the headings at its top: an answer quotes sentences."""
    lines = plain(passage.text).splitlines()
    heads = {document.title, *passage.path}
    return "\n".join(dropwhile(lambda line: line in heads or PART.fullmatch(line) is not None, lines))
