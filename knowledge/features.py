"""Numbers that tell a good passage from a near miss; every one is free of the corpus's size.

Scores are divided by what the question could reach at most, so one set of weights serves a county with a hundred
documents and a province with a hundred thousand.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.clauses import COUNTED
from knowledge.evidence import Evidence, Floats, Integers, Terms
from knowledge.generation import Reader
from knowledge.question import FAMILIES, Question

Marks = npt.NDArray[np.bool_]

SATURATION = 0.8
LENGTH_SHARE = 0.3
USUAL_LENGTH = 300.0
USUAL_BLOCK = 1500.0

NAMES = (
    "bm25", "cover", "cover_alone", "words", "letters", "run", "rarest_missing", "length", "block_rank",
    "title_cover", "title_share", "block_score", "block_relative", "nearness", "best_in_document", "document_cover",
    *(f"{kind.value}_there" for kind in FAMILIES),
)  # fmt: skip

ENOUGH_MARKS = 3.0
_FIRST_SOUGHT = NAMES.index(f"{FAMILIES[0].value}_there")
_COUNT_OF = {name: at for at, name in enumerate(COUNTED)}


def of_passages(readings: Sequence[Question], evidence: Evidence, reader: Reader) -> Floats:
    """Give for each reading of a question one row of `NAMES` for each candidate passage."""
    terms, block = evidence.terms, evidence.block
    rows = len(block)
    titled, alone = evidence.title_counts > 0, evidence.counts > 0
    held = alone | titled[block]
    # The readings stand last, so that each feature of all of them is one product.
    columns = np.zeros((len(NAMES), rows, len(readings)))
    norm = evidence.lengths / USUAL_LENGTH
    score = _saturate(evidence.counts + evidence.title_counts[block], norm) @ terms.shares
    columns[0] = score
    columns[1] = held @ terms.shares
    columns[2] = alone @ terms.shares
    if terms.word_starts:
        columns[3] = _whole_words(held, terms) @ terms.word_shares
    columns[4] = evidence.seen @ terms.letter_shares
    _add_missing_and_runs(columns, evidence, held)
    columns[7] = norm[:, None]
    columns[8] = (1.0 / (1.0 + block))[:, None]
    columns[9:_FIRST_SOUGHT] = _by_block(evidence, score=score, titled=titled, alone=alone)[:, block]
    for number, reading in enumerate(readings):
        if reading.sought.value in _COUNT_OF:
            named = reader.passage_counts[evidence.numbers, _COUNT_OF[reading.sought.value]]
            at = _FIRST_SOUGHT + FAMILIES.index(reading.sought.family)
            columns[at, :, number] = np.minimum(1.0, named / ENOUGH_MARKS)
    return columns.transpose(2, 1, 0)


def _by_block(evidence: Evidence, *, score: Floats, titled: Marks, alone: Marks) -> Floats:
    """Give a row for each feature that the passages of a block, or of a document, share."""
    shares, starts, kin = evidence.terms.shares, evidence.block_starts, _kin(evidence)
    counts = np.add.reduceat(evidence.counts, starts) + evidence.title_counts
    lengths = np.add.reduceat(evidence.lengths, starts) / USUAL_BLOCK
    values = np.empty((7, len(kin), shares.shape[1]))
    values[0] = titled @ shares
    values[1] = (titled @ (shares > 0)) / np.maximum(1.0, evidence.title_lengths - 1)[:, None]
    values[2] = _saturate(counts, lengths) @ shares
    values[3] = values[2] / np.maximum(1e-9, values[2].max(axis=0))
    values[4] = np.array(evidence.nearness)[:, None]
    values[5] = _merged(np.maximum.reduceat(score, starts), kin)
    values[6] = _merged(np.logical_or.reduceat(alone, starts) | titled, kin) @ shares
    return values


def _add_missing_and_runs(columns: Floats, evidence: Evidence, held: Marks) -> None:
    """Add how rare the rarest pair is that a passage lacks, and the longest stretch it shares with the question."""
    terms = evidence.terms
    missing = ~held
    for number in range(len(terms.totals)):
        share = terms.shares[:, number]
        columns[6, :, number] = (missing * share).max(axis=1) * (terms.totals[number] / terms.rarest[number])
        at, row = evidence.at, evidence.row
        if terms.sizes[number] < len(terms.pairs):
            own = (share > 0)[evidence.term]
            at, row = at[own], row[own]
        columns[5, :, number] = _runs(at, row, rows=len(held)) / terms.lengths[number]


def _kin(evidence: Evidence) -> list[int]:
    """Give for each block the first block of the same document."""
    return [evidence.documents.index(document) for document in evidence.documents]


def _merged(values: npt.NDArray[np.generic], kin: list[int]) -> Floats:
    """Give each block the greatest value among the blocks of its document."""
    if kin == list(range(len(kin))):
        return values.astype(np.float64)
    best = values.astype(np.float64)
    np.maximum.at(best, kin, values)
    return best[kin]


def _saturate(counts: Floats, lengths: Floats) -> Floats:
    norm = SATURATION * (1 - LENGTH_SHARE) + SATURATION * LENGTH_SHARE * lengths
    return counts * (SATURATION + 1) / (counts + norm[:, None])


def _whole_words(held: Marks, terms: Terms) -> Marks:
    """Tell for each passage and word whether all pairs of the word occur."""
    whole: Marks = np.logical_and.reduceat(held[:, terms.word_columns], terms.word_starts, axis=1)
    return whole


def _runs(at: Integers, row: Integers, *, rows: int) -> Floats:
    """Give for each passage the longest stretch of characters whose every pair stands in the question."""
    runs = np.zeros(rows)
    if len(at):
        starts = ((at[1:] - at[:-1] > 1) | (row[1:] > row[:-1])).nonzero()[0]
        edges = np.concatenate(([0], starts + 1, [len(at)]))
        np.maximum.at(runs, row[edges[:-1]], edges[1:] - edges[:-1] + 1.0)
    return runs
