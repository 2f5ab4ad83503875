"""The one way a question is looked up: in its own words and in the documents' words, the surer result wins."""

from dataclasses import dataclass
from datetime import date

from knowledge.colloquial import variants
from knowledge.confidence import confidence
from knowledge.generation import Reader
from knowledge.question import analyse
from knowledge.ranking import Ranked, candidates, weigh

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
    readings = [analyse(wording) for wording in variants(text)]
    # All readings are looked up and matched together; each is then weighed by itself.
    among = candidates(readings, reader, today=today, without=without)
    if among is None:
        return None
    best: Found | None = None
    for number, reading in enumerate(readings):
        ranked = weigh(reading, among)
        if ranked is None:
            continue
        found = Found(ranked, confidence(ranked) * (REWORDED if number else 1.0))
        if best is None or found.confidence > best.confidence:
            best = found
        if best.confidence >= SURE:
            break
    return best
