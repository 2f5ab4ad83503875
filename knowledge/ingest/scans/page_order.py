"""The order in which a page is read: what spans it first, then the left column, then the right one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from knowledge.ingest.scans.piece import ReadPiece, joined, letter_width

# Two columns: so many lines in each, of so much of the text's width.
COLUMN_LINES = 4
COLUMN_SHARE = 0.25
GUTTERS = 80
SLACK_LETTERS, OVER_LETTERS = 0.4, 2.0
NEAR_LETTERS, APART_LETTERS = 1.5, 1.3
DOUBLE_SHARE, DOUBLE_SIGNS = 0.5, 2
ROW_OVERLAP = 0.5
BLANK_LETTERS = 0.7


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Rows that are read one after the other, from the left margin to the right."""

    rows: tuple[ReadPiece, ...]


@dataclass(slots=True)
class _Band:
    """What is read before the next line that spans both columns."""

    left: list[ReadPiece] = field(default_factory=list)
    right: list[ReadPiece] = field(default_factory=list)
    across: list[ReadPiece] = field(default_factory=list)

    def columns(self) -> list[list[ReadPiece]]:
        """Give what there is of it."""
        return [one for one in (self.across, self.left, self.right) if one]


def columns(pieces: Sequence[ReadPiece]) -> list[TextColumn]:
    """Give the columns of a page in the order in which they are read."""
    letter = letter_width(list(pieces))
    gap, gutter = BLANK_LETTERS * letter, _gutter(pieces, letter)
    if gutter is None:
        groups = [list(pieces)]
    else:
        groups = _bands([half for one in pieces for half in gutter.halves(one)], gutter)
    return [TextColumn(tuple(rows(group, gap=gap))) for group in groups if group]


def without_doubles(pieces: Sequence[ReadPiece]) -> list[ReadPiece]:
    """Give the pieces but for scraps of a sign or two that lie on another piece: those signs were seen twice."""
    return [
        one
        for one in pieces
        if len(one.text) > DOUBLE_SIGNS or not any(_lies_on(one, other) for other in pieces)
    ]


def _lies_on(scrap: ReadPiece, other: ReadPiece) -> bool:
    common = min(scrap.right, other.right) - max(scrap.left, other.left)
    level = abs(scrap.middle - other.middle) < ROW_OVERLAP * other.height
    return len(other.text) > len(scrap.text) and level and common > DOUBLE_SHARE * (scrap.right - scrap.left)


def rows(pieces: Sequence[ReadPiece], *, gap: float) -> list[ReadPiece]:
    """Give the rows of a column from top to bottom; pieces side by side are one row."""
    found: list[list[ReadPiece]] = []
    for piece in sorted(pieces, key=lambda one: one.middle):
        fitting = next((row for row in reversed(found[-3:]) if _is_beside(piece, row)), None)
        if fitting is None:
            found.append([piece])
        else:
            fitting.append(piece)
    return [joined(row, gap=gap) for row in found]


def _is_beside(piece: ReadPiece, row: Sequence[ReadPiece]) -> bool:
    level = median(one.middle for one in row)
    lower = min(piece.height, *(one.height for one in row))
    slack = 0.3 * lower
    apart = all(piece.left > one.right - slack or piece.right < one.left + slack for one in row)
    return apart and abs(piece.middle - level) < ROW_OVERLAP * lower


@dataclass(frozen=True, slots=True)
class _Gutter:
    """Where two columns meet. What reaches over it by a letter or two on one side only belongs to the other."""

    at: float
    letter: float

    def is_left(self, piece: ReadPiece) -> bool:
        """Whether something stands in the left column."""
        return piece.right - self.at <= self._reach(self.at - piece.left)

    def is_right(self, piece: ReadPiece) -> bool:
        """Whether something stands in the right column."""
        return self.at - piece.left < self._reach(piece.right - self.at)

    def touching(self, pieces: Sequence[ReadPiece]) -> int:
        """Count what lies on it: the best gutter is where the least does."""
        slack = SLACK_LETTERS * self.letter
        return sum(one.left + slack < self.at < one.right - slack for one in pieces)

    def _reach(self, within: float) -> float:
        """Give how far something may reach over that lies so far within a column."""
        return self.letter * min(OVER_LETTERS, max(SLACK_LETTERS, within / self.letter / 4))

    def halves(self, piece: ReadPiece) -> list[ReadPiece]:
        """Give a line that was seen across both columns as two, where its signs stand apart near the gutter."""
        if self.is_left(piece) or self.is_right(piece):
            return [piece]
        gaps = [(after - before, at) for at, (before, after) in enumerate(pairwise(piece.places), start=1)]
        near = [
            one
            for one in gaps
            if abs((piece.places[one[1] - 1] + piece.places[one[1]]) / 2 - self.at)
            < NEAR_LETTERS * self.letter
        ]
        if not near or max(near)[0] < APART_LETTERS * (piece.right - piece.left) / max(1.0, piece.units):
            return [piece]
        cut = max(near)[1]
        return [piece.part(0, cut), piece.part(cut, len(piece.text))]

    def crossing(self, pieces: Sequence[ReadPiece]) -> list[ReadPiece]:
        """Give what stands in neither."""
        return [one for one in pieces if not (self.is_left(one) or self.is_right(one))]


def _gutter(pieces: Sequence[ReadPiece], letter: float) -> _Gutter | None:
    """Give where two columns meet; None on a page with one."""
    if len(pieces) < 2 * COLUMN_LINES:
        return None
    left, right = min(one.left for one in pieces), max(one.right for one in pieces)
    tries = [_Gutter(left + (right - left) * (0.3 + 0.4 * at / GUTTERS), letter) for at in range(GUTTERS + 1)]
    fitting = [one for one in tries if _divides(pieces, one, right - left)]
    if not fitting:
        return None
    least = min(one.touching(pieces) for one in fitting)
    best = [one for one in fitting if one.touching(pieces) == least]
    return best[len(best) // 2]


def _divides(pieces: Sequence[ReadPiece], gutter: _Gutter, width: float) -> bool:
    sides = [one for one in pieces if gutter.is_left(one)], [one for one in pieces if gutter.is_right(one)]
    across = len(gutter.crossing(pieces))
    return all(
        len(side) >= max(COLUMN_LINES, across / 2)
        and median(one.right - one.left for one in side) >= COLUMN_SHARE * width
        for side in sides
    )


def _bands(pieces: Sequence[ReadPiece], gutter: _Gutter) -> list[list[ReadPiece]]:
    """Give what is read together, from top to bottom: each line across ends what stands above it."""
    bands = [_Band()]
    for piece in sorted(pieces, key=lambda one: one.middle):
        if gutter.is_left(piece):
            bands[-1].left.append(piece)
        elif gutter.is_right(piece):
            bands[-1].right.append(piece)
        else:
            if bands[-1].left or bands[-1].right:
                bands.append(_Band())
            bands[-1].across.append(piece)
    return [column for band in bands for column in band.columns()]
