"""The clauses of every text, measured once when a generation is written: an answer is a run of whole clauses.

What a clause holds does not depend on the question, so a question only has to look at where its own words stand.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from knowledge.text.normal_form import Units, bare_units
from knowledge.text.question import AnswerKind

Offsets = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

_FIGURE, _CURRENCY, _CALENDAR, _UNIT, _BULLET, _OFFICE = (1 << bit for bit in range(6))
_NAMED_BY = (
    ("0123456789０１２３４５６７８９", _FIGURE),
    ("元万亿%％", _CURRENCY | _UNIT),
    ("年月日天时周点:：", _CALENDAR),
    ("年月日天时周岁倍个人户名项条次家米亩公平小度级折种", _UNIT),
    ("一二三四五六七八九十①②③④⑤⑥⑦⑧⑨", _BULLET),
    ("局委厅部办院会", _OFFICE),
)
LEAST_PHONE_DIGITS = 7
_FOLLOWERS = {AnswerKind.MONEY: _CURRENCY, AnswerKind.NUMBER: _UNIT, AnswerKind.TIME: _CALENDAR}
_SINGLES = {AnswerKind.LIST: _BULLET, AnswerKind.MANNER: _BULLET, AnswerKind.BODY: _OFFICE}
MARKED = (AnswerKind.PHONE, *_FOLLOWERS, *_SINGLES)

SENTENCE, COLON, WORDED, HEADED, PARAGRAPH = (1 << bit for bit in range(5))
# How often a clause names figures, list items, and each kind of thing that is asked for.
COUNTED = ("digits", "items", *(kind.value for kind in MARKED))
MOST_COUNTED = 255
# Texts are measured together in stretches of about so many units: large enough to be quick, small beside the rest.
STRETCH_UNITS = 500_000

_SENTENCE_END, _COLON_END, _BLANK, _END, _COMMA, _DIGIT, _ITEM = (1 << bit for bit in range(7))


def _marks() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    for letters, mark in (
        ("。！？!?；;", _END | _SENTENCE_END), ("\n", _END | _SENTENCE_END | _BLANK), ("，", _END), ("：:", _END | _COLON_END), (" 　\t", _END | _BLANK),
        (",", _COMMA), ("0123456789", _DIGIT), ("一二三四五六七八九十", _ITEM),
    ):  # fmt: skip
        for letter in letters:
            table[ord(letter)] |= mark
    return table


_MARKS = _marks()


@dataclass(frozen=True, slots=True)
class Measured:
    """Clauses in order: where each ends, its marks (`SENTENCE` …), its counts (`COUNTED`)."""

    ends: Offsets
    marks: npt.NDArray[np.uint8]
    counts: npt.NDArray[np.uint8]


def measure(units: Units, *, borders: Offsets, headed: Offsets) -> Measured:
    """Measure a stretch of text; `borders` are places where a clause must end, `headed` rows of (start, end) of headings."""
    if not len(units):
        return Measured(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros((0, len(COUNTED)), np.uint8))
    marks = _MARKS[units]
    ends = _ends(marks, borders)
    starts = np.concatenate(([0], ends[:-1]))
    closing = np.bitwise_or.reduceat(marks, starts)
    worded = np.maximum.reduceat(bare_units(units), starts) > ord(" ")
    inside = np.zeros(len(units) + 1, dtype=np.int8)
    np.add.at(inside, headed[:, 0], 1)
    np.add.at(inside, headed[:, 1], -1)
    titled = np.cumsum(inside, dtype=np.int8)[starts] > 0
    flags = (
        np.where(closing & _SENTENCE_END, SENTENCE, 0)
        | np.where(closing & _COLON_END, COLON, 0)
        | np.where(worded, WORDED, 0)
        | np.where(titled, HEADED, 0)
        | np.where(closing & _BLANK, PARAGRAPH, 0)
    )
    named = ((marks & _DIGIT) > 0, (marks & _ITEM) > 0, *(kind_marks(units, kind) for kind in MARKED))
    counts = [np.minimum(MOST_COUNTED, np.add.reduceat(mark, starts, dtype=np.int32)) for mark in named]
    return Measured(ends, flags.astype(np.uint8), np.stack(counts, axis=1).astype(np.uint8))


def _ends(marks: npt.NDArray[np.uint8], borders: Offsets) -> Offsets:
    """Give where clauses end: behind the last of neighbouring stops, and at every border."""
    digit = (marks & _DIGIT) > 0
    grouping = (marks & _COMMA) > 0
    # A comma between digits groups a number; elsewhere it ends a clause.
    grouping[:-1] &= digit[1:]
    stops = ((marks & _END) > 0) | (((marks & _COMMA) > 0) & ~grouping)
    last = stops.copy()
    last[:-1] &= ~stops[1:]
    last[borders[borders > 0] - 1] = True
    last[-1] = True
    return np.flatnonzero(last) + 1


@cache
def _named_by() -> npt.NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    for letters, mark in _NAMED_BY:
        for letter in letters:
            table[ord(letter)] |= mark
    return table


def kind_marks(text: Units, kind: AnswerKind) -> Marks:
    """Mark each place in a text where something of a kind stands; the kind must be one of `MARKED`."""
    if kind is AnswerKind.PHONE:
        return _long_numbers(text)
    marks = _named_by()[text]
    if kind in _FOLLOWERS:
        found = np.zeros(len(text), dtype=bool)
        found[:-1] = ((marks[:-1] & _FIGURE) > 0) & ((marks[1:] & _FOLLOWERS[kind]) > 0)
        return found
    single: Marks = (marks & _SINGLES[kind]) > 0
    return single


def _long_numbers(text: Units) -> Marks:
    """Mark where a number as long as a telephone number's begins; a dash may stand in it."""
    digit = ((_named_by()[text] & _FIGURE) > 0) | (text == ord("-"))
    long_number: Marks = digit.copy()
    for step in range(1, LEAST_PHONE_DIGITS):
        long_number[:-step] &= digit[step:]
        long_number[-step:] = False
    return long_number


@dataclass(slots=True)
class Measurer:
    """Gathers texts and measures them together, many at a time; offsets count through all texts."""

    _base: int = 0
    _length: int = 0
    _texts: list[Units] = field(default_factory=list)
    _borders: list[int] = field(default_factory=list)
    _headed: list[tuple[int, int]] = field(default_factory=list)
    _done: list[Measured] = field(default_factory=list)

    def add(self, units: Units, *, borders: list[int], headed: list[tuple[int, int]]) -> None:
        """Take the next text, with places in it where a clause must end and with the lines that are headings."""
        offset = self._length
        self._borders += [offset, *(offset + border for border in borders)]
        self._headed += [(offset + start, offset + end) for start, end in headed]
        self._texts.append(units)
        self._length += len(units)
        if self._length >= STRETCH_UNITS:
            self._measure()

    def result(self) -> Measured:
        """Give the clauses of all texts."""
        self._measure()
        return Measured(
            np.concatenate([part.ends for part in self._done]),
            np.concatenate([part.marks for part in self._done]),
            np.concatenate([part.counts for part in self._done]),
        )

    def _measure(self) -> None:
        units = np.concatenate((np.zeros(0, np.uint16), *self._texts))
        found = measure(
            units,
            borders=np.array(self._borders, dtype=np.int64),
            headed=np.array(self._headed, dtype=np.int64).reshape(-1, 2),
        )
        self._done.append(Measured(found.ends + self._base, found.marks, found.counts))
        self._base += self._length
        self._length = 0
        for held in (self._texts, self._borders, self._headed):
            held.clear()
