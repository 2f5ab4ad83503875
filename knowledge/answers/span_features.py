"""What tells one run of clauses from another, as numbers: what it holds of a question, and how it lies in its passage."""

import numpy as np
import numpy.typing as npt

from knowledge.answers.spans import SPAN_CLAUSES, AnswerStretch
from knowledge.search.columns import Columns, labels
from knowledge.search.evidence import Floats, Integers
from knowledge.search.ranking import Ranked
from knowledge.text.clauses import COLON, COUNTED, HEADED, PARAGRAPH, SENTENCE
from knowledge.text.question import FAMILIES, AnswerKind


class Span(Columns):
    """What is measured of a run of clauses whatever is asked."""

    HELD: int
    HELD_SHARE: int
    NOVEL: int
    BEFORE: int
    BEFORE2: int
    AFTER: int
    FIRST_CLAUSE: int
    PEAK_INSIDE: int
    PEAK_BEFORE: int
    LOG_LENGTH: int
    LENGTH: int
    CLAUSES: int
    SINGLE: int
    STARTS_SENTENCE: int
    ENDS_SENTENCE: int
    AFTER_COLON: int
    ENDS_COLON: int
    WHOLE_SENTENCE: int
    PLACE: int
    DIGITS: int
    ITEMS: int
    SENTENCES: int
    CROSSES: int
    STARTS_PARAGRAPH: int
    ENDS_PARAGRAPH: int
    PARAGRAPHS: int


class SpanOfKind(Columns):
    """What is weighed apart for each kind of answer: two columns of `Span` once more, and whether it names that kind."""

    LOG_LENGTH: int
    CLAUSES: int
    SOUGHT: int
    SOUGHT_AT_ALL: int


class Summed(Columns):
    """What candidates are measured by whatever is asked, summed up over the clauses."""

    DIGITS: int
    ITEMS: int
    SENTENCES: int
    SOUGHT: int
    PARAGRAPHS: int


NAMES = (*labels(Span), *(f"{name}_if_{kind.value}" for kind in FAMILIES for name in labels(SpanOfKind)))
# Measured once and weighed twice: whatever is asked, and by the kind of answer.
REPEATED = [Span.LOG_LENGTH, Span.CLAUSES]
# The rows of the kind of answer stand behind those of `Span`.
SOUGHT_ROW, SOUGHT_AT_ALL_ROW = Span.WIDTH, Span.WIDTH + 1


def of_spans(ranked: Ranked, row: int, region: AnswerStretch) -> Floats:
    """Give the features of each candidate run of clauses: array (candidates, `NAMES`)."""
    values = values_of(ranked, row, region)
    columns = np.zeros((len(region.first), len(NAMES)))
    columns[:, : Span.WIDTH] = values[: Span.WIDTH].T
    of_kind = values[[*REPEATED, SOUGHT_ROW, SOUGHT_AT_ALL_ROW]].T
    columns[:, columns_of(ranked.question.answer_kind)] = of_kind
    return columns


def columns_of(kind: AnswerKind) -> slice:
    """Give the columns that are weighed apart for a kind of answer."""
    start = Span.WIDTH + FAMILIES.index(kind.family) * SpanOfKind.WIDTH
    return slice(start, start + SpanOfKind.WIDTH)


def values_of(ranked: Ranked, row: int, region: AnswerStretch) -> Floats:
    """Give what is measured: array (`Span` and the two of the question's kind, candidates)."""
    first, last = region.first, region.last
    values = _fixed(ranked.question.answer_kind, region).copy()
    weight, matches = _weights_in(ranked, row, region)
    running = np.zeros((2, len(weight) + 1))
    running[0, 1:], running[1, 1:] = weight, matches
    running.cumsum(axis=1, out=running)
    held, matched = running[:, last] - running[:, first]
    padded = np.zeros(len(weight) + 3)
    padded[2:-1] = weight
    peak = int(weight.argmax())
    length = region.borders[last] - region.borders[first]
    np.minimum(held, 1.5, out=values[Span.HELD])
    values[Span.HELD_SHARE] = held / max(1e-9, float(running[0, -1]))
    values[Span.NOVEL] = 1 - np.minimum(1.0, 2 * matched / length)
    values[Span.BEFORE] = padded[first + 1]
    values[Span.BEFORE2] = padded[first]
    values[Span.AFTER] = padded[last + 2]
    values[Span.FIRST_CLAUSE] = padded[first + 2]
    values[Span.PEAK_INSIDE] = (first <= peak) & (peak < last)
    values[Span.PEAK_BEFORE] = first == peak + 1
    return values


