"""Which words inside the best passage are the answer: runs of clauses weighed against each other.

The words are only ever quoted, so figures, dates and amounts stay as the document has them.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.index.reader import Reader
from knowledge.search.evidence import Floats, Integers
from knowledge.search.ranking import Ranked
from knowledge.search.weights import of_weights, weights
from knowledge.text.clauses import COLON, COUNTED, HEADED, PARAGRAPH, SENTENCE, TOLD
from knowledge.text.question import FAMILIES, Sought

LONGEST = 8
LIKELY = 16
# A heading that names what is asked outweighs a chance likeness of the words below another one.
HEADING_GAIN = 3.0
COUNTABLE = frozenset({Sought.NUMBER, Sought.TIME, Sought.PHONE})

_BASE = (
    "held", "held_share", "novel", "before", "before2", "after", "first_clause", "peak_inside", "peak_before",
    "log_length", "length", "clauses", "single", "starts_sentence", "ends_sentence", "after_colon", "ends_colon",
    "whole_sentence", "place", "digits", "items", "sentences", "crosses",
    "starts_paragraph", "ends_paragraph", "paragraphs",
)  # fmt: skip
_BY_KIND = ("log_length", "clauses", "sought", "sought_at_all")
NAMES = (*_BASE, *(f"{name}_if_{kind.value}" for kind in FAMILIES for name in _BY_KIND))
_REPEATED = [_BASE.index(name) for name in _BY_KIND[:2]]
_LAID_OUT = 256


@dataclass(frozen=True, slots=True)
class Region:
    """The stretch of a document in which the answer is looked for: the passage and the one that follows it.

    `start` and `end` are its place among the texts of the generation, `passage_end` where the passage itself ends
    inside it; `borders` are where the clauses begin and where the last one ends, `marks` and `counts` what each
    holds; `first` and `last` are the candidates: first clause and last clause + 1.
    """

    start: int
    end: int
    passage_end: int
    borders: Integers
    marks: npt.NDArray[np.uint8]
    counts: npt.NDArray[np.uint8]
    first: Integers
    last: Integers


def region(ranked: Ranked, reader: Reader, row: int) -> Region:
    """Give the clauses of a candidate passage, and of the next one in the same block."""
    number, block = ranked.number_of(row), ranked.evidence.block
    follows = row + 1 < len(block) and block[row + 1] == block[row]
    start, passage_end = reader.texts.bounds_of(number)
    one, own = reader.texts.clause_range(number)
    end, other = passage_end, own
    if follows:
        end, other = reader.texts.bounds_of(number + 1)[1], reader.texts.clause_range(number + 1)[1]
    clauses = reader.texts.clauses(one, other)
    borders = np.zeros(other - one + 1, dtype=np.int64)
    np.subtract(clauses.ends, start, out=borders[1:])
    first, last = _candidates(clauses.marks, own - one)
    return Region(
        start,
        end,
        passage_end - start,
        borders,
        clauses.marks,
        clauses.counts,
        first=first,
        last=last,
    )


def _candidates(marks: npt.NDArray[np.uint8], own: int) -> tuple[Integers, Integers]:
    """Give the runs of clauses that begin in the passage, hold no heading and neither begin nor end empty."""
    first, last = _runs(len(marks), own)
    told = (marks & (TOLD | HEADED)) == TOLD
    sound = told[first] & told[last - 1]
    headed = (marks & HEADED) > 0
    if headed.any():
        headings = np.concatenate(([0], np.cumsum(headed)))
        sound &= headings[last] == headings[first]
    return (first[sound], last[sound]) if sound.any() else (first, last)


@lru_cache(_LAID_OUT)
def _runs(clauses: int, own: int) -> tuple[Integers, Integers]:
    """Give all runs of up to `LONGEST` of so many clauses that begin among the first `own`."""
    found = [
        (first, last) for first in range(own) for last in range(first + 1, min(first + LONGEST, clauses) + 1)
    ]
    runs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return np.ascontiguousarray(runs[:, 0]), np.ascontiguousarray(runs[:, 1])


def of_spans(ranked: Ranked, row: int, place: Region) -> Floats:
    """Give one row of `NAMES` for each candidate run of clauses."""
    values = _values(ranked, row, place)
    columns = np.zeros((len(place.first), len(NAMES)))
    columns[:, : len(_BASE)] = values[: len(_BASE)].T
    columns[:, _columns_of(ranked.question.sought)] = values[[*_REPEATED, len(_BASE), len(_BASE) + 1]].T
    return columns


def best_span(ranked: Ranked, row: int, place: Region) -> tuple[int, int]:
    """Give where the likeliest answer starts and ends inside the region, in units."""
    values = _values(ranked, row, place)
    scores = _weights_for(ranked.question.sought.family) @ values
    if (place.marks & HEADED).any():
        announced = HEADING_GAIN * _announced(_aspect_in(ranked, row, place), place)
        if ranked.question.sought.family in COUNTABLE:
            # Under the right heading, too, only what names a figure answers a question for one.
            announced *= values[len(_BASE) + 1]
        scores += announced
    return bounds_of(place, safest(scores, place))


def safest(scores: Floats, place: Region) -> int:
    """Give the candidate that shares most with the likely ones, by F1 of the stretches.

    Where the answer begins and ends is seldom certain: words that most of the likely candidates have are a safer
    answer than the likeliest candidate alone.
    """
    likely = (-scores).argsort(kind="stable")[:LIKELY]
    begins, ends = place.borders[place.first[likely]], place.borders[place.last[likely]]
    lengths = ends - begins
    shared = np.minimum(ends[:, None], ends) - np.maximum(begins[:, None], begins)
    alike = np.maximum(0, shared) / (lengths[:, None] + lengths)
    return int(likely[(alike @ np.exp(scores[likely] - scores[likely[0]])).argmax()])


@of_weights
def _weights_for(family: Sought) -> Floats:
    """Give the weights of the values of `_values` for questions of one kind."""
    fitted = span_weights()
    by_kind = fitted[_columns_of(family)]
    found = np.concatenate((fitted[: len(_BASE)], by_kind[2:]))
    found[_REPEATED] += by_kind[:2]
    return found


def _aspect_in(ranked: Ranked, row: int, place: Region) -> Floats:
    """Give for each clause its share of that part of the question which the text answers and the title does not name.

    Of 结婚登记要什么材料 the title says 结婚登记; what the headings below it can still tell is 材料.
    """
    evidence = ranked.evidence
    open_pairs = evidence.title_counts[evidence.block[row]] == 0
    clause, term = _matches_in(ranked, row, place)
    held = np.bincount(term, minlength=len(open_pairs)) > 0
    rarity = np.where(open_pairs & held, evidence.terms.shares[:, ranked.number], 0.0)
    return np.bincount(clause, rarity[term], minlength=len(place.marks)) / max(1e-9, float(rarity.sum()))


def _announced(weight: Floats, place: Region) -> Floats:
    """Give for each candidate the share of the question that the heading right above it holds."""
    held, announced = 0.0, []
    goes_on = False
    for share, mark in zip(weight.tolist(), place.marks.tolist(), strict=True):
        if mark & HEADED:
            held = share + (held if goes_on else 0.0)
            # A heading ends with its line; the next one is another heading.
            goes_on = not mark & SENTENCE
        announced.append(held)
    return np.array(announced)[place.first]


def _columns_of(sought: Sought) -> slice:
    start = len(_BASE) + FAMILIES.index(sought.family) * len(_BY_KIND)
    return slice(start, start + len(_BY_KIND))


def _weights_in(ranked: Ranked, row: int, place: Region) -> tuple[Floats, Floats]:
    """Give for each clause of the region the share of the question that matches there, and in how many places."""
    evidence = ranked.evidence
    clause, term = _matches_in(ranked, row, place)
    clauses = len(place.marks)
    return (
        np.bincount(clause, evidence.terms.shares[term, ranked.number], minlength=clauses).astype(np.float64),
        np.bincount(clause, minlength=clauses).astype(np.float64),
    )


def _matches_in(ranked: Ranked, row: int, place: Region) -> tuple[Integers, Integers]:
    """Give the clause and the column of every match in the region."""
    evidence = ranked.evidence
    offset = int(evidence.bounds[row])
    first, last = evidence.at.searchsorted((offset, offset + place.end - place.start))
    at, term = evidence.at[first:last], evidence.term[first:last]
    if evidence.terms.sizes[ranked.number] < len(evidence.terms.pairs):
        own = evidence.terms.shares[term, ranked.number] > 0
        at, term = at[own], term[own]
    return place.borders.searchsorted(at - offset, side="right") - 1, term


def _values(ranked: Ranked, row: int, place: Region) -> Floats:
    """Give a row for each name of `_BASE` and the two of the question's kind, a column for each candidate."""
    first, last = place.first, place.last
    weight, matches = _weights_in(ranked, row, place)
    sums = _sums(ranked.question.sought, place, weight, matches)
    inside = sums[:, last] - sums[:, first]
    padded = np.zeros(len(weight) + 3)
    padded[2:-1] = weight
    peak = int(weight.argmax())
    begins = place.borders[first]
    ends = place.borders[last]
    length = (ends - begins).astype(np.float64)
    sentence, colon, paragraph = _closing(place.marks)
    values = np.empty((len(_BASE) + 2, len(first)))
    np.minimum(inside[0], 1.5, out=values[0])
    values[1] = inside[0] / max(1e-9, float(sums[0, -1]))
    values[2] = 1 - np.minimum(1.0, 2 * inside[1] / length)
    values[3] = padded[first + 1]
    values[4] = padded[first]
    values[5] = padded[last + 2]
    values[6] = padded[first + 2]
    values[7] = (first <= peak) & (peak < last)
    values[8] = first == peak + 1
    values[9] = np.log1p(length) / 5
    values[10] = np.minimum(3.0, length / 100)
    values[11] = (last - first) / LONGEST
    values[12] = last - first == 1
    values[13] = sentence[first]
    values[14] = sentence[last]
    values[15] = colon[first]
    values[16] = colon[last]
    values[17] = values[13] * values[14]
    values[18] = begins / max(1, place.passage_end)
    values[19:22] = np.minimum(1.0, inside[2:5])
    values[22] = ends > place.passage_end
    values[23] = paragraph[first]
    values[24] = paragraph[last]
    values[25] = np.minimum(1.0, inside[6])
    values[26] = np.minimum(1.0, inside[5])
    values[27] = inside[5] > 0
    return values


