"""How likely the best passage really answers: what the county's documents do not hold must not be answered."""

import math
from functools import cache

import numpy as np

from knowledge import features
from knowledge.question import FAMILIES
from knowledge.ranking import Ranked, weights

_TOP = (
    "bm25", "cover", "cover_alone", "words", "title_cover", "letters", "run", "rarest_missing", "block_score",
    "document_cover", "length",
)  # fmt: skip
NAMES = (
    *(f"top_{name}" for name in _TOP), "raw", "gap_document", "gap_second", "gap_fifth", "spread", "best_cover",
    "best_block", "second_cover", "window", "question_length", "terms", "rarity", "cover_length", "cover_square",
    *(f"asks_{kind.value}" for kind in FAMILIES),
)  # fmt: skip
WINDOW = 80
# Whoever writes a document's number means that document.
NAMED = 0.95
_TOP_COLUMNS = [features.NAMES.index(name) for name in _TOP]
_COVER = features.NAMES.index("cover")
_BLOCK = features.NAMES.index("block_score")
_FIRST = 5


def of_question(ranked: Ranked) -> list[float]:
    """Give the values of `NAMES` for a question and its candidates."""
    terms, number = ranked.evidence.terms, ranked.number
    order = ranked.order[:_FIRST]
    top = ranked.features[order[0]].tolist()
    raw: list[float] = ranked.raw[order].tolist()
    cover, length = top[_COVER], min(1.0, terms.lengths[number] / 40)
    second = order[1] if len(order) > 1 else order[0]
    middle = sum(raw) / len(raw)
    family = ranked.question.sought.family
    return [
        *(top[column] for column in _TOP_COLUMNS),
        raw[0] / 10,
        _gap_to_another_document(ranked),
        min(5.0, raw[0] - raw[min(1, len(raw) - 1)]) / 5,
        min(8.0, raw[0] - raw[min(4, len(raw) - 1)]) / 8,
        math.sqrt(sum((score - middle) ** 2 for score in raw) / len(raw)) / 3,
        float(ranked.features[:, _COVER].max()),
        float(ranked.features[:, _BLOCK].max()),
        float(ranked.features[second, _COVER]),
        _window(ranked),
        length,
        min(1.0, terms.sizes[number] / 30),
        terms.totals[number] / terms.sizes[number] / 8,
        cover * length,
        cover * cover,
        *(float(family is kind) for kind in FAMILIES),
    ]


def confidence(ranked: Ranked) -> float:
    """Give the probability, 0 to 1, that the best passage answers the question."""
    if ranked.named is not None and ranked.named == ranked.place_of(int(ranked.order[0])):
        return NAMED
    fitted, bias = confidence_weights()
    score = bias + sum(value * weight for value, weight in zip(of_question(ranked), fitted, strict=True))
    return 1 / (1 + math.exp(-score))


@cache
def confidence_weights() -> tuple[list[float], float]:
    """Give the weights of the confidence features, in the order of `NAMES`, and the constant."""
    fitted = weights()["confidence"]
    return [float(fitted[name]) for name in NAMES], float(fitted["bias"])


def _gap_to_another_document(ranked: Ranked) -> float:
    """Give how far the best passage of another document lies behind, 0 to 1; 1 when there is no other."""
    evidence = ranked.evidence
    best = int(ranked.order[0])
    place = ranked.place_of(best)
    others = [block for block, document in enumerate(evidence.documents) if document != place]
    if not others:
        return 1.0
    highest = np.maximum.reduceat(ranked.raw, evidence.block_starts)
    return min(5.0, float(ranked.raw[best] - highest[others].max())) / 5


def _window(ranked: Ranked) -> float:
    """Give the share of the question, by rarity, that the densest stretch of the best passage holds."""
    evidence = ranked.evidence
    first, last = evidence.row.searchsorted((ranked.order[0], ranked.order[0] + 1))
    places, terms = evidence.at[first:last].tolist(), evidence.term[first:last].tolist()
    share = evidence.terms.shares[:, ranked.number].tolist()
    inside = [0] * len(share)
    held = best = 0.0
    begin = 0
    for place, term in zip(places, terms, strict=True):
        while places[begin] <= place - WINDOW:
            inside[terms[begin]] -= 1
            if not inside[terms[begin]]:
                held -= share[terms[begin]]
            begin += 1
        if not inside[term]:
            held += share[term]
        inside[term] += 1
        best = max(best, held)
    return best
