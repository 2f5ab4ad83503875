"""The reading page of a published document: what it is worth today first, then its text with anchors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from adapters.citizen.reading import set_body
from adapters.web.errors import RefusedError
from adapters.web.pages import render
from bot.clock import Clock, local_date
from bot.errors import InputError
from handlers.county.profile import County
from knowledge.documents.document import Document, Kind, Standing, State, standing
from knowledge.index.generations import Index
from knowledge.library.service import DocumentService

MOST_RELATED = 12
TONES = {
    Standing.VALID: "good",
    Standing.AMENDED: "warn",
    Standing.ABOLISHED: "bad",
    Standing.LAPSED: "bad",
    Standing.UPCOMING: "warn",
}


@dataclass(frozen=True, slots=True)
class Related:
    """A published document that belongs to the one shown; `relation` is the key of a word."""

    id: str
    title: str
    relation: str


class DocumentPages:
    """Shows published documents and nothing else: a draft's address tells no more than an unknown one."""

    def __init__(self, *, documents: DocumentService, index: Index, clock: Clock, county: County) -> None:
        self._documents = documents
        self._index = index
        self._clock = clock
        self._county = county

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/m`."""
        return [web.get("/documents/{id:.+}", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the wording that is public."""
        document, text = await self._public(request.match_info["id"])
        values = sheet(document, text, index=self._index, county=self._county, today=self._today())
        return render(request, "citizen/document.html", **values)

    async def _public(self, identifier: str) -> tuple[Document, str]:
        try:
            newest = await self._documents.read(identifier)
            public = newest.listed.public_version
            if newest.listed.state is not State.PUBLISHED or public is None:
                raise RefusedError("citizen.document.gone", status=404)
            same = newest.version.number == public
            version = (
                newest.version if same else (await self._documents.read(identifier, number=public)).version
            )
        except InputError:
            raise RefusedError("citizen.document.gone", status=404) from None
        return version.document, version.text

    def _today(self) -> date:
        return local_date(self._clock.now())


def sheet(document: Document, text: str, *, index: Index, county: County, today: date) -> dict[str, Any]:
    """Give what `citizen/sheet.html` shows of a document; the operators' preview shows the very same."""
    worth = standing(document, today)
    related = tuple(_related(document, index))
    return {
        "document": document,
        "standing": worth,
        "standing_tone": TONES[worth],
        "successor": next((one for one in related if one.relation == "successor"), None),
        "related": [one for one in related if one.relation != "successor"][:MOST_RELATED],
        "phone": document.unit_phone or county.phone_of(document.unit),
        "body": set_body(text, title=document.title),
    }


def _related(document: Document, index: Index) -> Iterator[Related]:
    """Give the successor and what explains, rests on or precedes a document, as far as it is published."""
    reader = index.reader
    if reader is None:
        return
    if (successor := reader.docnum_of(document.successor)) is not None:
        yield Related(document.successor, reader.document(successor).title, "successor")
    own = reader.docnum_of(document.id)
    tied = reader.tied(own) if own is not None else frozenset()
    named = reader.docnums_of((*document.interprets, *document.basis))
    for other in reader.by_id(tied | named):
        neighbour = reader.document(other)
        yield Related(neighbour.id, neighbour.title, _relation(document, neighbour))


def _relation(document: Document, neighbour: Document) -> str:
    if neighbour.id in document.interprets:
        return "interprets"
    if neighbour.id in document.basis:
        return "basis"
    if neighbour.kind is Kind.INTERPRETATION or document.id in neighbour.interprets:
        return "interpretation"
    return "guide" if neighbour.kind is Kind.GUIDE else "other"
