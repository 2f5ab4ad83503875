"""Why the documents answered as they did: what was looked up, and what speaks for and against each stretch that came near."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.answers.answer import Answer, Decline, Extract
from knowledge.answers.inquiry import Circumstances
from knowledge.judgement import sureness
from knowledge.judgement.judge import BELONGING, SURENESS, JudgedWindows, brought, fitted_weights
from knowledge.search.weights import Weights

SHOWN_REASONS = 5
Reasons = tuple[tuple[str, float], ...]
"""What was measured, by its name, with the points it brought, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question as it was put to the documents, and what came of it; whoever asks again under these circumstances gets the same."""

    question: str
    circumstances: Circumstances
    result: Answer | Decline


@dataclass(frozen=True, slots=True)
class WeighedExtract:
    """Words that came near: how likely they answer and how likely they belong to the question at all, both 0 to 1.

    `structured` tells that they were chosen among the sections of a document, which has a bar of its own. `reasons` are
    why they were chosen among the others, `for_answering` why they answer or do not, `for_belonging` why they belong or
    do not.
    """

    extract: Extract
    chance: float
    belonging: float
    structured: bool
    reasons: Reasons
    for_answering: Reasons
    for_belonging: Reasons


def weighed_extract(
    judged: JudgedWindows, place: int, extract: Extract, weights: Weights, *, meant: bool
) -> WeighedExtract:
    """Give one judged stretch with what brought each judgement about; measures of no weight are left out."""
    answering, belonging = (
        _brought(judged, place, weights, part=part, meant=meant) for part in (SURENESS, BELONGING)
    )
    return WeighedExtract(
        extract,
        float(judged.chances[place]),
        float(judged.belongings[place]),
        judged.is_structured(place),
        _weighty(brought(judged, place, weights, meant=meant)),
        _weighty(answering),
        _weighty(belonging),
    )


def _brought(
    judged: JudgedWindows, place: int, weights: Weights, *, part: str, meant: bool
) -> list[tuple[str, float]]:
    fitted, _ = fitted_weights(weights, part, sureness.NAMES, meant=meant)
    points = (judged.weighed[place] * fitted).tolist()
    named = sorted(zip(sureness.NAMES, points, strict=True), key=lambda reason: -abs(reason[1]))
    return [(name, round(value, 2)) for name, value in named[:SHOWN_REASONS]]


def _weighty(reasons: Iterable[tuple[str, float]]) -> Reasons:
    return tuple(reason for reason in reasons if reason[1])
