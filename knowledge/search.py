"""The one way a question is looked up: in its own words and in the documents' words, the surer result wins."""

from dataclasses import dataclass
from datetime import date

from knowledge.colloquial import variants
from knowledge.confidence import confidence
from knowledge.generation import Reader
from knowledge.question import analyse
from knowledge.ranking import Ranked, rank

SURE = 0.9
# The documents' words were not the citizen's own: a little less sure.
REWORDED = 0.95


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates for a question, and the probability, 0 to 1, that the best of them answers it."""

    ranked: Ranked
    confidence: float


def search(text: str, reader: Reader, *, today: date, without: frozenset[int] = frozenset()) -> Found | None:
    """Give the candidates for a question; None when no document shares a term with it.

    `without` holds places of documents that must not answer.
    """
    # All readings are looked up, matched and weighed together; what differs is how sure each one is.
    readings = [reading for reading in map(analyse, variants(text)) if reading.pairs]
    best: Found | None = None
    for ranked in rank(readings, reader, today=today, without=without) if readings else ():
        found = Found(ranked, confidence(ranked) * (REWORDED if ranked.number else 1.0))
        if best is None or found.confidence > best.confidence:
            best = found
        if best.confidence >= SURE:
            break
    return best
