"""Which passage answers: the features weighed, then what the law and the calendar say about the document.

A document that has ended never stands before the one that followed it, and one that is not in force yet stands
behind what is; a newer document is preferred among equals.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from knowledge.index.names import NO_SUCCESSOR, Mask
from knowledge.index.reader import Reader
from knowledge.index.tables import DATED, ENDED, EXPIRES
from knowledge.search import features
from knowledge.search.evidence import Evidence, Floats, Integers, gather, terms_of
from knowledge.search.joined_order import completed, joined
from knowledge.search.question_vectors import Meaning
from knowledge.search.weights import Weights, of_weights, shipped
from knowledge.text.question import Question

SEARCHED_BLOCKS = 30
WEIGHED_BLOCKS = 16
# So many blocks nearest in meaning are weighed besides, where the question's meaning is known.
MEANT_BLOCKS = 8
# So many blocks are weighed of a document that the words did not lead to.
BLOCKS_ADDED = 3
# What lies further behind the best block than this share of its score has never been the answer.
CLOSE_SHARE = 0.42

ENDED_LOSS = 1.0
UPCOMING_LOSS = 1.0
SUCCESSOR_REACH = 3.0
YEAR_LOSS = 0.05
YEARS_COUNTED = 10
NAMED_GAIN = 8.0
# What money is set aside for is told of again by accounts; who asks of them names them.
ACCOUNTS, PASSING_LOSS = re.compile("预算|决算|经费|花了|开支|支出"), 1.0


@dataclass(frozen=True, slots=True)
class SearchScope:
    """What a search is narrowed to: for each docnum whether its document may answer, and whether the past is asked for."""

    allowed: Mask
    past: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidate passages of one reading of a question; `order` lists their rows, best first.

    `number` counts the readings from 0; `features` is an array (passages, `OfPassage`); `raw`, array (passages,), are
    the features weighed, `judged` the same in the order that words and meaning give together, `scores` what the
    calendar made of these. `closeness`, array (passages,), tells how near each passage comes in meaning, from 0, one
    taken at random, to 1, the nearest of all, guessed for those without a vector; None where the meaning is not
    known, and `judged` is then `raw`.
    `named` is the docnum of the document whose number the question writes, `rest` those of documents that share
    terms but were left aside.
    """

    question: Question
    number: int
    evidence: Evidence
    features: Floats
    raw: Floats
    judged: Floats
    scores: Floats
    order: Integers
    closeness: Floats | None = None
    named: int | None = None
    rest: tuple[int, ...] = ()

    @property
    def best_docnum(self) -> int:
        """Give the docnum of the document that the best candidate passage belongs to."""
        return self.docnum_of(int(self.order[0]))

    def docnum_of(self, row: int) -> int:
        """Give the docnum of the document that a candidate passage belongs to."""
        return self.evidence.documents[int(self.evidence.block[row])]

    def number_of(self, row: int) -> int:
        """Give the number, in the generation, of a candidate passage."""
        return int(self.evidence.numbers[row])

    def documents(self) -> list[int]:
        """Give the docnums of the documents, each by its best passage, best first, then those not weighed."""
        weighed = (self.evidence.documents[block] for block in self.evidence.block[self.order].tolist())
        return list(dict.fromkeys((*weighed, *self.rest)))

    def passages(self) -> list[int]:
        """Give the numbers of the passages, best first."""
        numbers: list[int] = self.evidence.numbers[self.order].tolist()
        return numbers


def rank(
    readings: Sequence[Question],
    reader: Reader,
    *,
    today: date,
    without: frozenset[int] = frozenset(),
    within: SearchScope | None = None,
    fitted: Floats | None = None,
    meaning: Meaning | None = None,
) -> tuple[Ranked, ...]:
    """Give the candidate passages in the order of each reading of a question; nothing when no document shares a term.

    `without` holds docnums of documents that must not answer, as when measuring what is said without them.
    `within` narrows the documents that may; `fitted`, array (features,), are the weights to use instead of those
    shipped. With a `meaning` the passages nearest to it are weighed too, and the two orders are joined.
    """
    named = named_document(readings[0], reader)
    if within is not None and named is not None and not within.allowed[named]:
        named = None
    evidence, rest = _evidence(readings, reader, named, without=without, within=within, meaning=meaning)
    if evidence is None:
        return ()
    rows = features.of_passages(readings, evidence, reader)
    raw: Floats = rows @ (passage_weights(shipped()) if fitted is None else fitted)
    judged, closeness = raw, None
    if meaning is not None:
        nearness, known = meaning.closeness(evidence.numbers)
        closeness = completed(nearness, raw, known=known)
        judged = joined(raw, closeness)
    past = within is not None and within.past
    scores = (
        judged + np.array(_gains(reader, evidence.documents, named, today=today, past=past))[evidence.block]
    )
    scores -= np.array(_in_passing(readings[0], reader, evidence.documents))[evidence.block]
    if not past:
        _put_successors_first(reader, evidence, scores, today=today)
    # Equal scores keep the order of the passages, which is that of the better block.
    orders = (-scores).argsort(axis=1, kind="stable")
    return tuple(
        Ranked(
            reading,
            number,
            evidence,
            rows[number],
            raw[number],
            judged[number],
            scores[number],
            orders[number],
            closeness[number] if closeness is not None else None,
            named,
            rest,
        )
        for number, reading in enumerate(readings)
    )


def finds(readings: Sequence[Question], reader: Reader, *, within: SearchScope) -> bool:
    """Whether `rank` gives anything for readings of a question: a block shares its terms, and each has pairs that tell."""
    return all(terms_of(readings, reader).sizes) and bool(reader.best(readings, 1, allowed=within.allowed))


