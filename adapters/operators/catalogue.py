"""The list of documents: narrowed by kind, state, validity, theme and words, one sheet at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from aiohttp import web

from adapters.citizen.documents import TONES
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from bot.clock import Clock, local_date
from handlers.texts import Texts
from knowledge.document import Document, Kind, State, Validity, standing
from knowledge.library import KnowledgeService
from knowledge.listing import Filters
from knowledge.store import Listed

STATE_TONES = {State.DRAFT: "warn", State.PUBLISHED: "good", State.WITHDRAWN: ""}
LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the list."""

    title: str
    url: str
    number: str
    kind: str
    issuer: str
    dated_on: date | None
    state: str
    state_tone: str
    standing: str
    standing_tone: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice above the list: its values with their words, and which is chosen."""

    name: str
    options: Sequence[tuple[str, str]]
    chosen: str


class CataloguePages:
    """Lists the documents; a filter that names nothing known narrows nothing."""

    def __init__(self, *, knowledge: KnowledgeService, texts: Texts, clock: Clock) -> None:
        self._knowledge = knowledge
        self._texts = texts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [web.get("", self.list), web.get("/", self.list)]

    async def list(self, request: web.Request) -> web.Response:
        """Show a sheet of the documents that fit."""
        query = request.query
        text = query.get("text", "")[:LONGEST_TEXT].strip()
        choices = [
            self._choice("kind", Kind, query.get("kind", ""), words="citizen.kinds"),
            self._choice("state", State, query.get("state", ""), words="operators.states"),
            self._choice("validity", Validity, query.get("validity", "")),
            await self._themes(query.get("theme", "")),
        ]
        chosen = {choice.name: choice.chosen for choice in choices}
        page = await self._knowledge.list(_filters(chosen, text), page=page_number(query.get("page", "")))
        sheet = Sheet(
            page=page.number,
            more=page.number * page.size < page.total,
            path="/operators",
            query={**chosen, "text": text},
            total=page.total,
        )
        rows = [self._row(item) for item in page.items]
        return render(request, "operators/documents.html", filters=choices, text=text, rows=rows, sheet=sheet)

    def _choice(self, name: str, kind: type[StrEnum], chosen: str, *, words: str = "") -> Choice:
        options = [(one.value, self._texts(f"{words}.{one.value}") if words else one.value) for one in kind]
        return Choice(name, options, chosen if chosen in dict(options) else "")

    async def _themes(self, chosen: str) -> Choice:
        facets = await self._knowledge.shelf.facets(Filters())
        themes = [(theme.value, theme.value) for theme in facets["theme"]]
        return Choice("theme", themes, chosen if chosen in dict(themes) else "")

    def _row(self, item: Listed) -> Row:
        document = item.document
        worth = standing(document, local_date(self._clock.now()))
        return Row(
            title=document.title,
            url=address(document),
            number=document.number,
            kind=self._texts(f"citizen.kinds.{document.kind.value}"),
            issuer=document.issuer,
            dated_on=document.dated_on,
            state=self._texts(f"operators.states.{item.state.value}"),
            state_tone=STATE_TONES[item.state],
            standing=self._texts(f"citizen.standings.{worth.name.lower()}"),
            standing_tone=TONES[worth],
            sample=document.sample,
        )


def address(document: Document) -> str:
    """Give the address of a document's page at the operators' desk."""
    return f"/operators/documents/{quote(document.id, safe='')}"


def _filters(chosen: dict[str, str], text: str) -> Filters:
    return Filters(
        kind=Kind(chosen["kind"]) if chosen["kind"] else None,
        state=State(chosen["state"]) if chosen["state"] else None,
        validity=Validity(chosen["validity"]) if chosen["validity"] else None,
        theme=chosen["theme"],
        text=text,
    )
