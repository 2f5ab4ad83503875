"""Numbers that tell a good passage from a near miss; every one is free of the corpus's size.

Scores are divided by what the question could reach at most, so one set of weights serves a county with a hundred
documents and a province with a hundred thousand.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.index.reader import Reader
from knowledge.search.columns import Columns, labels
from knowledge.search.evidence import Evidence, Floats, Terms
from knowledge.search.homes import home_of
from knowledge.text import regions
from knowledge.text.clauses import COUNTED
from knowledge.text.question import AnswerKind, Question

Marks = npt.NDArray[np.bool_]

SATURATION = 0.8
LENGTH_SHARE = 0.3
USUAL_PASSAGE_UNITS = 300.0
USUAL_BLOCK_UNITS = 1500.0

# A document longer than this holds something of every question.
BULKY_UNITS = 2000.0


class OfPassage(Columns):
    """What is measured of a passage by its words; which features were let go is told in docs/decisions/ranking-quality.md.

    Those from `TITLE_COVER` on are the same for all passages of a block.
    """

    BM25: int
    COVER_ALONE: int
    WORDS: int
    LETTERS: int
    PHONE_THERE: int
    FIGURE_THERE: int
    TITLE_COVER: int
    TITLE_SHARE: int
    BLOCK_SCORE: int
    NEARNESS: int
    ELSEWHERE: int
    BULK: int


NAMES = labels(OfPassage)
ENOUGH_MARKS = 3.0
_THERE = {
    AnswerKind.PHONE: OfPassage.PHONE_THERE,
    **dict.fromkeys(
        (AnswerKind.MONEY, AnswerKind.NUMBER, AnswerKind.TIME, AnswerKind.BODY), OfPassage.FIGURE_THERE
    ),
}


def of_passages(readings: Sequence[Question], evidence: Evidence, reader: Reader) -> Floats:
    """Give what is measured of the candidate passages for each reading: array (readings, passages, `OfPassage`)."""
    terms, block = evidence.terms, evidence.block
    titled, alone = evidence.title_counts > 0, evidence.counts > 0
    # The readings stand last, so that each feature of all of them is one product.
    columns = np.zeros((len(NAMES), len(block), len(readings)))
    norm = evidence.lengths / USUAL_PASSAGE_UNITS
    columns[OfPassage.BM25] = _saturate(evidence.counts + evidence.title_counts[block], norm) @ terms.shares
    columns[OfPassage.COVER_ALONE] = alone @ terms.shares
    if terms.word_starts:
        columns[OfPassage.WORDS] = whole_words(alone | titled[block], terms) @ terms.word_shares
    columns[OfPassage.LETTERS] = evidence.seen @ terms.letter_shares
    for number, reading in enumerate(readings):
        if reading.answer_kind in _THERE:
            named = reader.texts.passage_counts(evidence.numbers, COUNTED.index(reading.answer_kind.value))
            columns[_THERE[reading.answer_kind], :, number] = np.minimum(1.0, named / ENOUGH_MARKS)
    shared = _of_blocks(readings, evidence, reader)
    columns[OfPassage.TITLE_COVER :] = shared[OfPassage.TITLE_COVER :, block]
    return columns.transpose(2, 1, 0)


def _of_blocks(readings: Sequence[Question], evidence: Evidence, reader: Reader) -> Floats:
    """Give what the passages of a block share: array (`OfPassage`, blocks, readings), filled from `TITLE_COVER` on."""
    shares, starts, docnums = evidence.terms.shares, evidence.block_starts, np.array(evidence.documents)
    titled = evidence.title_counts > 0
    counts = np.add.reduceat(evidence.counts, starts) + evidence.title_counts
    lengths = np.add.reduceat(evidence.lengths, starts) / USUAL_BLOCK_UNITS
    bulk = np.maximum(1.0, reader.texts.text_lengths(docnums) / BULKY_UNITS)
    values = np.empty((OfPassage.WIDTH, len(docnums), shares.shape[1]))
    values[OfPassage.TITLE_COVER] = titled @ shares
    values[OfPassage.TITLE_SHARE] = (titled @ (shares > 0)) / np.maximum(1.0, evidence.title_lengths - 1)[
        :, None
    ]
    values[OfPassage.BLOCK_SCORE] = _saturate(counts, lengths) @ shares
    values[OfPassage.NEARNESS] = np.array(evidence.nearness)[:, None]
    values[OfPassage.ELSEWHERE] = np.array(_elsewhere(readings[0], evidence, reader))[:, None]
    values[OfPassage.BULK] = np.log(bulk)[:, None]
    return values


def _elsewhere(question: Question, evidence: Evidence, reader: Reader) -> list[float]:
    """Tell for each block whether its document is of other regions than the question names."""
    asked = regions.named(question.core)
    if not asked:
        return [0.0] * len(evidence.documents)
    return [float(regions.elsewhere(asked, home_of(reader, docnum))) for docnum in evidence.documents]


def _saturate(counts: Floats, lengths: Floats) -> Floats:
    norm = SATURATION * (1 - LENGTH_SHARE) + SATURATION * LENGTH_SHARE * lengths
    return counts * (SATURATION + 1) / (counts + norm[:, None])


def whole_words(held: Marks, terms: Terms) -> Marks:
    """Tell for each passage (the last axis counts pairs) and word whether all pairs of the word occur."""
    whole: Marks = np.logical_and.reduceat(held[..., terms.word_columns], terms.word_starts, axis=-1)
    return whole
