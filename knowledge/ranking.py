"""Which passage answers: the features weighed, then what the law and the calendar say about the document.

A document that has ended never stands before the one that followed it, and one that is not in force yet stands
behind what is; a newer document is preferred among equals.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from knowledge import features
from knowledge.evidence import Evidence, Floats, Integers, gather
from knowledge.generation import Hit, Reader
from knowledge.generation_writer import NO_SUCCESSOR
from knowledge.question import Question

SEARCHED = 30
WEIGHED = 12

ENDED_LOSS = 1.0
UPCOMING_LOSS = 1.0
SUCCESSOR_REACH = 3.0
YEAR_LOSS = 0.05
YEARS_COUNTED = 10
NAMED_GAIN = 8.0

_ENDED, _EFFECTIVE, _EXPIRES, _DATED = range(4)


@cache
def weights() -> dict[str, Any]:
    """Give the fitted weights that are shipped with the package."""
    text = resources.files("knowledge").joinpath("data/weights.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidate passages of a question; `order` lists their rows in `evidence`, best first.

    `raw` are the features weighed, `scores` what the calendar made of them; `named` is the place of the document
    whose number the question writes, `unweighed` places of documents that share terms but were left aside.
    """

    question: Question
    evidence: Evidence
    features: Floats
    raw: Floats
    scores: Floats
    order: Integers
    named: int | None = None
    unweighed: tuple[int, ...] = ()

    def place_of(self, row: int) -> int:
        """Give the place of the document that a candidate passage belongs to."""
        return int(self.evidence.documents[self.evidence.document[row]])

    def documents(self) -> list[int]:
        """Give the places of the documents, each by its best passage, best first, then those not weighed."""
        weighed = self.evidence.documents[self.evidence.document[self.order]].tolist()
        return list(dict.fromkeys((*weighed, *self.unweighed)))

    def passages(self) -> list[int]:
        """Give the numbers of the passages, best first."""
        return [int(number) for number in self.evidence.numbers[self.order]]


def rank(
    question: Question,
    reader: Reader,
    *,
    today: date,
    without: frozenset[int] = frozenset(),
    fitted: Floats | None = None,
) -> Ranked | None:
    """Give the candidate passages of a question, best first; None when no document shares a term with it.

    `without` names places of documents that must not answer, as when measuring what is said without them.
    `fitted` are weights to try instead of those shipped.
    """
    found = [
        hit for hit in reader.best(question, SEARCHED) if int(reader.block_document[hit.block]) not in without
    ]
    named = named_document(question, reader)
    rest = tuple(int(reader.block_document[hit.block]) for hit in found[WEIGHED:])
    hits = _with_named_and_successors(found[:WEIGHED], reader, named)
    evidence = gather(question, reader, hits)
    if evidence is None:
        return None
    rows = features.of_passages(question, evidence)
    raw: Floats = rows @ (passage_weights() if fitted is None else fitted)
    scores = raw + _document_gains(reader, evidence, named, today=today)[evidence.document]
    scores = _successors_first(reader, evidence, scores, today=today)
    order = np.lexsort((evidence.numbers, -scores))
    return Ranked(
        question, evidence, features=rows, raw=raw, scores=scores, order=order, named=named, unweighed=rest
    )


@cache
def passage_weights() -> Floats:
    """Give the weights of the passage features, in the order of `features.NAMES`."""
    fitted = weights()["passage"]
    return np.array([fitted[name] for name in features.NAMES], dtype=np.float64)


def named_document(question: Question, reader: Reader) -> int | None:
    """Give the place of the document whose number the question names; words before the number are let go."""
    number = question.number
    return next(
        (reader.numbers[number[at:]] for at in range(len(number)) if number[at:] in reader.numbers), None
    )


def _with_named_and_successors(hits: list[Hit], reader: Reader, named: int | None) -> list[Hit]:
    """Add the blocks that must be weighed although the words did not lead to them."""
    present = {hit.block for hit in hits}
    found = {int(reader.block_document[hit.block]) for hit in hits}
    wanted = {int(reader.successors[place]) for place in found} - {NO_SUCCESSOR} - found
    if named is not None and named not in found:
        wanted.add(named)
    added = [
        block for place in sorted(wanted) for block in reader.blocks_of(place)[:3] if block not in present
    ]
    return hits + [Hit(block, 0.0, 0.0) for block in added[:WEIGHED]]


def _document_gains(reader: Reader, evidence: Evidence, named: int | None, *, today: date) -> Floats:
    calendar = reader.calendar[evidence.documents]
    day = today.toordinal()
    ended = (calendar[:, _ENDED] == 1) | (calendar[:, _EXPIRES] < day)
    gains: Floats = -ENDED_LOSS * ended - UPCOMING_LOSS * (calendar[:, _EFFECTIVE] > day)
    dated = calendar[:, _DATED]
    known = dated > date.min.toordinal()
    if known.any():
        years = np.clip((dated[known].max() - dated) / 365.0, 0, YEARS_COUNTED)
        gains -= YEAR_LOSS * np.where(known, years, 0.0)
    if named is not None:
        gains += NAMED_GAIN * (evidence.documents == named)
    return gains


def _successors_first(reader: Reader, evidence: Evidence, scores: Floats, *, today: date) -> Floats:
    """Put an ended document behind its successor when the successor speaks of the matter too."""
    calendar = reader.calendar[evidence.documents]
    ended = (calendar[:, _ENDED] == 1) | (calendar[:, _EXPIRES] < today.toordinal())
    scores = scores.copy()
    for row in np.flatnonzero(ended):
        heirs = np.flatnonzero(evidence.documents == reader.successors[evidence.documents[row]])
        if not len(heirs):
            continue
        own, followers = evidence.document == row, evidence.document == heirs[0]
        reach = scores[own].max() - scores[followers].max()
        if reach < SUCCESSOR_REACH:
            scores[followers] += max(0.0, float(reach)) + 1e-6
    return scores
