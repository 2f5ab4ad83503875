"""A question put to one generation of the documents, with all that its answer depends on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from knowledge.index.facets import Scope
from knowledge.index.reader import Reader
from knowledge.search.question_vectors import Meaning
from knowledge.search.weights import Weights
from knowledge.text.question import Question


class Circumstances(NamedTuple):
    """What surrounds a question: the day it is asked, the document it goes on with, and which ones may answer.

    `about` is the id of the document the conversation is on, `without` holds ids of documents that must not answer,
    `scope` tells which ones may. A tuple, since whoever asks again is found again by it.
    """

    today: date
    about: str | None = None
    without: frozenset[str] = frozenset()
    scope: Scope | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Inquiry:
    """A question as it is looked up: its readings, what it means where that is known, and the weights in use.

    `barred` are the docnums of documents that must not answer under these circumstances.
    """

    question: str
    readings: Sequence[Question]
    circumstances: Circumstances
    meaning: Meaning | None
    reader: Reader
    weights: Weights
    barred: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Look up once which documents must not answer."""
        barred = self.reader.barred(self.circumstances.without, today=self.circumstances.today)
        object.__setattr__(self, "barred", barred)
