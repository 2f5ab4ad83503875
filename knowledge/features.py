"""Numbers that tell a good passage from a near miss; every one is free of the corpus's size.

Scores are divided by what the question could reach at most, so one set of weights serves a county with a hundred
documents and a province with a hundred thousand.
"""

import numpy as np
import numpy.typing as npt

from knowledge.amounts import sought_marks
from knowledge.evidence import Evidence, Floats, Integers
from knowledge.question import FAMILIES, Question

SATURATION = 0.8
LENGTH_SHARE = 0.3
USUAL_LENGTH = 300.0

NAMES = (
    "bm25", "cover", "cover_alone", "words", "title_cover", "title_share", "letters", "run",
    "rarest_missing", "block_words", "block_pairs", "block_relative", "block_rank", "best_in_document",
    "document_cover", "length",
    *(f"{kind.value}_there" for kind in FAMILIES),
)  # fmt: skip

ENOUGH_MARKS = 3.0


def of_passages(question: Question, evidence: Evidence) -> Floats:
    """Give one row of `NAMES` for each candidate passage."""
    rarity, owner = evidence.terms.rarity, evidence.document
    total, rarest = max(1e-9, float(rarity.sum())), max(1e-9, float(rarity.max()))
    lengths = np.diff(evidence.bounds).astype(np.float64)
    title_counts = evidence.title_counts[owner]
    together = evidence.counts + title_counts
    held, titled = together > 0, evidence.title_counts > 0
    score = _saturate(together, lengths) @ rarity / total
    hit_words = np.array([hit.words for hit in evidence.hits])
    hit_pairs = np.array([hit.pairs for hit in evidence.hits])
    relative = (hit_words + hit_pairs) / max(1e-9, float((hit_words + hit_pairs).max()))
    in_document = titled.copy()
    in_document[owner[evidence.row], evidence.term] = True
    columns = (
        score, held @ rarity / total, (evidence.counts > 0) @ rarity / total, _words(evidence, held),
        (titled @ rarity / total)[owner], (titled.sum(axis=1) / np.maximum(1.0, evidence.title_lengths - 1))[owner],
        evidence.letters_held, _runs(evidence) / evidence.terms.length,
        np.where(held, 0.0, rarity).max(axis=1) / rarest,
        hit_words[evidence.block], hit_pairs[evidence.block], relative[evidence.block], 1.0 / (1.0 + evidence.block),
        best_by(owner, score, rows=len(titled))[owner],
        (in_document @ rarity / total)[owner], lengths / USUAL_LENGTH,
    )  # fmt: skip
    return np.hstack((np.stack(columns, axis=1), _sought(question, evidence)))


def best_by(owner: Integers, values: Floats, *, rows: int) -> Floats:
    """Give the best value of each owner; every owner has at least one."""
    best = np.full(rows, -np.inf)
    np.maximum.at(best, owner, values)
    return best


def _saturate(counts: Floats, lengths: Floats) -> Floats:
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / USUAL_LENGTH)
    return counts * (SATURATION + 1) / (counts + norm[:, None])


def _words(evidence: Evidence, held: npt.NDArray[np.bool_]) -> Floats:
    """Give the share of the question's words, by rarity, whose pairs all occur."""
    rarity = evidence.terms.word_rarity
    if not len(rarity) or rarity.sum() <= 0:
        return np.zeros(len(held))
    absent = (~held).astype(np.float64) @ evidence.terms.word_pairs
    shares: Floats = (absent == 0) @ rarity / rarity.sum()
    return shares


def _runs(evidence: Evidence) -> Floats:
    """Give for each passage the longest stretch of characters whose every pair stands in the question."""
    runs = np.zeros(len(evidence.bounds) - 1)
    if len(evidence.at):
        breaks = np.flatnonzero((np.diff(evidence.at) > 1) | (np.diff(evidence.row) > 0)) + 1
        starts = np.concatenate(([0], breaks))
        lengths = np.diff(np.concatenate((starts, [len(evidence.at)])))
        np.maximum.at(runs, evidence.row[starts], lengths + 1.0)
    return runs


def _sought(question: Question, evidence: Evidence) -> Floats:
    """Give a column for each kind of question: 0 to 1 by how often a passage names what this one asks for."""
    columns = np.zeros((len(evidence.numbers), len(FAMILIES)))
    marks = sought_marks(evidence.text, question.sought)
    if marks is not None:
        counts = np.add.reduceat(marks, evidence.bounds[:-1], dtype=np.float64)
        columns[:, FAMILIES.index(question.sought.family)] = np.minimum(1.0, counts / ENOUGH_MARKS)
    return columns
