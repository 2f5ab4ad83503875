"""Why a passage stands where it stands: what each of its features brought, for people who try a question."""

from dataclasses import dataclass
from datetime import date

from knowledge.index.reader import Reader
from knowledge.search import features
from knowledge.search.lookup import readings_of, search
from knowledge.search.question_vectors import Meaning
from knowledge.search.ranking import passage_weights
from knowledge.search.weights import Weights, shipped
from knowledge.text.lexicon import SayingTable

SHOWN_FEATURES = 4
# Beside the names of features: how far the joined order moved a passage from its score by words.
MEANING = "meaning"
# What brought less than this share of the greatest part decides nothing.
LEAST_POINTS_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Reason:
    """What one feature brought to a score: its name in `knowledge.search.features`, and points for or against."""

    feature: str
    points: float


def reasons(
    question: str,
    reader: Reader | None,
    *,
    today: date,
    limit: int,
    meaning: Meaning | None = None,
    weights: Weights | None = None,
    sayings: SayingTable | None = None,
) -> tuple[tuple[Reason, ...], ...]:
    """Give for each of the best passages what decided most about it, the weightiest first."""
    return tuple(
        by_passage(
            question, reader, today=today, limit=limit, meaning=meaning, weights=weights, sayings=sayings
        ).values()
    )


def by_passage(
    question: str,
    reader: Reader | None,
    *,
    today: date,
    limit: int,
    meaning: Meaning | None = None,
    weights: Weights | None = None,
    sayings: SayingTable | None = None,
) -> dict[tuple[str, int], tuple[Reason, ...]]:
    """Give what decided most about each of the best passages, by the document's id and the passage's number from 0.

    A section that answers may lie in another passage than the best one, and then has no reasons of this kind.
    """
    found = (
        search(readings_of(question, sayings), reader, today=today, meaning=meaning, weights=weights)
        if reader is not None
        else None
    )
    if reader is None or found is None:
        return {}
    ranked = found.ranked
    brought = ranked.features * passage_weights(weights or shipped())
    moved = None if ranked.closeness is None else ranked.judged - ranked.raw
    weightiest: dict[tuple[str, int], tuple[Reason, ...]] = {}
    for row in ranked.order[:limit].tolist():
        docnum = ranked.docnum_of(row)
        number = ranked.number_of(row) - reader.texts.passage_range(docnum).start
        weightiest[reader.id_of(docnum), number] = _weightiest(
            brought[row].tolist(), None if moved is None else float(moved[row])
        )
    return weightiest


def _weightiest(points: list[float], moved: float | None) -> tuple[Reason, ...]:
    """Give the weightiest features, and how far the meaning moved the passage, be it little, where it was known."""
    named = [Reason(name, value) for name, value in zip(features.NAMES, points, strict=True)]
    named.sort(key=lambda reason: -abs(reason.points))
    least = LEAST_POINTS_SHARE * abs(named[0].points)
    shown = [reason for reason in named[:SHOWN_FEATURES] if abs(reason.points) > least]
    return tuple(shown + ([Reason(MEANING, moved)] if moved is not None else []))
