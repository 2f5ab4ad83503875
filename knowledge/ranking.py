"""Which passage answers: the features weighed, then what the law and the calendar say about the document.

A document that has ended never stands before the one that followed it, and one that is not in force yet stands
behind what is; a newer document is preferred among equals.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from knowledge import features
from knowledge.evidence import Evidence, Floats, Integers, Matches, gather, read
from knowledge.generation import Reader
from knowledge.generation_writer import NO_SUCCESSOR
from knowledge.question import Question

SEARCHED = 30
WEIGHED = 16
# What lies further behind the best block than this share of its score has never been the answer.
CLOSE = 0.45

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
class Candidates:
    """The passages worth weighing for all readings of a question; `rest` are places of documents left aside.

    `gains` is what the calendar, and a number written in the question, change each block's scores by; `named` is the
    place of the document whose number the question writes.
    """

    reader: Reader
    today: date
    matches: Matches
    gains: Floats
    named: int | None
    rest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidate passages of one reading of a question; `order` lists their rows, best first.

    `raw` are the features weighed, `scores` what the calendar made of them.
    """

    question: Question
    candidates: Candidates
    evidence: Evidence
    features: Floats
    raw: Floats
    scores: Floats
    order: Integers

    def place_of(self, row: int) -> int:
        """Give the place of the document that a candidate passage belongs to."""
        return self.evidence.matches.documents[int(self.evidence.matches.block[row])]

    def number_of(self, row: int) -> int:
        """Give the number, in the generation, of a candidate passage."""
        return int(self.evidence.matches.numbers[row])

    def documents(self) -> list[int]:
        """Give the places of the documents, each by its best passage, best first, then those not weighed."""
        matches = self.evidence.matches
        weighed = (matches.documents[block] for block in matches.block[self.order].tolist())
        return list(dict.fromkeys((*weighed, *self.candidates.rest)))

    def passages(self) -> list[int]:
        """Give the numbers of the passages, best first."""
        numbers: list[int] = self.evidence.matches.numbers[self.order].tolist()
        return numbers


def candidates(
    readings: Sequence[Question], reader: Reader, *, today: date, without: frozenset[int] = frozenset()
) -> Candidates | None:
    """Give the passages worth weighing for a question in several readings; None when none shares a term with it.

    `without` names places of documents that must not answer, as when measuring what is said without them.
    """
    found = reader.best(readings, SEARCHED)
    if without:
        found = [hit for hit in found if int(reader.block_document[hit.block]) not in without]
    if not found:
        return None
    nearness = [hit.score / found[0].score for hit in found]
    blocks = [hit.block for hit in found]
    near = sum(share >= CLOSE for share in nearness[:WEIGHED])
    rest = reader.block_document[blocks].tolist()[near:]
    named = named_document(readings[0], reader)
    weighed = _with_named_and_successors(blocks[:near], reader, named, without=without)
    matches = gather(readings, reader, weighed, nearness=nearness[:near] + [0.0] * (len(weighed) - near))
    if matches is None:
        return None
    gains = np.array(_gains(reader, matches.documents, named, today=today))
    return Candidates(reader, today, matches, gains=gains, named=named, rest=tuple(rest))


def weigh(reading: Question, found: Candidates, *, fitted: Floats | None = None) -> Ranked | None:
    """Give the candidates in the order of one reading, best first; None when it has nothing to match.

    `fitted` are weights to try instead of those shipped.
    """
    evidence = read(reading, found.matches, found.reader)
    if evidence is None:
        return None
    rows = features.of_passages(reading, evidence, found.reader)
    raw: Floats = rows @ (passage_weights() if fitted is None else fitted)
    scores = _successors_first(found, raw + found.gains[found.matches.block])
    # Equal scores keep the order of the passages, which is that of the better block.
    order = np.argsort(-scores, kind="stable")
    return Ranked(reading, found, evidence, features=rows, raw=raw, scores=scores, order=order)


def rank(
    question: Question,
    reader: Reader,
    *,
    today: date,
    without: frozenset[int] = frozenset(),
    fitted: Floats | None = None,
) -> Ranked | None:
    """Give the candidate passages of a question in one reading; arguments as of `candidates` and `weigh`."""
    found = candidates((question,), reader, today=today, without=without)
    return weigh(question, found, fitted=fitted) if found is not None else None


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


def _with_named_and_successors(
    blocks: list[int], reader: Reader, named: int | None, *, without: frozenset[int]
) -> list[int]:
    """Add the blocks that must be weighed although the words did not lead to them."""
    found = reader.block_document[blocks]
    heirs = reader.successors[found]
    if named is None and not (heirs != NO_SUCCESSOR).any():
        return blocks
    wanted = set(heirs.tolist()) - {NO_SUCCESSOR}
    if named is not None:
        wanted.add(named)
    added = [
        block
        for place in sorted(wanted - without - set(found.tolist()))
        for block in reader.blocks_of(place)[:3]
        if block not in blocks
    ]
    return blocks + added[:WEIGHED]


def _gains(reader: Reader, documents: list[int], named: int | None, *, today: date) -> list[float]:
    """Give for each document what its validity, its age and the number in the question change its passages' scores by."""
    calendar = reader.calendar[documents].tolist()
    day, undated = today.toordinal(), date.min.toordinal()
    newest = max(row[_DATED] for row in calendar)
    gains = []
    for place, (ended, effective, expires, dated) in zip(documents, calendar, strict=True):
        years = min(YEARS_COUNTED, (newest - dated) / 365) if dated > undated else 0.0
        gain = -YEAR_LOSS * years
        if ended or expires < day:
            gain -= ENDED_LOSS
        if effective > day:
            gain -= UPCOMING_LOSS
        if place == named:
            gain += NAMED_GAIN
        gains.append(gain)
    return gains


def _successors_first(found: Candidates, scores: Floats) -> Floats:
    """Put an ended document behind its successor when the successor speaks of the matter too."""
    documents = found.matches.documents
    calendar = found.reader.calendar[documents]
    ended = (calendar[:, _ENDED] == 1) | (calendar[:, _EXPIRES] < found.today.toordinal())
    if not ended.any():
        return scores
    places = np.array(documents)
    owner = places[found.matches.block]
    for place in dict.fromkeys(places[ended].tolist()):
        heir = int(found.reader.successors[place])
        if heir not in documents:
            continue
        own, followers = owner == place, owner == heir
        reach = scores[own].max() - scores[followers].max()
        if reach < SUCCESSOR_REACH:
            scores[followers] += max(0.0, float(reach)) + 1e-6
    return scores
