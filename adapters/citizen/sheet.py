"""What a reading page shows of a document: its worth today, its text with anchors, and what belongs to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.citizen.document_body import Body
from handlers.county.profile import County
from knowledge.documents.document import Document, Kind, Standing, standing
from knowledge.documents.replaced_laws import successor_law
from knowledge.index.generations import Index

MOST_RELATED = 12
TONES = {
    Standing.VALID: "good",
    Standing.AMENDED: "warn",
    Standing.ABOLISHED: "bad",
    Standing.LAPSED: "bad",
    Standing.UNREGISTERED: "warn",
    Standing.UPCOMING: "warn",
}


@dataclass(frozen=True, slots=True)
class Related:
    """A published document that belongs to the one shown; `relation` is the key of a word."""

    id: str
    title: str
    relation: str


@dataclass(frozen=True, slots=True)
class SheetPhoto:
    """A photo of a document: its address, and how the camera was held."""

    url: str
    turn: int


def sheet(
    document: Document,
    body: Body,
    *,
    index: Index,
    county: County,
    today: date,
    photos: Sequence[SheetPhoto] = (),
) -> dict[str, Any]:
    """Give what `citizen/sheet.html` shows of a document and its text; the operators' preview shows the very same."""
    worth = standing(document, today)
    related = tuple(_related(document, index))
    return {
        "document": document,
        "standing": worth,
        "standing_tone": TONES[worth],
        "successor": next((one for one in related if one.relation == "successor"), None),
        "successor_law": successor_law(document),
        "related": [one for one in related if one.relation != "successor"][:MOST_RELATED],
        "phone": document.unit_phone or county.phone_of(document.unit),
        "body": body,
        "photos": photos,
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
        return "responds_to" if document.kind is Kind.RESPONSE else "interprets"
    if neighbour.id in document.basis:
        return "basis"
    if neighbour.kind is Kind.RESPONSE:
        return "response"
    if neighbour.kind is Kind.INTERPRETATION or document.id in neighbour.interprets:
        return "interpretation"
    return "guide" if neighbour.kind is Kind.GUIDE else "other"
