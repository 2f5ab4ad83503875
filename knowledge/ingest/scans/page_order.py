"""The order in which a page is read: what spans it first, then the left column, then the right one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from knowledge.ingest.scans.piece import ReadPiece, joined, letter_width

# Two columns: so many lines in each, of so much of the text's width.
COLUMN_LINES = 4
COLUMN_SHARE = 0.25
GUTTERS = 40
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
    gap = BLANK_LETTERS * letter_width(list(pieces))
    gutter = _gutter(pieces)
    groups = [list(pieces)] if gutter is None else _bands(pieces, gutter)
    return [TextColumn(tuple(rows(group, gap=gap))) for group in groups if group]


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


def _gutter(pieces: Sequence[ReadPiece]) -> float | None:
    """Give where two columns meet; None on a page with one."""
    if len(pieces) < 2 * COLUMN_LINES:
        return None
    left, right = min(one.left for one in pieces), max(one.right for one in pieces)
    tries = [left + (right - left) * (0.3 + 0.4 * at / GUTTERS) for at in range(GUTTERS + 1)]
    fitting = [one for one in tries if _divides(pieces, one, right - left)]
    if not fitting:
        return None
    least = min(_crossing(pieces, one) for one in fitting)
    best = [one for one in fitting if _crossing(pieces, one) == least]
    return best[len(best) // 2]


def _crossing(pieces: Sequence[ReadPiece], gutter: float) -> int:
    return sum(one.left < gutter < one.right for one in pieces)


def _divides(pieces: Sequence[ReadPiece], gutter: float, width: float) -> bool:
    sides = (
        [one for one in pieces if one.right <= gutter],
        [one for one in pieces if one.left >= gutter],
    )
    across = _crossing(pieces, gutter)
    return all(
        len(side) >= max(COLUMN_LINES, across / 2)
        and median(one.right - one.left for one in side) >= COLUMN_SHARE * width
        for side in sides
    )


def _bands(pieces: Sequence[ReadPiece], gutter: float) -> list[list[ReadPiece]]:
    """Give what is read together, from top to bottom: each line across ends what stands above it."""
    bands = [_Band()]
    for piece in sorted(pieces, key=lambda one: one.middle):
        if piece.left < gutter < piece.right:
            if bands[-1].left or bands[-1].right:
                bands.append(_Band())
            bands[-1].across.append(piece)
        elif piece.right <= gutter:
            bands[-1].left.append(piece)
        else:
            bands[-1].right.append(piece)
    return [column for band in bands for column in band.columns()]
