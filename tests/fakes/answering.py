"""An answerer that knows a few questions, and notes how it was asked."""

from dataclasses import dataclass, field
from datetime import date

from knowledge.answers.answer import Answer, Citation, Decline, Extract, Further
from knowledge.documents.document import Document, standing
from knowledge.index.facets import Scope

TODAY = date(2026, 11, 20)


def answer(
    document: Document,
    quote: str,
    *,
    text: str = "",
    number: int = 0,
    further: tuple[Further, ...] = (),
    guides: tuple[Document, ...] = (),
    successor: Document | None = None,
) -> Answer:
    """Give an answer that quotes `quote` out of `text`."""
    whole = text or quote
    start = whole.index(quote)
    span = (start, start + len(quote))
    citation = Citation(document, standing(document, TODAY), successor)
    extract = Extract(citation, whole, quote=span, span=span, path=(), number=number, score=1.0)
    return Answer(
        question="",
        best=extract,
        further=further,
        policies=(),
        interpretations=(),
        guides=guides,
        confidence=0.9,
    )


def decline(*nearest: Document, unit: str = "", phone: str = "") -> Decline:
    """Give an honest no with the documents that come nearest."""
    return Decline("", nearest, unit=unit, unit_phone=phone, confidence=0.2)


@dataclass
class FakeAnswering:
    """Answers questions that hold a known piece of text; everything else is declined."""

    known: dict[str, Answer | Decline] = field(default_factory=dict)
    asked: list[tuple[str, str | None, frozenset[str]]] = field(default_factory=list)

    def answer(
        self,
        question: str,
        *,
        today: date,
        about: str | None = None,
        without: frozenset[str] = frozenset(),
        scope: Scope | None = None,
    ) -> Answer | Decline:
        """Give what is known about the question; the scope is somebody else's to test."""
        assert today == TODAY
        assert scope is None
        self.asked.append((question, about, without))
        return next((found for piece, found in self.known.items() if piece in question), decline())
