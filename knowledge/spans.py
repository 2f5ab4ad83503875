"""Which words inside the best passage are the answer: runs of clauses weighed against each other.

The words are only ever quoted, so figures, dates and amounts stay as the document has them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from knowledge.amounts import sought_marks
from knowledge.evidence import Floats, Integers
from knowledge.generation import Reader
from knowledge.normal import Units, bare_units
from knowledge.passages import ARTICLE_LEVEL, Heading
from knowledge.question import FAMILIES, Sought
from knowledge.ranking import Ranked, weights

LONGEST = 8
# A heading that names what is asked outweighs a chance likeness of the words below another one.
HEADING_GAIN = 8.0
COUNTABLE = frozenset({Sought.NUMBER, Sought.TIME, Sought.PHONE})
_BLANK, _LINE_END = 0x20, 0x0A

_CLAUSE, _SENTENCE, _COLON, _COMMA, _DIGIT, _ITEM = (1 << bit for bit in range(6))

_BASE = (
    "held", "held_share", "novel", "before", "before2", "after", "first_clause", "peak_inside", "peak_before",
    "log_length", "length", "clauses", "single", "starts_sentence", "ends_sentence", "after_colon", "ends_colon",
    "whole_sentence", "place", "digits", "items", "sentences", "crosses",
)  # fmt: skip
_BY_KIND = ("log_length", "clauses", "held", "before", "sought", "sought_at_all")
NAMES = (*_BASE, *(f"{name}_if_{kind.value}" for kind in FAMILIES for name in _BY_KIND))


@dataclass(frozen=True, slots=True)
class Region:
    """The stretch of a document in which the answer is looked for: the passage and the one that follows it.

    `start` is its place among the texts of the generation, `passage_end` where the passage itself ends inside it;
    `borders` are the clauses' ends, `candidates` rows of (first clause, last clause + 1), `headed` marks headings.
    """

    start: int
    units: Units
    passage_end: int
    borders: Integers
    candidates: Integers
    headed: npt.NDArray[np.bool_]


@cache
def _marks() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    for letters, mark in (
        ("。！？!?；;\n", _CLAUSE | _SENTENCE), ("，、 　\t", 0), ("，", _CLAUSE), ("：:", _CLAUSE | _COLON),
        (" 　\t", _CLAUSE), (",", _COMMA), ("0123456789", _DIGIT), ("一二三四五六七八九十", _ITEM),
    ):  # fmt: skip
        for letter in letters:
            table[ord(letter)] |= mark
    return table


def region(ranked: Ranked, reader: Reader, row: int) -> Region:
    """Give the clauses of a candidate passage, and of the next one in the same block."""
    evidence = ranked.evidence
    number, place = int(evidence.numbers[row]), ranked.place_of(row)
    start, end = (int(border) for border in reader.passages[number])
    passage_end = end - start
    if row + 1 < len(evidence.numbers) and evidence.block[row + 1] == evidence.block[row]:
        end = int(reader.passages[number + 1, 1])
    units = reader.units(start, end)
    marks = _marks()[units]
    # A comma between digits groups a number; elsewhere it ends a clause.
    digit_next = np.append((marks[1:] & _DIGIT) > 0, False)
    ends = ((marks & _CLAUSE) > 0) | (((marks & _COMMA) > 0) & ~digit_next)
    borders = np.unique(np.concatenate((np.flatnonzero(ends) + 1, [len(units)])))
    headed = _headed(units, reader.outline(place), offset=start - int(reader.text_starts[place]))
    candidates = _candidates(units, borders, passage_end=passage_end, headed=headed)
    return Region(start, units, passage_end, borders, candidates, headed)


def _headed(units: Units, outline: tuple[Heading, ...], *, offset: int) -> npt.NDArray[np.bool_]:
    """Mark the lines that are only headings: they lead to an answer and are none."""
    headed = np.zeros(len(units), dtype=bool)
    inside = [heading.start - offset for heading in outline if heading.level < ARTICLE_LEVEL]
    inside = [at for at in inside if 0 <= at < len(units)]
    if inside:
        line_ends = np.flatnonzero(units == _LINE_END)
        for at in inside:
            behind = int(np.searchsorted(line_ends, at))
            first = int(line_ends[behind - 1]) + 1 if behind else 0
            headed[first : int(line_ends[behind]) + 1 if behind < len(line_ends) else len(units)] = True
    return headed


def _candidates(
    units: Units, borders: Integers, *, passage_end: int, headed: npt.NDArray[np.bool_]
) -> Integers:
    """Give the runs of clauses that begin in the passage, hold no heading and neither begin nor end empty."""
    starts = np.concatenate(([0], borders[:-1]))
    count = np.arange(len(borders))
    first = np.repeat(count, LONGEST)
    last = first + np.tile(np.arange(1, LONGEST + 1), len(count))
    kept = (last <= len(borders)) & (starts[first] < passage_end)
    first, last = first[kept], last[kept]
    told = np.diff(_sums(bare_units(units) != _BLANK, borders)) > 0
    headings = _sums(headed, borders)
    sound = told[first] & told[last - 1] & (headings[last] == headings[first])
    if sound.any():
        first, last = first[sound], last[sound]
    return np.stack((first, last), axis=1)


def of_spans(ranked: Ranked, row: int, place: Region) -> Floats:
    """Give one row of `NAMES` for each candidate run of clauses."""
    plain, by_kind = _parts(ranked, row, place)
    columns = np.zeros((len(plain), len(NAMES)))
    columns[:, : len(_BASE)] = plain
    columns[:, _columns_of(ranked.question.sought)] = by_kind
    return columns


def best_span(ranked: Ranked, row: int, place: Region) -> tuple[int, int]:
    """Give where the likeliest answer starts and ends inside the region, in units."""
    plain, by_kind = _parts(ranked, row, place)
    fitted = span_weights()
    scores = plain @ fitted[: len(_BASE)] + by_kind @ fitted[_columns_of(ranked.question.sought)]
    announced = HEADING_GAIN * _announced(_weights_in(ranked, row, place), place)
    if ranked.question.sought.family in COUNTABLE:
        # Under the right heading, too, only what names a figure answers a question for one.
        announced *= by_kind[:, _BY_KIND.index("sought_at_all")]
    scores += announced
    return bounds_of(place, int(np.argmax(scores)))


def _announced(weight: Floats, place: Region) -> Floats:
    """Give for each candidate the share of the question that the heading right above it holds."""
    starts = np.concatenate(([0], place.borders[:-1]))[place.candidates[:, 0]]
    if not place.headed.any():
        return np.zeros(len(starts))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], place.headed, [False])).astype(np.int8)))
    begins, ends = edges[::2], edges[1::2]
    sums = np.concatenate(([0.0], np.cumsum(weight)))
    held = np.concatenate(([0.0], sums[ends] - sums[begins]))
    return held[np.searchsorted(ends, starts, side="right")]


def _columns_of(sought: Sought) -> slice:
    start = len(_BASE) + FAMILIES.index(sought.family) * len(_BY_KIND)
    return slice(start, start + len(_BY_KIND))


def _parts(ranked: Ranked, row: int, place: Region) -> tuple[Floats, Floats]:
    """Give the columns that hold for every question, and those of this question's kind."""
    weight = _weights_in(ranked, row, place)
    marks = _marks()[place.units]
    sought = sought_marks(place.units, ranked.question.sought)
    starts = np.concatenate(([0], place.borders[:-1]))
    first, last = place.candidates[:, 0], place.candidates[:, 1]
    length = (place.borders[last - 1] - starts[first]).astype(np.float64)
    base = _held(weight, place, length) | _shape(marks, place, length)
    base["digits"] = np.minimum(1.0, _within((marks & _DIGIT) > 0, place) / 10)
    base["items"] = np.minimum(1.0, _within((marks & _ITEM) > 0, place) / 5)
    base["sentences"] = np.minimum(1.0, _within((marks & _SENTENCE) > 0, place) / 5)
    found = _within(sought, place) if sought is not None else np.zeros(len(first))
    base["sought"], base["sought_at_all"] = np.minimum(1.0, found / 4), (found > 0).astype(np.float64)
    return (
        np.stack([base[name] for name in _BASE], axis=1),
        np.stack([base[name] for name in _BY_KIND], axis=1),
    )


