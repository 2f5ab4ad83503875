"""Numbers that tell a good passage from a near miss; every one is free of the corpus's size.

Scores are divided by what the question could reach at most, so one set of weights serves a county with a hundred
documents and a province with a hundred thousand.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from knowledge.evidence import Evidence, Floats, Integers
from knowledge.question import Question, Sought

SATURATION = 0.8
LENGTH_SHARE = 0.3
USUAL_LENGTH = 300.0

NAMES = (
    "bm25", "cover", "cover_alone", "words", "title_cover", "title_share", "letters", "run", "rarest_missing",
    "block_words", "block_pairs", "block_relative", "block_rank", "best_in_document", "document_cover", "length",
    "digits", "digits_if_number", "digits_if_time", "phone_if_phone", "items_if_list", "bodies_if_body",
)  # fmt: skip

# One sum over a passage gives three counts, each in its own twenty bits.
_DIGITS, _ITEMS, _BODIES = 1, 1 << 20, 1 << 40
_MASK = (1 << 20) - 1
_PHONE_DIGITS = 7


@cache
def _marks_table() -> Integers:
    table = np.zeros(0x10000, dtype=np.int64)
    for letters, mark in (
        ("0123456789", _DIGITS),
        ("一二三四五六七八九十", _ITEMS),
        ("局委厅部办院会", _BODIES),
    ):
        for letter in letters:
            table[ord(letter)] += mark
    return table


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
    digits, items, bodies = _marks(evidence, lengths)
    asks = question.sought
    columns = (
        score, held @ rarity / total, (evidence.counts > 0) @ rarity / total, _words(evidence, together),
        (titled @ rarity / total)[owner], (titled.sum(axis=1) / np.maximum(1.0, evidence.title_lengths - 1))[owner],
        evidence.letters_held, _runs(evidence) / evidence.terms.length,
        np.where(held, 0.0, rarity).max(axis=1) / rarest,
        hit_words[evidence.block], hit_pairs[evidence.block], relative[evidence.block], 1.0 / (1.0 + evidence.block),
        best_by(owner, score, rows=len(titled))[owner], _document_cover(evidence, titled, total=total)[owner],
        lengths / USUAL_LENGTH, digits, digits * (asks is Sought.NUMBER), digits * (asks is Sought.TIME),
        _phones(evidence) if asks is Sought.PHONE else np.zeros(len(score)),
        items * (asks is Sought.LIST), bodies * (asks is Sought.BODY),
    )  # fmt: skip
    return np.stack(columns, axis=1)


def best_by(owner: Integers, values: Floats, *, rows: int) -> Floats:
    """Give the best value of each owner; every owner has at least one."""
    best = np.full(rows, -np.inf)
    np.maximum.at(best, owner, values)
    return best


def _saturate(counts: Floats, lengths: Floats) -> Floats:
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / USUAL_LENGTH)
    return counts * (SATURATION + 1) / (counts + norm[:, None])


def _words(evidence: Evidence, counts: Floats) -> Floats:
    """Give the share of the question's words, by rarity, whose pairs all occur."""
    rarity = evidence.terms.word_rarity
    if not len(rarity) or rarity.sum() <= 0:
        return np.zeros(len(counts))
    absent = (counts == 0).astype(np.float64) @ evidence.terms.word_pairs
    shares: Floats = (absent == 0) @ rarity / rarity.sum()
    return shares


def _document_cover(evidence: Evidence, titled: npt.NDArray[np.bool_], *, total: float) -> Floats:
    """Give the share of the question, by rarity, that the candidate passages of a document hold together."""
    held = titled.copy()
    held[evidence.document[evidence.row], evidence.term] = True
    shares: Floats = held @ evidence.terms.rarity / total
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


def _marks(evidence: Evidence, lengths: Floats) -> tuple[Floats, Floats, Floats]:
    """Give how dense digits, list numerals and names of bodies stand in each passage, 0 to 1."""
    sums = np.add.reduceat(_marks_table()[evidence.text], evidence.bounds[:-1])
    safe = np.maximum(1.0, lengths)
    return (
        np.minimum(1.0, 10 * (sums & _MASK) / safe),
        np.minimum(1.0, 20 * ((sums >> 20) & _MASK) / safe),
        np.minimum(1.0, 20 * (sums >> 40) / safe),
    )


def _phones(evidence: Evidence) -> Floats:
    """Give 1 for each passage that holds a number as long as a telephone number's."""
    digit = (_marks_table()[evidence.text] & _MASK) > 0
    long_number = digit.copy()
    for step in range(1, _PHONE_DIGITS):
        long_number[:-step] &= digit[step:]
        long_number[-step:] = False
    return np.maximum.reduceat(long_number, evidence.bounds[:-1]).astype(np.float64)
