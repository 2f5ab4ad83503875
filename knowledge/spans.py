"""Which words inside the best passage are the answer: runs of clauses weighed against each other.

The words are only ever quoted, so figures, dates and amounts stay as the document has them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from knowledge.evidence import Floats, Integers
from knowledge.generation import Reader
from knowledge.normal import Units
from knowledge.question import Sought
from knowledge.ranking import Ranked, weights

LONGEST = 8

_CLAUSE, _SENTENCE, _COLON, _COMMA, _DIGIT, _ITEM, _TIME, _BODY = (1 << bit for bit in range(8))
_KINDS = (Sought.NUMBER, Sought.TIME, Sought.PHONE, Sought.BODY, Sought.LIST, Sought.MANNER, Sought.OTHER)

_BASE = (
    "held", "held_share", "novel", "before", "before2", "after", "first_clause", "peak_inside", "peak_before",
    "log_length", "length", "clauses", "single", "starts_sentence", "ends_sentence", "after_colon", "ends_colon",
    "whole_sentence", "place", "digits", "any_digit", "items", "sentences", "crosses",
)  # fmt: skip
_BY_KIND = ("log_length", "clauses", "held", "before")
_CUES = (
    "digits_if_number", "any_digit_if_number", "any_digit_if_time", "times_if_time", "digits_if_phone", "bodies_if_body",
    "items_if_list", "items_if_manner",
)  # fmt: skip
NAMES = (*_BASE, *(f"{name}_if_{kind.value}" for kind in _KINDS for name in _BY_KIND), *_CUES)


@dataclass(frozen=True, slots=True)
class Region:
    """The stretch of a document in which the answer is looked for: the passage and the one that follows it.

    `start` is its place among the texts of the generation, `passage_end` where the passage itself ends inside it;
    `borders` are the clauses' ends, `candidates` rows of (first clause, last clause + 1).
    """

    start: int
    units: Units
    passage_end: int
    borders: Integers
    candidates: Integers


@cache
def _marks() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    for letters, mark in (
        ("。！？!?；;\n", _CLAUSE | _SENTENCE), ("，、 　\t", 0), ("，", _CLAUSE), ("：:", _CLAUSE | _COLON),
        (" 　\t", _CLAUSE), (",", _COMMA), ("0123456789", _DIGIT), ("一二三四五六七八九十", _ITEM),
        ("年月日天时", _TIME), ("局委厅部办院会", _BODY),
    ):  # fmt: skip
        for letter in letters:
            table[ord(letter)] |= mark
    return table


def region(ranked: Ranked, reader: Reader, row: int) -> Region:
    """Give the clauses of a candidate passage, and of the next one in the same block."""
    evidence = ranked.evidence
    number = int(evidence.numbers[row])
    start, end = (int(place) for place in reader.passages[number])
    passage_end = end - start
    if row + 1 < len(evidence.numbers) and evidence.block[row + 1] == evidence.block[row]:
        end = int(reader.passages[number + 1, 1])
    units = reader.units(start, end)
    marks = _marks()[units]
    # A comma between digits groups a number; elsewhere it ends a clause.
    digit_next = np.append((marks[1:] & _DIGIT) > 0, False)
    ends = ((marks & _CLAUSE) > 0) | (((marks & _COMMA) > 0) & ~digit_next)
    borders = np.unique(np.concatenate((np.flatnonzero(ends) + 1, [len(units)])))
    first = np.arange(len(borders))
    grid = np.stack(
        (
            np.repeat(first, LONGEST),
            np.repeat(first, LONGEST) + np.tile(np.arange(1, LONGEST + 1), len(first)),
        )
    )
    starts = np.concatenate(([0], borders[:-1]))
    kept = (grid[1] <= len(borders)) & (starts[grid[0]] < passage_end)
    return Region(start, units, passage_end, borders, grid[:, kept].T)


def of_spans(ranked: Ranked, row: int, place: Region) -> Floats:
    """Give one row of `NAMES` for each candidate run of clauses."""
    evidence = ranked.evidence
    total = max(1e-9, float(evidence.terms.rarity.sum()))
    offset = int(evidence.bounds[row])
    inside = (evidence.at >= offset) & (evidence.at < offset + len(place.units))
    weight = np.zeros(len(place.units))
    weight[evidence.at[inside] - offset] = evidence.terms.rarity[evidence.term[inside]] / total
    marks = _marks()[place.units]
    starts = np.concatenate(([0], place.borders[:-1]))
    sums = {name: _sums(values, place.borders) for name, values in _counted(weight, marks)}
    clause_held = np.diff(sums["held"])
    padded = np.concatenate(([0.0, 0.0], clause_held, [0.0]))
    first, last = place.candidates[:, 0], place.candidates[:, 1]
    per = {name: values[last] - values[first] for name, values in sums.items()}
    length = (place.borders[last - 1] - starts[first]).astype(np.float64)
    peak = int(np.argmax(clause_held)) if len(clause_held) else 0
    begins = np.concatenate(([True], (marks[place.borders[:-1] - 1] & _SENTENCE) > 0))
    colon = np.concatenate(([False], (marks[place.borders[:-1] - 1] & _COLON) > 0))
    closes = (marks[place.borders - 1] & _SENTENCE) > 0
    ends_colon = (marks[place.borders - 1] & _COLON) > 0
    log_length = np.log1p(length) / 5
    clauses = (last - first) / LONGEST
    base = {
        "held": np.minimum(per["held"], 1.5), "held_share": per["held"] / np.maximum(1e-9, sums["held"][-1]),
        "novel": 1 - np.minimum(1.0, 2 * per["matched"] / np.maximum(1.0, length)),
        "before": padded[first + 1], "before2": padded[first], "after": padded[np.minimum(last + 2, len(padded) - 1)],
        "first_clause": padded[first + 2], "peak_inside": ((first <= peak) & (peak < last)).astype(np.float64),
        "peak_before": (first == peak + 1).astype(np.float64), "log_length": log_length,
        "length": np.minimum(3.0, length / 100), "clauses": clauses, "single": (last - first == 1).astype(np.float64),
        "starts_sentence": begins[first].astype(np.float64), "ends_sentence": closes[last - 1].astype(np.float64),
        "after_colon": colon[first].astype(np.float64), "ends_colon": ends_colon[last - 1].astype(np.float64),
        "whole_sentence": (begins[first] & closes[last - 1]).astype(np.float64),
        "place": starts[first] / max(1, place.passage_end), "digits": np.minimum(1.0, per["digits"] / 10),
        "any_digit": (per["digits"] > 0).astype(np.float64), "items": np.minimum(1.0, per["items"] / 5),
        "sentences": np.minimum(1.0, per["sentences"] / 5),
        "crosses": (place.borders[last - 1] > place.passage_end).astype(np.float64),
    }  # fmt: skip
    asks = ranked.question.sought
    by_kind = [base[name] * (asks is kind) for kind in _KINDS for name in _BY_KIND]
    cues = (
        base["digits"] * (asks is Sought.NUMBER), base["any_digit"] * (asks is Sought.NUMBER),
        base["any_digit"] * (asks is Sought.TIME), np.minimum(1.0, per["times"] / 4) * (asks is Sought.TIME),
        base["digits"] * (asks is Sought.PHONE), np.minimum(1.0, per["bodies"] / 4) * (asks is Sought.BODY),
        base["items"] * (asks is Sought.LIST), base["items"] * (asks is Sought.MANNER),
    )  # fmt: skip
    return np.stack([*(base[name] for name in _BASE), *by_kind, *cues], axis=1)


def best_span(ranked: Ranked, row: int, place: Region) -> tuple[int, int]:
    """Give where the likeliest answer starts and ends inside the region, in units."""
    scores = of_spans(ranked, row, place) @ span_weights()
    return bounds_of(place, int(np.argmax(scores)))


def bounds_of(place: Region, candidate: int) -> tuple[int, int]:
    """Give where a candidate starts and ends inside the region, in units."""
    first, last = place.candidates[candidate]
    return (int(place.borders[first - 1]) if first else 0), int(place.borders[last - 1])


@cache
def span_weights() -> Floats:
    """Give the weights of the span features, in the order of `NAMES`."""
    fitted = weights()["span"]
    return np.array([fitted[name] for name in NAMES], dtype=np.float64)


def _counted(weight: Floats, marks: npt.NDArray[np.uint8]) -> list[tuple[str, npt.NDArray[np.generic]]]:
    return [
        ("held", weight),
        ("matched", weight > 0),
        ("digits", (marks & _DIGIT) > 0),
        ("items", (marks & _ITEM) > 0),
        ("times", (marks & _TIME) > 0),
        ("bodies", (marks & _BODY) > 0),
        ("sentences", (marks & _SENTENCE) > 0),
    ]


def _sums(values: npt.NDArray[np.generic], borders: Integers) -> Floats:
    """Give the running sums of values at the clauses' borders, beginning with 0."""
    running = np.cumsum(values, dtype=np.float64)
    return np.concatenate(([0.0], running[borders - 1]))
