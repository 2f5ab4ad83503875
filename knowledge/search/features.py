"""Numbers that tell a good passage from a near miss; every one is free of the corpus's size.

Scores are divided by what the question could reach at most, so one set of weights serves a county with a hundred
documents and a province with a hundred thousand.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.index.reader import Reader
from knowledge.search.evidence import Evidence, Floats, Terms
from knowledge.text import regions
from knowledge.text.clauses import COUNTED
from knowledge.text.normal_form import words_of
from knowledge.text.question import Question, Sought

Marks = npt.NDArray[np.bool_]

SATURATION = 0.8
LENGTH_SHARE = 0.3
USUAL_LENGTH = 300.0
USUAL_BLOCK = 1500.0

# A document longer than this holds something of every question.
BULKY = 2000.0

# Which features were tried and let go is told in docs/decisions/ranking-quality.md.
NAMES = (
    "bm25", "cover_alone", "words", "letters", "phone_there", "figure_there", "title_cover", "title_share",
    "block_score", "nearness", "elsewhere", "bulk",
)  # fmt: skip

# One more where an embedding service is configured: how close a passage comes in meaning.
MEANING = "meaning"
MEANT = (*NAMES, MEANING)

ENOUGH_MARKS = 3.0
_BY_BLOCK = NAMES.index("title_cover")
_THERE = {
    Sought.PHONE: NAMES.index("phone_there"),
    **dict.fromkeys((Sought.MONEY, Sought.NUMBER, Sought.TIME, Sought.BODY), NAMES.index("figure_there")),
}


def of_passages(readings: Sequence[Question], evidence: Evidence, reader: Reader) -> Floats:
    """Give for each reading of a question one row of `NAMES` for each candidate passage."""
    terms, block = evidence.terms, evidence.block
    titled, alone = evidence.title_counts > 0, evidence.counts > 0
    # The readings stand last, so that each feature of all of them is one product.
    columns = np.zeros((len(NAMES), len(block), len(readings)))
    norm = evidence.lengths / USUAL_LENGTH
    columns[0] = _saturate(evidence.counts + evidence.title_counts[block], norm) @ terms.shares
    columns[1] = alone @ terms.shares
    if terms.word_starts:
        columns[2] = whole_words(alone | titled[block], terms) @ terms.word_shares
    columns[3] = evidence.seen @ terms.letter_shares
    for number, reading in enumerate(readings):
        if reading.sought in _THERE:
            named = reader.texts.passage_counts(evidence.numbers, COUNTED.index(reading.sought.value))
            columns[_THERE[reading.sought], :, number] = np.minimum(1.0, named / ENOUGH_MARKS)
    columns[_BY_BLOCK:] = _by_block(readings, evidence, reader, titled=titled)[:, block]
    return columns.transpose(2, 1, 0)


def with_closeness(rows: Floats, closeness: Floats) -> Floats:
    """Give the rows of every reading with a column more: how close each passage comes in meaning."""
    column = np.broadcast_to(closeness[:, None], (*rows.shape[:2], 1))
    return np.concatenate((rows, column), axis=2)


def _by_block(readings: Sequence[Question], evidence: Evidence, reader: Reader, *, titled: Marks) -> Floats:
    """Give a row for each feature that the passages of a block share."""
    shares, starts, docnums = evidence.terms.shares, evidence.block_starts, np.array(evidence.documents)
    counts = np.add.reduceat(evidence.counts, starts) + evidence.title_counts
    lengths = np.add.reduceat(evidence.lengths, starts) / USUAL_BLOCK
    values = np.empty((len(NAMES) - _BY_BLOCK, len(docnums), shares.shape[1]))
    values[0] = titled @ shares
    values[1] = (titled @ (shares > 0)) / np.maximum(1.0, evidence.title_lengths - 1)[:, None]
    values[2] = _saturate(counts, lengths) @ shares
    values[3] = np.array(evidence.nearness)[:, None]
    values[4] = np.array(_elsewhere(readings[0], evidence, reader))[:, None]
    sizes = reader.texts.text_lengths(docnums)
    values[5] = np.log(np.maximum(1.0, sizes / BULKY))[:, None]
    return values


def _elsewhere(question: Question, evidence: Evidence, reader: Reader) -> list[float]:
    """Tell for each block whether its title names other regions than the question does."""
    asked = regions.named(question.core)
    if not asked:
        return [0.0] * len(evidence.documents)
    titles = (words_of(reader.texts.title(docnum)) for docnum in evidence.documents)
    return [float(regions.elsewhere(asked, regions.named(title))) for title in titles]


def _saturate(counts: Floats, lengths: Floats) -> Floats:
    norm = SATURATION * (1 - LENGTH_SHARE) + SATURATION * LENGTH_SHARE * lengths
    return counts * (SATURATION + 1) / (counts + norm[:, None])


def whole_words(held: Marks, terms: Terms) -> Marks:
    """Tell for each passage (the last axis counts pairs) and word whether all pairs of the word occur."""
    whole: Marks = np.logical_and.reduceat(held[..., terms.word_columns], terms.word_starts, axis=-1)
    return whole
