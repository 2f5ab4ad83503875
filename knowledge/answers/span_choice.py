"""Which words inside the best passage are the answer: runs of clauses weighed against each other."""

import numpy as np

from knowledge.answers.span_features import (
    NAMES,
    REPEATED,
    SOUGHT_AT_ALL_ROW,
    Span,
    SpanOfKind,
    columns_of,
    matches_in,
    values_of,
)
from knowledge.answers.spans import AnswerStretch, bounds_of
from knowledge.search.evidence import Floats
from knowledge.search.ranking import Ranked
from knowledge.search.weights import Weights, of_weights
from knowledge.text.clauses import HEADED, SENTENCE
from knowledge.text.question import AnswerKind

LIKELY_SPANS = 16
# A heading that names what is asked outweighs a chance likeness of the words below another one.
HEADING_GAIN = 3.0
COUNTABLE = frozenset({AnswerKind.NUMBER, AnswerKind.TIME, AnswerKind.PHONE})


def best_span(ranked: Ranked, row: int, region: AnswerStretch, *, weights: Weights) -> tuple[int, int]:
    """Give where the likeliest answer starts and ends inside the region, in units."""
    values = values_of(ranked, row, region)
    family = ranked.question.answer_kind.family
    scores = _weights_of_kind(weights, family) @ values
    if (region.marks & HEADED).any():
        announced = HEADING_GAIN * _announced(_aspect_in(ranked, row, region), region)
        if family in COUNTABLE:
            # Under the right heading, too, only what names a figure answers a question for one.
            announced *= values[SOUGHT_AT_ALL_ROW]
        scores += announced
    return bounds_of(region, safest(scores, region))


def safest(scores: Floats, region: AnswerStretch) -> int:
    """Give the candidate that shares most with the likely ones, by F1 of the stretches.

    Where the answer begins and ends is seldom certain: words that most of the likely candidates have are a safer
    answer than the likeliest candidate alone.
    """
    likely = (-scores).argsort(kind="stable")[:LIKELY_SPANS]
    begins, ends = region.borders[region.first[likely]], region.borders[region.last[likely]]
    lengths = ends - begins
    shared = np.minimum(ends[:, None], ends) - np.maximum(begins[:, None], begins)
    alike = np.maximum(0, shared) / (lengths[:, None] + lengths)
    return int(likely[(alike @ np.exp(scores[likely] - scores[likely[0]])).argmax()])


@of_weights
def _weights_of_kind(weights: Weights, family: AnswerKind) -> Floats:
    """Give the weights of the rows of `values_of` for questions of one kind: array (rows,)."""
    fitted = span_weights(weights)
    by_kind = fitted[columns_of(family)]
    whole = np.concatenate((fitted[: Span.WIDTH], by_kind[SpanOfKind.SOUGHT :]))
    whole[REPEATED] += by_kind[: SpanOfKind.SOUGHT]
    return whole


def _aspect_in(ranked: Ranked, row: int, region: AnswerStretch) -> Floats:
    """Give for each clause its share of that part of the question which the text answers and the title does not name.

    Of 结婚登记要什么材料 the title says 结婚登记; what the headings below it can still tell is 材料.
    """
    evidence = ranked.evidence
    open_pairs = evidence.title_counts[evidence.block[row]] == 0
    clause, term = matches_in(ranked, row, region)
    held = np.bincount(term, minlength=len(open_pairs)) > 0
    rarity = np.where(open_pairs & held, evidence.terms.shares[:, ranked.number], 0.0)
    return np.bincount(clause, rarity[term], minlength=len(region.marks)) / max(1e-9, float(rarity.sum()))


def _announced(weight: Floats, region: AnswerStretch) -> Floats:
    """Give for each candidate the share of the question that the heading right above it holds."""
    held, announced = 0.0, []
    goes_on = False
    for share, mark in zip(weight.tolist(), region.marks.tolist(), strict=True):
        if mark & HEADED:
            held = share + (held if goes_on else 0.0)
            # A heading ends with its line; the next one is another heading.
            goes_on = not mark & SENTENCE
        announced.append(held)
    return np.array(announced)[region.first]


@of_weights
def span_weights(weights: Weights) -> Floats:
    """Give the weights of the span features: array (`NAMES`,)."""
    fitted = weights["span"]
    return np.array([fitted[name] for name in NAMES], dtype=np.float64)
