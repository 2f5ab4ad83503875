"""The one way a question is looked up: in its own words and in the documents' words, the surer result wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.index.facets import Scope
from knowledge.index.reader import Reader
from knowledge.search.confidence import confidence
from knowledge.search.question_vectors import Meaning
from knowledge.search.ranking import Ranked, SearchScope, passage_weights, rank
from knowledge.search.weights import Weights, shipped
from knowledge.text.question import Question, analyse
from knowledge.text.synonyms import variants

SURE_CONFIDENCE = 0.9
# The documents' words were not the citizen's own: a little less sure.
REWORDED_TRUST = 0.95
# A document that names the official word only in passing is about something else.
IN_PASSING_TRUST = 0.4
# Of two readings the one is meant whose document bears it in the title: 低保 stands in many texts.
UNTITLED_TRUST = 0.8


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The candidates for a question, and the probability, 0 to 1, that the best of them answers it."""

    ranked: Ranked
    confidence: float


def readings_of(text: str) -> tuple[Question, ...]:
    """Give the readings of a question that look for anything, its own words first."""
    return tuple(reading for reading in map(analyse, variants(text)) if reading.pairs)


def search(
    readings: Sequence[Question],
    reader: Reader,
    *,
    today: date,
    without: frozenset[int] = frozenset(),
    scope: Scope | None = None,
    meaning: Meaning | None = None,
    weights: Weights | None = None,
) -> SearchResult | None:
    """Give the candidates for a question in its readings; None when no document shares a term with it.

    `without` holds docnums of documents that must not answer, `scope` tells which ones may; `meaning` is what the
    question means, where that is known; `weights` are those shipped unless others are given.
    """
    weights = shipped() if weights is None else weights
    within = SearchScope(reader.facets.mask(scope, today), past=scope.past is not None) if scope else None
    # All readings are looked up, matched and weighed together; what differs is how sure each one is.
    best: SearchResult | None = None
    surest = -1.0
    found_in = (
        rank(
            readings,
            reader,
            today=today,
            without=without,
            within=within,
            fitted=passage_weights(weights, meant=meaning is not None),
            meaning=meaning,
        )
        if readings
        else ()
    )
    for ranked in found_in:
        found = SearchResult(ranked, confidence(ranked, reader, weights) * _trust(ranked))
        sure = found.confidence * (1.0 if len(found_in) == 1 or _entitled(ranked) else UNTITLED_TRUST)
        if sure > surest:
            best, surest = found, sure
        if surest >= SURE_CONFIDENCE:
            break
    return best


def _entitled(ranked: Ranked) -> bool:
    """Whether the title of the best document says anything of a reading."""
    shares = ranked.evidence.terms.shares[:, ranked.number]
    return bool((ranked.evidence.title_counts[ranked.evidence.block[ranked.order[0]]] * shares).any())


def _trust(ranked: Ranked) -> float:
    """Give how much a reading counts: less when its words are not the citizen's, little when no title has them."""
    if not ranked.number:
        return 1.0
    shares = ranked.evidence.terms.shares
    official = (shares[:, ranked.number] > 0) & (shares[:, 0] == 0)
    title = ranked.evidence.title_counts[ranked.evidence.block[ranked.order[0]]]
    return REWORDED_TRUST if (title[official] > 0).any() or not official.any() else IN_PASSING_TRUST
