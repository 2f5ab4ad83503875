"""The one way a question is looked up: in its own words, and besides in what documents call the same, which counts less."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from knowledge.index.facets import Scope
from knowledge.index.reader import Reader
from knowledge.search import ranking
from knowledge.search.confidence import confidence, of_question
from knowledge.search.question_vectors import Meaning
from knowledge.search.ranking import Ranked, SearchScope, passage_weights, rank
from knowledge.search.weights import Weights, shipped
from knowledge.text.lead_in import without_lead_in
from knowledge.text.lexicon import SayingTable
from knowledge.text.question import QUESTION_LETTERS, QUESTIONS_REMEMBERED, Question, analyse_with
from knowledge.text.synonyms import in_documents_words, official_words


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The candidates for a question, and the probability, 0 to 1, that the best of them answers it.

    `signs` are what that rests on, in the order of `confidence.NAMES`.
    """

    ranked: Ranked
    confidence: float
    signs: Sequence[float]


@lru_cache(QUESTIONS_REMEMBERED)
def readings_of(text: str, sayings: SayingTable | None = None) -> tuple[Question, ...]:
    """Give the readings of a question that look for anything; what documents call otherwise is lent to its words.

    What they call otherwise is told by `sayings`, those shipped unless others are given. One turn reads the same words
    several times: by themselves, and inside the matter that they may go on with.
    """
    folded = in_documents_words(without_lead_in(text[:QUESTION_LETTERS]))
    reading = analyse_with(folded, official_words(folded, sayings))
    return (reading,) if reading.pairs else ()


def search(
    readings: Sequence[Question],
    reader: Reader,
    *,
    today: date,
    without: frozenset[int] = frozenset(),
    scope: Scope | None = None,
    only: Sequence[int] = (),
    meaning: Meaning | None = None,
    weights: Weights | None = None,
) -> SearchResult | None:
    """Give the candidates for a question in its readings; None when no document shares a term with it.

    `without` holds docnums of documents that must not answer, `scope` tells which ones may, `only` are the docnums of the
    only documents that are read, none for all; `meaning` is what the question means, where that is known; `weights` are those shipped
    unless others are given.
    """
    weights = shipped() if weights is None else weights
    within = SearchScope(reader.facets.mask(scope, today), past=scope.past is not None) if scope else None
    if only:
        within = _among(only, reader)
    found_in = (
        rank(
            readings,
            reader,
            today=today,
            without=without,
            within=within,
            fitted=passage_weights(weights),
            meaning=meaning,
        )
        if readings
        else ()
    )
    results = (_result(ranked, reader, weights) for ranked in found_in)
    return max(results, key=lambda result: result.confidence, default=None)


def finds(readings: Sequence[Question], reader: Reader, *, only: Sequence[int]) -> bool:
    """Whether a search among some documents, at least one, gives any candidates; much cheaper than the search."""
    return bool(readings) and ranking.finds(readings, reader, within=_among(only, reader))


def _among(docnums: Sequence[int], reader: Reader) -> SearchScope:
    allowed = np.zeros(reader.shape.documents, dtype=bool)
    allowed[list(docnums)] = True
    return SearchScope(allowed, past=True)


def _result(ranked: Ranked, reader: Reader, weights: Weights) -> SearchResult:
    signs = of_question(ranked, reader)
    return SearchResult(ranked, confidence(ranked, signs, weights), signs)
