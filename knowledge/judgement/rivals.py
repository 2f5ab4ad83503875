"""Where search and meaning put a stretch among the others: how far its passage and its document lie behind or lead."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.judgement.quantities import WORDED_NAMES, OfMeaning, OfWindow
from knowledge.judgement.windows import Window
from knowledge.search.evidence import Floats
from knowledge.search.ranking import Ranked

FAR_POINTS = 5.0
FIFTH = 4


def mean(values: Floats, windows: Sequence[Window], ranked: Ranked) -> None:
    """Fill in how close the passages come in meaning."""
    closeness = ranked.closeness
    if closeness is None:
        return
    rows = [window.row for window in windows]
    falling = -np.sort(-closeness)
    better = (closeness[None, :] > closeness[rows][:, None]).sum(axis=1)
    first = len(WORDED_NAMES)
    values[:, first + OfMeaning.CLOSENESS] = closeness[rows]
    values[:, first + OfMeaning.CLOSENESS_PLACE] = np.log1p(better)
    values[:, first + OfMeaning.CLOSENESS_LEAD] = falling[0] - falling[min(FIFTH, len(falling) - 1)]


@dataclass(frozen=True, slots=True)
class _Rivals:
    """The documents' best scores, each by its docnum, best first, and how undecided they are between them."""

    best: dict[int, float]
    undecided: float


def _rivals(ranked: Ranked) -> _Rivals:
    documents, blocks, scores = (
        ranked.evidence.documents,
        ranked.evidence.block.tolist(),
        ranked.scores.tolist(),
    )
    best: dict[int, float] = {}
    for row in ranked.order.tolist():
        best.setdefault(documents[blocks[row]], scores[row])
    top = next(iter(best.values()))
    powers = [math.exp(score - top) for score in best.values()]
    whole = sum(powers)
    return _Rivals(best, -sum(power / whole * math.log(power / whole) for power in powers if power > 0))


def rank(values: Floats, windows: Sequence[Window], ranked: Ranked) -> None:
    """Fill in where the ranking put the passages and their documents."""
    rivals = _rivals(ranked)
    scores = list(rivals.best.values())
    order = {docnum: at for at, docnum in enumerate(rivals.best)}
    rows = [window.row for window in windows]
    places = np.empty(len(ranked.order))
    places[ranked.order] = np.arange(len(ranked.order))
    values[:, OfWindow.BEHIND] = np.maximum(-FAR_POINTS, ranked.scores[rows] - scores[0]) / FAR_POINTS
    values[:, OfWindow.PLACE] = np.log1p(places[rows])
    values[:, OfWindow.UNDECIDED] = rivals.undecided
    values[:, OfWindow.RAW] = ranked.raw[rows] / 10
    for row, window in zip(values, windows, strict=True):
        at = order.get(window.docnum, len(order))
        own = rivals.best.get(window.docnum, scores[-1])
        other = scores[1] if not at and len(scores) > 1 else scores[0] if at else scores[0] - FAR_POINTS
        row[OfWindow.DOCUMENT_PLACE] = math.log1p(at)
        row[OfWindow.DOCUMENT_LEAD] = max(-FAR_POINTS, min(FAR_POINTS, own - other)) / FAR_POINTS