def _weights_in(ranked: Ranked, row: int, place: Region) -> Floats:
    """Give for each unit of the region the share of the question that matches there."""
    evidence = ranked.evidence
    offset = int(evidence.bounds[row])
    first, last = np.searchsorted(evidence.at, [offset, offset + len(place.units)])
    weight = np.zeros(len(place.units))
    matched = evidence.terms.rarity[evidence.term[first:last]]
    weight[evidence.at[first:last] - offset] = matched / max(1e-9, float(evidence.terms.rarity.sum()))
    return weight


def _held(weight: Floats, place: Region, length: Floats) -> dict[str, Floats]:
    """Give how much of the question stands in each candidate and around it."""
    first, last = place.candidates[:, 0], place.candidates[:, 1]
    sums = _sums(weight, place.borders)
    clause = np.diff(sums)
    padded = np.concatenate(([0.0, 0.0], clause, [0.0]))
    peak = int(np.argmax(clause)) if len(clause) else 0
    inside = sums[last] - sums[first]
    return {
        "held": np.minimum(inside, 1.5),
        "held_share": inside / max(1e-9, float(sums[-1])),
        "novel": 1 - np.minimum(1.0, 2 * _within(weight > 0, place) / np.maximum(1.0, length)),
        "before": padded[first + 1],
        "before2": padded[first],
        "after": padded[np.minimum(last + 2, len(padded) - 1)],
        "first_clause": padded[first + 2],
        "peak_inside": ((first <= peak) & (peak < last)).astype(np.float64),
        "peak_before": (first == peak + 1).astype(np.float64),
    }