def _evidence(
    readings: Sequence[Question],
    reader: Reader,
    named: int | None,
    *,
    without: frozenset[int],
    within: SearchScope | None = None,
    meaning: Meaning | None = None,
) -> tuple[Evidence | None, tuple[int, ...]]:
    """Give the passages worth weighing, and the docnums of the documents that are not."""
    hits = reader.best(readings, SEARCHED_BLOCKS, allowed=within.allowed if within is not None else None)
    if without:
        hits = [hit for hit in hits if hit.docnum not in without]
    if not hits and meaning is None:
        return None, ()
    nearness = [hit.score / hits[0].score for hit in hits]
    blocks = [hit.block for hit in hits]
    near = sum(share >= CLOSE_SHARE for share in nearness[:WEIGHED_BLOCKS])
    may = partial(_may_answer, without=without, within=within)
    weighed = _with_named_and_successors(blocks[:near], reader, named, may=may)
    if meaning is not None:
        weighed += _meant(meaning, reader, weighed, may=may)
    evidence = gather(readings, reader, weighed, nearness=nearness[:near] + [0.0] * (len(weighed) - near))
    return evidence, tuple(hit.docnum for hit in hits[near:])


def _may_answer(docnum: int, *, without: frozenset[int], within: SearchScope | None) -> bool:
    """Whether a document may answer: one by one, since a scope leaves out nearly all of the documents there are."""
    return docnum not in without and (within is None or bool(within.allowed[docnum]))


@of_weights
def passage_weights(weights: Weights) -> Floats:
    """Give the weights of the passage features, in the order of `features.NAMES`: array (features,)."""
    return np.array([weights["passage"][name] for name in features.NAMES], dtype=np.float64)


def named_document(question: Question, reader: Reader) -> int | None:
    """Give the docnum of the document whose number the question names; words before the number are let go."""
    number = question.number
    return next(
        (named for at in range(len(number)) if (named := reader.numbered(number[at:])) is not None), None
    )


def _with_named_and_successors(
    blocks: list[int], reader: Reader, named: int | None, *, may: Callable[[int], bool]
) -> list[int]:
    """Add the blocks that must be weighed although the words did not lead to them."""
    docnums = reader.texts.block_docnums(blocks)
    heirs = reader.successors(docnums)
    if named is None and not (heirs != NO_SUCCESSOR).any():
        return blocks
    wanted = set(heirs.tolist()) - {NO_SUCCESSOR}
    if named is not None:
        wanted.add(named)
    added = [
        block
        for docnum in sorted(filter(may, wanted - set(docnums.tolist())))
        for block in reader.texts.blocks_of(docnum)[:BLOCKS_ADDED]
        if block not in blocks
    ]
    return blocks + added[:WEIGHED_BLOCKS]


def _meant(meaning: Meaning, reader: Reader, blocks: list[int], *, may: Callable[[int], bool]) -> list[int]:
    """Give the blocks nearest in meaning that the words did not lead to."""
    nearest = meaning.blocks(reader)
    docnums = reader.texts.block_docnums(nearest).tolist() if nearest else ()
    allowed = [block for block, docnum in zip(nearest, docnums, strict=True) if may(docnum)]
    return [block for block in allowed[:MEANT_BLOCKS] if block not in blocks]


def _gains(
    reader: Reader, documents: list[int], named: int | None, *, today: date, past: bool
) -> list[float]:
    """Give for each document what its validity, its age and the number in the question change its passages' scores by.

    Of documents that counted in the past it does not matter which of them still do.
    """
    calendar = reader.calendar(documents).tolist()
    day, undated = today.toordinal(), date.min.toordinal()
    newest = max(row[DATED] for row in calendar)
    gains = []
    for docnum, (ended, effective, expires, dated) in zip(documents, calendar, strict=True):
        years = min(YEARS_COUNTED, (newest - dated) / 365) if dated > undated else 0.0
        gain = -YEAR_LOSS * years
        if not past and (ended or expires < day):
            gain -= ENDED_LOSS
        if effective > day:
            gain -= UPCOMING_LOSS
        if docnum == named:
            gain += NAMED_GAIN
        gains.append(gain)
    return gains


def _in_passing(question: Question, reader: Reader, documents: list[int]) -> list[float]:
    """Give for each document what its passages lose for telling of a matter in passing only, as a budget does of an allowance."""
    if ACCOUNTS.search(question.text):
        return [0.0] * len(documents)
    return [PASSING_LOSS * bool(ACCOUNTS.search(reader.texts.title_words(docnum))) for docnum in documents]


def _put_successors_first(reader: Reader, evidence: Evidence, scores: Floats, *, today: date) -> None:
    """Put an ended document behind its successor when the successor speaks of the matter too."""
    documents = evidence.documents
    calendar = reader.calendar(documents)
    ended = (calendar[:, ENDED] == 1) | (calendar[:, EXPIRES] < today.toordinal())
    if not ended.any():
        return
    docnums = np.array(documents)
    owner = docnums[evidence.block]
    for docnum in dict.fromkeys(docnums[ended].tolist()):
        heir = reader.successor_of(docnum)
        if heir not in documents:
            continue
        own, followers = owner == docnum, owner == heir
        reach = scores[:, own].max(axis=1) - scores[:, followers].max(axis=1)
        gain = np.where(reach < SUCCESSOR_REACH, np.maximum(0.0, reach) + 1e-6, 0.0)
        scores[:, followers] += gain[:, None]