def _fixed(kind: AnswerKind, region: AnswerStretch) -> Floats:
    """Give the same array with what does not depend on the words of a question filled in; it is measured once."""
    values = region.fixed.get(kind)
    if values is None:
        values = region.fixed[kind] = _measured(kind, region)
    return values


def _measured(kind: AnswerKind, region: AnswerStretch) -> Floats:
    first, last = region.first, region.last
    sums = _sums(kind, region)
    inside = sums[:, last] - sums[:, first]
    begins, ends = region.borders[first], region.borders[last]
    length = (ends - begins).astype(np.float64)
    sentence, colon, paragraph = _closing(region.marks)
    values = np.zeros((Span.WIDTH + 2, len(first)))
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
    values[SOUGHT_ROW] = np.minimum(1.0, inside[Summed.SOUGHT])
    values[SOUGHT_AT_ALL_ROW] = inside[Summed.SOUGHT] > 0
    return values


def _weights_in(ranked: Ranked, row: int, region: AnswerStretch) -> tuple[Floats, Floats]:
    """Give for each clause of the region the share of the question that matches there, and in how many places."""
    evidence = ranked.evidence
    clause, term = matches_in(ranked, row, region)
    clauses = len(region.marks)
    return (
        np.bincount(clause, evidence.terms.shares[term, ranked.number], minlength=clauses).astype(np.float64),
        np.bincount(clause, minlength=clauses).astype(np.float64),
    )


def matches_in(ranked: Ranked, row: int, region: AnswerStretch) -> tuple[Integers, Integers]:
    """Give the clause and the column of every match in the region."""
    evidence = ranked.evidence
    offset = int(evidence.bounds[row])
    first, last = evidence.at.searchsorted((offset, offset + region.end - region.start))
    at, term = evidence.at[first:last], evidence.term[first:last]
    if evidence.terms.sizes[ranked.number] < len(evidence.terms.pairs):
        own = evidence.terms.shares[term, ranked.number] > 0
        at, term = at[own], term[own]
    return region.borders.searchsorted(at - offset, side="right") - 1, term


def _closing(marks: npt.NDArray[np.uint8]) -> tuple[Floats, Floats, Floats]:
    """Tell before the first clause and after each one whether a sentence ends there, and whether a colon stands there."""
    # A heading announces what follows it, as a colon does, and ends a sentence.
    sentence, colon = np.ones(len(marks) + 1), np.zeros(len(marks) + 1)
    sentence[1:] = (marks & (SENTENCE | HEADED)) > 0
    colon[1:] = (marks & (COLON | HEADED)) > 0
    paragraph = np.ones(len(marks) + 1)
    paragraph[1:] = (marks & PARAGRAPH) > 0
    return sentence, colon, paragraph


def _sums(kind: AnswerKind, region: AnswerStretch) -> Floats:
    """Give the running sums over the clauses of what candidates are measured by, each row beginning with 0.

    Array (`Summed`, clauses + 1).
    """
    clauses = len(region.marks)
    rows = np.zeros((Summed.WIDTH, clauses + 1))
    rows[Summed.DIGITS, 1:] = region.counts[:, COUNTED.index("digits")] / 10
    rows[Summed.ITEMS, 1:] = region.counts[:, COUNTED.index("items")] / 5
    rows[Summed.SENTENCES, 1:] = ((region.marks & SENTENCE) > 0) / 5
    rows[Summed.PARAGRAPHS, 1:] = ((region.marks & PARAGRAPH) > 0) / 5
    if kind.value in COUNTED:
        rows[Summed.SOUGHT, 1:] = region.counts[:, COUNTED.index(kind.value)] / 4
    sums: Floats = np.cumsum(rows, axis=1)
    return sums
