"""Numbers that tell a good passage from a near miss; every one is free of the corpus's size.

Scores are divided by what the question could reach at most, so one set of weights serves a county with a hundred
documents and a province with a hundred thousand.
"""

import numpy as np
import numpy.typing as npt

from knowledge.clauses import COUNTED
from knowledge.evidence import Evidence, Floats, Integers, Matches
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


def of_passages(question: Question, evidence: Evidence, reader: Reader) -> Floats:
    """Give one row of `NAMES` for each candidate passage."""
    terms, matches = evidence.terms, evidence.matches
    block = matches.block
    share = terms.rarity / terms.total
    titled = evidence.title_counts > 0
    alone = evidence.counts > 0
    held = alone | titled[block]
    columns = np.zeros((len(NAMES), len(block)))
    score = _saturate(evidence.counts + evidence.title_counts[block], matches.lengths / USUAL_LENGTH) @ share
    columns[0] = score
    columns[1] = held @ share
    columns[2] = alone @ share
    columns[3] = _words(evidence, held)
    columns[4] = evidence.letters_held
    columns[5] = _runs(evidence) / terms.length
    columns[6] = (terms.rarity / terms.rarest * ~held).max(axis=1)
    columns[7] = matches.lengths / USUAL_LENGTH
    columns[8] = 1.0 / (1.0 + block)
    columns[9:_FIRST_SOUGHT] = _by_block(evidence, score=score, titled=titled, alone=alone)[:, block]
    if question.sought.value in _COUNT_OF:
        named = reader.passage_counts[matches.numbers, _COUNT_OF[question.sought.value]]
        at = _FIRST_SOUGHT + FAMILIES.index(question.sought.family)
        columns[at] = np.minimum(1.0, named / ENOUGH_MARKS)
    return columns.T


def _by_block(evidence: Evidence, *, score: Floats, titled: Marks, alone: Marks) -> Floats:
    """Give a row for each feature that the passages of a block, or of a document, share."""
    matches = evidence.matches
    share, starts, kin = evidence.terms.rarity / evidence.terms.total, matches.block_starts, _kin(matches)
    counts = np.add.reduceat(evidence.counts, starts) + evidence.title_counts
    lengths = np.add.reduceat(matches.lengths, starts) / USUAL_BLOCK
    values = np.empty((7, len(kin)))
    values[0] = titled @ share
    values[1] = titled.sum(axis=1) / np.maximum(1.0, matches.title_lengths - 1)
    values[2] = _saturate(counts, lengths) @ share
    values[3] = values[2] / max(1e-9, values[2].max())
    values[4] = matches.nearness
    values[5] = _merged(np.maximum.reduceat(score, starts), kin)
    values[6] = _merged(np.logical_or.reduceat(alone, starts) | titled, kin) @ share
    return values


def _kin(matches: Matches) -> list[int]:
    """Give for each block the first block of the same document."""
    return [matches.documents.index(document) for document in matches.documents]


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


def _words(evidence: Evidence, held: Marks) -> Floats:
    """Give the share of the question's words, by rarity, whose pairs all occur."""
    terms = evidence.terms
    total = float(terms.word_rarity.sum())
    if total <= 0:
        return np.zeros(len(held))
    whole = np.logical_and.reduceat(held[:, terms.word_columns], terms.word_starts, axis=1)
    shares: Floats = whole @ (terms.word_rarity / total)
    return shares


def _runs(evidence: Evidence) -> Floats:
    """Give for each passage the longest stretch of characters whose every pair stands in the question."""
    runs = np.zeros(len(evidence.matches.numbers))
    at, row = evidence.at, evidence.row
    if len(at):
        starts: Integers = np.flatnonzero((at[1:] - at[:-1] > 1) | (row[1:] > row[:-1])) + 1
        starts = np.concatenate(([0], starts))
        lengths = np.append(starts[1:], len(at)) - starts + 1.0
        np.maximum.at(runs, row[starts], lengths)
    return runs
