"""Which runs of clauses may answer: those of the best passage and the one behind it, in the same block.

The words are only ever quoted, so figures, dates and amounts stay as the document has them.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.search.evidence import Floats, Integers
from knowledge.search.ranking import Ranked
from knowledge.text.clauses import HEADED, WORDED
from knowledge.text.question import AnswerKind

SPAN_CLAUSES = 8
SHAPES_LAID_OUT = 256
REGIONS_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class AnswerStretch:
    """The stretch of a document in which the answer is looked for: the passage and the one that follows it.

    `start` and `end` are where it lies among the texts of the generation, in units, `passage_end` where the passage
    itself ends inside it; `borders`, array (clauses + 1,), are where the clauses begin and where the last one ends;
    `marks`, array (clauses,), and `counts`, array (clauses, `COUNTED`), tell what each holds; `first` and `last`,
    arrays (candidates,), are the candidates: first clause and last clause + 1. `fixed` keeps, for a kind of answer, what
    is measured of the candidates whatever the words of the question (`span_features`).
    """

    start: int
    end: int
    passage_end: int
    borders: Integers
    marks: npt.NDArray[np.uint8]
    counts: npt.NDArray[np.uint8]
    first: Integers
    last: Integers
    fixed: dict[AnswerKind, Floats] = field(default_factory=dict, repr=False)


def region_of(ranked: Ranked, reader: Reader, row: int) -> AnswerStretch:
    """Give the clauses of a candidate passage, and of the next one in the same block."""
    block = ranked.evidence.block
    return stretch_of(
        reader,
        ranked.number_of(row),
        follows=bool(row + 1 < len(block) and block[row + 1] == block[row]),
    )


@of_generation(REGIONS_REMEMBERED)
def stretch_of(reader: Reader, number: int, *, follows: bool) -> AnswerStretch:
    """Give the clauses of a passage, and of the one behind it where one `follows` in its block."""
    start, passage_end = reader.texts.bounds_of(number)
    one, own = reader.texts.clause_range(number)
    end, other = passage_end, own
    if follows:
        end, other = reader.texts.bounds_of(number + 1)[1], reader.texts.clause_range(number + 1)[1]
    clauses = reader.texts.clauses(one, other)
    borders = np.zeros(other - one + 1, dtype=np.int64)
    np.subtract(clauses.ends, start, out=borders[1:])
    first, last = _candidates(clauses.marks, own - one)
    return AnswerStretch(
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
    worded = (marks & (WORDED | HEADED)) == WORDED
    sound = worded[first] & worded[last - 1]
    headed = (marks & HEADED) > 0
    if headed.any():
        headings = np.concatenate(([0], np.cumsum(headed)))
        sound &= headings[last] == headings[first]
    return (first[sound], last[sound]) if sound.any() else (first, last)


@lru_cache(SHAPES_LAID_OUT)
def _runs(clauses: int, own: int) -> tuple[Integers, Integers]:
    """Give all runs of up to `SPAN_CLAUSES` of so many clauses that begin among the first `own`."""
    pairs = [
        (first, last)
        for first in range(own)
        for last in range(first + 1, min(first + SPAN_CLAUSES, clauses) + 1)
    ]
    runs = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return np.ascontiguousarray(runs[:, 0]), np.ascontiguousarray(runs[:, 1])


def bounds_of(region: AnswerStretch, candidate: int) -> tuple[int, int]:
    """Give where a candidate starts and ends inside the region, in units."""
    return int(region.borders[region.first[candidate]]), int(region.borders[region.last[candidate]])