def _shape(marks: npt.NDArray[np.uint8], place: Region, length: Floats) -> dict[str, Floats]:
    """Give how long each candidate is, and how it begins and ends."""
    first, last = place.candidates[:, 0], place.candidates[:, 1]
    # A heading announces what follows it, as a colon does, and ends a sentence.
    closing = marks[place.borders - 1] | (place.headed[place.borders - 1] * np.uint8(_COLON | _SENTENCE))
    begins = np.concatenate(([True], (closing[:-1] & _SENTENCE) > 0))
    colon = np.concatenate(([False], (closing[:-1] & _COLON) > 0))
    closes, ends_colon = (closing & _SENTENCE) > 0, (closing & _COLON) > 0
    starts = np.concatenate(([0], place.borders[:-1]))
    return {
        "log_length": np.log1p(length) / 5,
        "length": np.minimum(3.0, length / 100),
        "clauses": (last - first) / LONGEST,
        "single": (last - first == 1).astype(np.float64),
        "starts_sentence": begins[first].astype(np.float64),
        "ends_sentence": closes[last - 1].astype(np.float64),
        "after_colon": colon[first].astype(np.float64),
        "ends_colon": ends_colon[last - 1].astype(np.float64),
        "whole_sentence": (begins[first] & closes[last - 1]).astype(np.float64),
        "place": starts[first] / max(1, place.passage_end),
        "crosses": (place.borders[last - 1] > place.passage_end).astype(np.float64),
    }


def bounds_of(place: Region, candidate: int) -> tuple[int, int]:
    """Give where a candidate starts and ends inside the region, in units."""
    first, last = place.candidates[candidate]
    return (int(place.borders[first - 1]) if first else 0), int(place.borders[last - 1])


@cache
def span_weights() -> Floats:
    """Give the weights of the span features, in the order of `NAMES`."""
    fitted = weights()["span"]
    return np.array([fitted[name] for name in NAMES], dtype=np.float64)


def _within(values: npt.NDArray[np.bool_], place: Region) -> Floats:
    """Give how many marked units each candidate holds."""
    sums = _sums(values, place.borders)
    inside: Floats = sums[place.candidates[:, 1]] - sums[place.candidates[:, 0]]
    return inside


def _sums(values: npt.NDArray[np.generic], borders: Integers) -> Floats:
    """Give the running sums of values at the clauses' borders, beginning with 0."""
    running = np.cumsum(values, dtype=np.float64)
    return np.concatenate(([0.0], running[borders - 1]))
