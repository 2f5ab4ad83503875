"""A question put to one generation of the documents, with all that its answer depends on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from knowledge.index.facets import Scope
from knowledge.index.reader import Reader
from knowledge.judgement.sought import Sought, sought_by
from knowledge.search.lookup import SearchResult, search
from knowledge.search.question_vectors import Meaning
from knowledge.search.weights import Weights
from knowledge.text.question import Question


class Circumstances(NamedTuple):
    """What surrounds a question: the day it is asked, the document it goes on with, and which ones may answer.

    `about` is the id of the document the conversation is on and `before` the question asked of it, `without` holds ids of documents that must not answer,
    `scope` tells which ones may. A tuple, since whoever asks again is found again by it.
    """

    today: date
    about: str | None = None
    without: frozenset[str] = frozenset()
    scope: Scope | None = None
    before: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Inquiry:
    """A question as it is looked up: its readings, what it means where that is known, and the weights in use.

    `barred` are the docnums of documents that must not answer under these circumstances, `sought` is what the question
    wants to know of its matter, or `asking` where only that part of it asks.
    """

    question: str
    readings: Sequence[Question]
    circumstances: Circumstances
    meaning: Meaning | None
    reader: Reader
    weights: Weights
    asking: str = ""
    barred: frozenset[int] = field(init=False)
    sought: Sought = field(init=False)

    def __post_init__(self) -> None:
        """Look up once which documents must not answer."""
        barred = self.reader.barred(self.circumstances.without, today=self.circumstances.today)
        object.__setattr__(self, "barred", barred)
        object.__setattr__(self, "sought", sought_by(self.asking or self.question))

    def found(self) -> SearchResult | None:
        """Give the candidates; None when the question looks for nothing, or no document shares a term with it."""
        return search(
            self.readings,
            self.reader,
            today=self.circumstances.today,
            without=self.barred,
            scope=self.circumstances.scope,
            meaning=self.meaning,
            weights=self.weights,
        )
