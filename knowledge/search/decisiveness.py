"""Whether words alone settle which document is meant, so that no model has to be asked what the question means."""

from collections.abc import Sequence
from datetime import date

from knowledge.index.reader import Reader
from knowledge.search.confidence import lead_over_another
from knowledge.search.lookup import search
from knowledge.search.weights import Weights
from knowledge.text.question import Question

# So many points before the best document of another title; measured in docs/decisions/meaning-model.md.
DECISIVE_POINTS = 3.0


def settled_by_words(
    readings: Sequence[Question], reader: Reader, *, today: date, weights: Weights | None = None
) -> bool:
    """Tell whether a document is named by its number, or leads by its words so far that meaning would change nothing."""
    found = search(readings, reader, today=today, weights=weights)
    if found is None:
        return False
    ranked = found.ranked
    return ranked.named is not None or lead_over_another(ranked, reader) >= DECISIVE_POINTS
