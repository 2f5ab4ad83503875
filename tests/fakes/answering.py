"""An answerer that knows a few questions, and notes how it was asked."""

from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.answers.answer import Answer, Citation, Decline, Extract, Further, Stretch
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
    return Decline("", nearest, unit=unit, unit_phone=phone, confidence=0.2, offered=nearest if unit else ())


@dataclass
class FakeAnswering:
    """Answers questions that hold a known piece of text; everything else is declined.

    Those in `beginning` begin another matter wherever they are read inside one; `standing` are words by the document and the
    place that they stand at.
    """

    known: dict[str, Answer | Decline] = field(default_factory=dict)
    asked: list[tuple[str, str | None, frozenset[str]]] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    beginning: set[str] = field(default_factory=set)
    standing: dict[tuple[str, Stretch], Extract] = field(default_factory=dict)

    def answer(
        self,
        question: str,
        *,
        today: date,
        about: str | None = None,
        without: frozenset[str] = frozenset(),
        scope: Scope | None = None,
        before: str = "",
    ) -> Answer | Decline:
        """Give what is known about the question, behind the one before it; the scope is somebody else's to test."""
        assert today == TODAY
        assert scope is None
        leaving = float(bool(before) and question in self.beginning)
        own = next((found for piece, found in self.known.items() if piece in question), None)
        question = f"{before} {question}" if before else question
        self.asked.append((question, about, without))
        whole = next((found for piece, found in self.known.items() if piece in question), decline())
        found = own or whole
        return replace(found, leaving=leaving) if leaving else found

    def nearest_in(
        self, document: str, question: str, *, today: date, stretch: Stretch | None = None
    ) -> Extract | None:
        """Give the words quoted for a question when its answer stands in that document."""
        assert today == TODAY
        self.stretches += [stretch] if stretch else []
        if stretch and (there := self.standing.get((document, stretch))):
            return there
        found = next((found for piece, found in self.known.items() if piece in question), None)
        held = isinstance(found, Answer) and found.citation.document.id == document
        return found.best if held and isinstance(found, Answer) else None

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        """Say that words stand in the matter, as where that is not known."""
        del document, words
        assert today == TODAY
        return True

    def leaves(self, document: str, question: str, *, before: str, today: date, least: float) -> bool:
        """Say that nobody knows, so that the question is read there."""
        del document, question, before, least
        assert today == TODAY
        return False
