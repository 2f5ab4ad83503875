"""What a question is answered with: the words quoted and the document they stand in, or an honest no.

These values cross to the handlers and the consoles; how they come about stands in `answerer` and `extracts`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.documents.document import Document, Standing
from knowledge.index.facets import Scope


@dataclass(frozen=True, slots=True)
class Citation:
    """The document an answer rests on, what it is worth on the day of the question, and what followed it."""

    document: Document
    standing: Standing
    successor: Document | None


@dataclass(frozen=True, slots=True)
class Extract:
    """A passage of a document. `quote` are the whole sentences to show, `span` the exact answer among them.

    Both are (start, end) in characters of `text`, which is the document's own wording; `path` leads to the answer:
    chapter, section, article; `anchor` is how the quote is cited (第五条第二款), empty outside of articles. `number` counts the document's passages from 0; `score` orders the extracts of one
    question only.
    """

    citation: Citation
    text: str
    quote: tuple[int, int]
    span: tuple[int, int]
    path: tuple[str, ...]
    number: int
    score: float
    anchor: str = ""

    @property
    def quoted(self) -> str:
        """Give the sentences to show."""
        return self.text[self.quote[0] : self.quote[1]].strip()

    @property
    def answer(self) -> str:
        """Give the exact answer."""
        return self.text[self.span[0] : self.span[1]].strip()


@dataclass(frozen=True, slots=True)
class Further:
    """Where another passage stands that may answer too: the document, and its passage counted from 0."""

    document: Document
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the best extract, where to read on (更多), and the documents that belong to the cited one.

    `confidence` is the probability, 0 to 1, that the extract answers the question; of `approved` words, which
    somebody vouched for, it is how alike the questions are.
    """

    question: str
    best: Extract
    further: tuple[Further, ...]
    policies: tuple[Document, ...]
    interpretations: tuple[Document, ...]
    guides: tuple[Document, ...]
    confidence: float
    approved: bool = False

    @property
    def citation(self) -> Citation:
        """Give the cited document."""
        return self.best.citation

    @property
    def quoted(self) -> str:
        """Give the sentences to show."""
        return self.best.quoted


@dataclass(frozen=True, slots=True)
class Decline:
    """An honest no: the documents that come nearest, and whom to ask when they tell who is responsible.

    `unit` and `unit_phone` are empty when nothing is near enough to tell.
    """

    question: str
    nearest: tuple[Document, ...]
    unit: str
    unit_phone: str
    confidence: float


class Answering(Protocol):
    """Whatever answers a question from published documents."""

    def answer(
        self,
        question: str,
        *,
        today: date,
        about: str | None = None,
        without: frozenset[str] = frozenset(),
        scope: Scope | None = None,
    ) -> Answer | Decline:
        """Give an answer or an honest no.

        `about` is the id of the document the conversation is on: a follow-up such as 要什么材料 is read together
        with its title. `without` holds ids of documents that must not answer, `scope` tells which ones may.
        """
        ...