def _closing(marks: npt.NDArray[np.uint8]) -> tuple[Floats, Floats, Floats]:
    """Tell before the first clause and after each one whether a sentence ends there, and whether a colon stands there."""
    # A heading announces what follows it, as a colon does, and ends a sentence.
    sentence, colon = np.ones(len(marks) + 1), np.zeros(len(marks) + 1)
    sentence[1:] = (marks & (SENTENCE | HEADED)) > 0
    colon[1:] = (marks & (COLON | HEADED)) > 0
    paragraph = np.ones(len(marks) + 1)
    paragraph[1:] = (marks & PARAGRAPH) > 0
    return sentence, colon, paragraph


def _sums(sought: Sought, place: Region, weight: Floats, matches: Floats) -> Floats:
    """Give the running sums over the clauses of what candidates are measured by, each row beginning with 0."""
    clauses = len(place.marks)
    rows = np.zeros((7, clauses + 1))
    rows[0, 1:] = weight
    rows[1, 1:] = matches
    rows[2, 1:] = place.counts[:, 0] / 10
    rows[3, 1:] = place.counts[:, 1] / 5
    rows[4, 1:] = ((place.marks & SENTENCE) > 0) / 5
    rows[6, 1:] = ((place.marks & PARAGRAPH) > 0) / 5
    if sought.value in COUNTED:
        rows[5, 1:] = place.counts[:, COUNTED.index(sought.value)] / 4
    sums: Floats = np.cumsum(rows, axis=1)
    return sums


def bounds_of(place: Region, candidate: int) -> tuple[int, int]:
    """Give where a candidate starts and ends inside the region, in units."""
    return int(place.borders[place.first[candidate]]), int(place.borders[place.last[candidate]])


@of_weights
def span_weights() -> Floats:
    """Give the weights of the span features, in the order of `NAMES`."""
    fitted = weights()["span"]
    return np.array([fitted[name] for name in NAMES], dtype=np.float64)
