"""Which words inside the best passage are the answer: runs of clauses weighed against each other.

The words are only ever quoted, so figures, dates and amounts stay as the document has them.
"""

from dataclasses import dataclass
from enum import auto
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.index.reader import Reader
from knowledge.search.columns import Columns, labels
from knowledge.search.evidence import Floats, Integers
from knowledge.search.ranking import Ranked
from knowledge.search.weights import Weights, of_weights
from knowledge.text.clauses import COLON, COUNTED, HEADED, PARAGRAPH, SENTENCE, TOLD
from knowledge.text.question import FAMILIES, AnswerKind

SPAN_CLAUSES = 8
LIKELY_SPANS = 16
# A heading that names what is asked outweighs a chance likeness of the words below another one.
HEADING_GAIN = 3.0
COUNTABLE = frozenset({AnswerKind.NUMBER, AnswerKind.TIME, AnswerKind.PHONE})
REGIONS_LAID_OUT = 256


class Span(Columns):
    """What is measured of a run of clauses whatever is asked."""

    HELD = auto()
    HELD_SHARE = auto()
    NOVEL = auto()
    BEFORE = auto()
    BEFORE2 = auto()
    AFTER = auto()
    FIRST_CLAUSE = auto()
    PEAK_INSIDE = auto()
    PEAK_BEFORE = auto()
    LOG_LENGTH = auto()
    LENGTH = auto()
    CLAUSES = auto()
    SINGLE = auto()
    STARTS_SENTENCE = auto()
    ENDS_SENTENCE = auto()
    AFTER_COLON = auto()
    ENDS_COLON = auto()
    WHOLE_SENTENCE = auto()
    PLACE = auto()
    DIGITS = auto()
    ITEMS = auto()
    SENTENCES = auto()
    CROSSES = auto()
    STARTS_PARAGRAPH = auto()
    ENDS_PARAGRAPH = auto()
    PARAGRAPHS = auto()


class SpanOfKind(Columns):
    """What is weighed apart for each kind of answer: two columns of `Span` once more, and whether it names that kind."""

    LOG_LENGTH = auto()
    CLAUSES = auto()
    SOUGHT = auto()
    SOUGHT_AT_ALL = auto()


class Summed(Columns):
    """What candidates are measured by, summed up over the clauses."""

    WEIGHT = auto()
    MATCHES = auto()
    DIGITS = auto()
    ITEMS = auto()
    SENTENCES = auto()
    SOUGHT = auto()
    PARAGRAPHS = auto()


NAMES = (*labels(Span), *(f"{name}_if_{kind.value}" for kind in FAMILIES for name in labels(SpanOfKind)))
# Measured once and weighed twice: whatever is asked, and by the kind of answer.
_REPEATED = [Span.LOG_LENGTH, Span.CLAUSES]
# The rows of the kind of answer stand behind those of `Span`.
_SOUGHT_ROW, _SOUGHT_AT_ALL_ROW = len(Span), len(Span) + 1


@dataclass(frozen=True, slots=True)
class Region:
    """The stretch of a document in which the answer is looked for: the passage and the one that follows it.

    `start` and `end` are where it lies among the texts of the generation, in units, `passage_end` where the passage
    itself ends inside it; `borders`, array (clauses + 1,), are where the clauses begin and where the last one ends;
    `marks`, array (clauses,), and `counts`, array (clauses, `COUNTED`), tell what each holds; `first` and `last`,
    arrays (candidates,), are the candidates: first clause and last clause + 1.
    """

    start: int
    end: int
    passage_end: int
    borders: Integers
    marks: npt.NDArray[np.uint8]
    counts: npt.NDArray[np.uint8]
    first: Integers
    last: Integers


def region_of(ranked: Ranked, reader: Reader, row: int) -> Region:
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


@lru_cache(REGIONS_LAID_OUT)
def _runs(clauses: int, own: int) -> tuple[Integers, Integers]:
    """Give all runs of up to `SPAN_CLAUSES` of so many clauses that begin among the first `own`."""
    pairs = [
        (first, last)
        for first in range(own)
        for last in range(first + 1, min(first + SPAN_CLAUSES, clauses) + 1)
    ]
    runs = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return np.ascontiguousarray(runs[:, 0]), np.ascontiguousarray(runs[:, 1])


def of_spans(ranked: Ranked, row: int, region: Region) -> Floats:
    """Give the features of each candidate run of clauses: array (candidates, `NAMES`)."""
    values = _values(ranked, row, region)
    columns = np.zeros((len(region.first), len(NAMES)))
    columns[:, : len(Span)] = values[: len(Span)].T
    of_kind = values[[*_REPEATED, _SOUGHT_ROW, _SOUGHT_AT_ALL_ROW]].T
    columns[:, _columns_of(ranked.question.answer_kind)] = of_kind
    return columns


