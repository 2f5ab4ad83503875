"""What a question is answered with: the words quoted and the document they stand in, or an honest no.

These values cross to the handlers and the consoles; how they come about stands in `answerer` and `extracts`.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

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


class Stretch(NamedTuple):
    """Where words of a document stand: the passage they begin in, counted from 0, and from where to where, in characters from its beginning."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Matter:
    """What may have been meant: a document, or a stretch of it, and what to call that by.

    `heading` stands over the stretch, empty where there is none, and `words` are the sentence of it that says most.
    """

    document: Document
    stretch: Stretch | None = None
    heading: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the best extract, where to read on (更多), and the documents that belong to the cited one.

    `confidence` is the probability, 0 to 1, that the extract answers the question; of `approved` words, which
    somebody vouched for, it is how alike the questions are. `belonging` is how likely it belongs to the question at all,
    `leaving` how likely a question that was read inside a matter begins another one.
    """

    question: str
    best: Extract
    further: tuple[Further, ...]
    policies: tuple[Document, ...]
    interpretations: tuple[Document, ...]
    guides: tuple[Document, ...]
    confidence: float
    approved: bool = False
    belonging: float = 1.0
    leaving: float = 0.0

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

    `unit` and `unit_phone` are empty when nothing is near enough to tell. `likely` are the words that come nearest,
    likeliest first: one stretch, or two short ones that are about equally good, near enough to be shown with a
    reservation, or none; `matters` are the likeliest stretches besides, near enough to be offered by name, and
    `even` tells that the first two of these are about equally good; `unseen` are further words of the likeliest
    stretches, no more than is shown of one, and `further` is where to read on behind them; `offered` are those of the
    nearest documents that are near enough to be offered. `best` are the words that were judged likeliest, however far;
    `confidence` is how likely they answer, `belonging` how likely they belong to the question at all, `leaving` how likely
    a question that was read inside a matter begins another one.
    """

    question: str
    nearest: tuple[Document, ...]
    unit: str
    unit_phone: str
    confidence: float
    likely: tuple[Extract, ...] = ()
    matters: tuple[Matter, ...] = ()
    best: Extract | None = None
    unseen: tuple[Matter, ...] = ()
    further: tuple[Further, ...] = ()
    offered: tuple[Document, ...] = ()
    belonging: float = 0.0
    even: bool = False
    leaving: float = 0.0


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
        before: str = "",
    ) -> Answer | Decline:
        """Give an answer or an honest no.

        `about` is the id of the document the conversation is on: a follow-up such as 要什么材料 is read together
        with its title, and where `before` gives the question asked of it, inside that document's matter. `without` holds ids of documents that must not answer, `scope` tells which ones may.
        """
        ...

    def nearest_in(
        self, document: str, question: str, *, today: date, stretch: Stretch | None = None
    ) -> Extract | None:
        """Give the words of one document, by its id, that come nearest to a question; None when it shares none with it.

        Where a `stretch` of it was chosen, and whole sentences still stand there, it is these.
        """
        ...

    def mentions(self, document: str, words: str, *, today: date) -> bool:
        """Whether some words stand in any document of the matter of one, by its id, or in a title.

        Where not, nothing that a question finds inside that matter tells of them. True where that is not known.
        """
        ...

    def leaves(self, document: str, question: str, *, before: str, today: date, least: float) -> bool:
        """Whether a question begins another matter than that of a document, by its id, of which `before` was asked.

        It does where `answer` for the same tells so of it, with a `leaving` of at least `least`; that is found out without
        reading it there as far as `answer` does. False where that is not known.
        """
        ...