def best_span(ranked: Ranked, row: int, region: Region, *, weights: Weights) -> tuple[int, int]:
    """Give where the likeliest answer starts and ends inside the region, in units."""
    values = _values(ranked, row, region)
    family = ranked.question.answer_kind.family
    scores = _weights_of_kind(weights, family) @ values
    if (region.marks & HEADED).any():
        announced = HEADING_GAIN * _announced(_aspect_in(ranked, row, region), region)
        if family in COUNTABLE:
            # Under the right heading, too, only what names a figure answers a question for one.
            announced *= values[_SOUGHT_AT_ALL_ROW]
        scores += announced
    return bounds_of(region, safest(scores, region))


def safest(scores: Floats, region: Region) -> int:
    """Give the candidate that shares most with the likely ones, by F1 of the stretches.

    Where the answer begins and ends is seldom certain: words that most of the likely candidates have are a safer
    answer than the likeliest candidate alone.
    """
    likely = (-scores).argsort(kind="stable")[:LIKELY_SPANS]
    begins, ends = region.borders[region.first[likely]], region.borders[region.last[likely]]
    lengths = ends - begins
    shared = np.minimum(ends[:, None], ends) - np.maximum(begins[:, None], begins)
    alike = np.maximum(0, shared) / (lengths[:, None] + lengths)
    return int(likely[(alike @ np.exp(scores[likely] - scores[likely[0]])).argmax()])


@of_weights
def _weights_of_kind(weights: Weights, family: AnswerKind) -> Floats:
    """Give the weights of the rows of `_values` for questions of one kind: array (rows,)."""
    fitted = span_weights(weights)
    by_kind = fitted[_columns_of(family)]
    whole = np.concatenate((fitted[: len(Span)], by_kind[SpanOfKind.SOUGHT :]))
    whole[_REPEATED] += by_kind[: SpanOfKind.SOUGHT]
    return whole


def _aspect_in(ranked: Ranked, row: int, region: Region) -> Floats:
    """Give for each clause its share of that part of the question which the text answers and the title does not name.

    Of 结婚登记要什么材料 the title says 结婚登记; what the headings below it can still tell is 材料.
    """
    evidence = ranked.evidence
    open_pairs = evidence.title_counts[evidence.block[row]] == 0
    clause, term = _matches_in(ranked, row, region)
    held = np.bincount(term, minlength=len(open_pairs)) > 0
    rarity = np.where(open_pairs & held, evidence.terms.shares[:, ranked.number], 0.0)
    return np.bincount(clause, rarity[term], minlength=len(region.marks)) / max(1e-9, float(rarity.sum()))


def _announced(weight: Floats, region: Region) -> Floats:
    """Give for each candidate the share of the question that the heading right above it holds."""
    held, announced = 0.0, []
    goes_on = False
    for share, mark in zip(weight.tolist(), region.marks.tolist(), strict=True):
        if mark & HEADED:
            held = share + (held if goes_on else 0.0)
            # A heading ends with its line; the next one is another heading.
            goes_on = not mark & SENTENCE
        announced.append(held)
    return np.array(announced)[region.first]


def _columns_of(kind: AnswerKind) -> slice:
    start = len(Span) + FAMILIES.index(kind.family) * len(SpanOfKind)
    return slice(start, start + len(SpanOfKind))


def _weights_in(ranked: Ranked, row: int, region: Region) -> tuple[Floats, Floats]:
    """Give for each clause of the region the share of the question that matches there, and in how many places."""
    evidence = ranked.evidence
    clause, term = _matches_in(ranked, row, region)
    clauses = len(region.marks)
    return (
        np.bincount(clause, evidence.terms.shares[term, ranked.number], minlength=clauses).astype(np.float64),
        np.bincount(clause, minlength=clauses).astype(np.float64),
    )


def _matches_in(ranked: Ranked, row: int, region: Region) -> tuple[Integers, Integers]:
    """Give the clause and the column of every match in the region."""
    evidence = ranked.evidence
    offset = int(evidence.bounds[row])
    first, last = evidence.at.searchsorted((offset, offset + region.end - region.start))
    at, term = evidence.at[first:last], evidence.term[first:last]
    if evidence.terms.sizes[ranked.number] < len(evidence.terms.pairs):
        own = evidence.terms.shares[term, ranked.number] > 0
        at, term = at[own], term[own]
    return region.borders.searchsorted(at - offset, side="right") - 1, term


def _values(ranked: Ranked, row: int, region: Region) -> Floats:
    """Give what is measured: array (`Span` and the two of the question's kind, candidates)."""
    first, last = region.first, region.last
    weight, matches = _weights_in(ranked, row, region)
    sums = _sums(ranked.question.answer_kind, region, weight, matches)
    inside = sums[:, last] - sums[:, first]
    padded = np.zeros(len(weight) + 3)
    padded[2:-1] = weight
    peak = int(weight.argmax())
    begins = region.borders[first]
    ends = region.borders[last]
    length = (ends - begins).astype(np.float64)
    sentence, colon, paragraph = _closing(region.marks)
    values = np.empty((len(Span) + 2, len(first)))
    np.minimum(inside[Summed.WEIGHT], 1.5, out=values[Span.HELD])
    values[Span.HELD_SHARE] = inside[Summed.WEIGHT] / max(1e-9, float(sums[Summed.WEIGHT, -1]))
    values[Span.NOVEL] = 1 - np.minimum(1.0, 2 * inside[Summed.MATCHES] / length)
    values[Span.BEFORE] = padded[first + 1]
    values[Span.BEFORE2] = padded[first]
    values[Span.AFTER] = padded[last + 2]
    values[Span.FIRST_CLAUSE] = padded[first + 2]
    values[Span.PEAK_INSIDE] = (first <= peak) & (peak < last)
    values[Span.PEAK_BEFORE] = first == peak + 1
    values[Span.LOG_LENGTH] = np.log1p(length) / 5
    values[Span.LENGTH] = np.minimum(3.0, length / 100)
    values[Span.CLAUSES] = (last - first) / SPAN_CLAUSES
    values[Span.SINGLE] = last - first == 1
    values[Span.STARTS_SENTENCE] = sentence[first]
    values[Span.ENDS_SENTENCE] = sentence[last]
    values[Span.AFTER_COLON] = colon[first]
    values[Span.ENDS_COLON] = colon[last]
    values[Span.WHOLE_SENTENCE] = values[Span.STARTS_SENTENCE] * values[Span.ENDS_SENTENCE]
    values[Span.PLACE] = begins / max(1, region.passage_end)
    values[Span.DIGITS] = np.minimum(1.0, inside[Summed.DIGITS])
    values[Span.ITEMS] = np.minimum(1.0, inside[Summed.ITEMS])
    values[Span.SENTENCES] = np.minimum(1.0, inside[Summed.SENTENCES])
    values[Span.CROSSES] = ends > region.passage_end
    values[Span.STARTS_PARAGRAPH] = paragraph[first]
    values[Span.ENDS_PARAGRAPH] = paragraph[last]
    values[Span.PARAGRAPHS] = np.minimum(1.0, inside[Summed.PARAGRAPHS])
    values[_SOUGHT_ROW] = np.minimum(1.0, inside[Summed.SOUGHT])
    values[_SOUGHT_AT_ALL_ROW] = inside[Summed.SOUGHT] > 0
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


def _sums(kind: AnswerKind, region: Region, weight: Floats, matches: Floats) -> Floats:
    """Give the running sums over the clauses of what candidates are measured by, each row beginning with 0.

    Array (`Summed`, clauses + 1).
    """
    clauses = len(region.marks)
    rows = np.zeros((len(Summed), clauses + 1))
    rows[Summed.WEIGHT, 1:] = weight
    rows[Summed.MATCHES, 1:] = matches
    rows[Summed.DIGITS, 1:] = region.counts[:, COUNTED.index("digits")] / 10
    rows[Summed.ITEMS, 1:] = region.counts[:, COUNTED.index("items")] / 5
    rows[Summed.SENTENCES, 1:] = ((region.marks & SENTENCE) > 0) / 5
    rows[Summed.PARAGRAPHS, 1:] = ((region.marks & PARAGRAPH) > 0) / 5
    if kind.value in COUNTED:
        rows[Summed.SOUGHT, 1:] = region.counts[:, COUNTED.index(kind.value)] / 4
    sums: Floats = np.cumsum(rows, axis=1)
    return sums


def bounds_of(region: Region, candidate: int) -> tuple[int, int]:
    """Give where a candidate starts and ends inside the region, in units."""
    return int(region.borders[region.first[candidate]]), int(region.borders[region.last[candidate]])


@of_weights
def span_weights(weights: Weights) -> Floats:
    """Give the weights of the span features: array (`NAMES`,)."""
    fitted = weights["span"]
    return np.array([fitted[name] for name in NAMES], dtype=np.float64)
