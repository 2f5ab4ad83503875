"""The rows of a table in an old Word file: cells by the columns they stand over."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ingest import limits
from knowledge.ingest.readers.old.sprms import sprms

_DEFINED = 0xD608
_CELL_BYTES = 20
_FOLLOWS, _VERTICAL, _RESTARTS = 0x0002, 0x0020, 0x0040
# Borders this near (twentieths of a point) are one.
_NEAR = 40


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the words of its cells, the borders between them, and which cells go on from the row above."""

    cells: tuple[str, ...]
    borders: tuple[int, ...] = ()
    follows: tuple[bool, ...] = ()


def row_of(cells: Sequence[str], orders: bytes) -> TableRow:
    """Give a row by what the orders of its end tell; without them its cells stand side by side."""
    value = next((value for code, value in sprms(orders) if code == _DEFINED), b"")
    count = value[2] if len(value) > 2 else 0  # noqa: PLR2004 - after the size stands the number of cells
    if not count or count != len(cells) or len(value) < 3 + 2 * (count + 1):
        return TableRow(tuple(cells))
    borders = struct.unpack_from(f"<{count + 1}h", value, 3)
    flags = [_flags(value, 3 + 2 * (count + 1) + _CELL_BYTES * at) for at in range(count)]
    follows = tuple(bool(one & _VERTICAL) and not one & _RESTARTS for one in flags)
    joined = [bool(one & _FOLLOWS) for one in flags]
    keep = [at for at in range(count) if not joined[at]]
    return TableRow(
        tuple(cells[at] for at in keep),
        (*(borders[at] for at in keep), borders[-1]),
        tuple(follows[at] for at in keep),
    )


def grid(rows: Sequence[TableRow]) -> list[list[str]]:
    """Give the cells by row and column, those that span several repeated."""
    if any(not row.borders for row in rows):
        return [list(row.cells) for row in rows]
    lines = _lines({border for row in rows for border in row.borders})
    found: list[list[str]] = []
    for row in rows:
        places = [_place(lines, border) for border in row.borders]
        cells: list[str] = [""] * min(places[0], limits.COLUMNS)
        for at, words in enumerate(row.cells):
            width = min(max(1, places[at + 1] - places[at]), limits.COLUMNS)
            above = found[-1][len(cells)] if found and len(cells) < len(found[-1]) else ""
            cells += [above if row.follows[at] and not words.strip() else words] * width
        found.append(cells[: limits.COLUMNS])
    return found


def _flags(value: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", value, at)[0]) if at + 2 <= len(value) else 0


def _lines(borders: set[int]) -> list[int]:
    lines: list[int] = []
    for border in sorted(borders):
        if not lines or border > lines[-1] + _NEAR:
            lines.append(border)
    return lines


def _place(lines: Sequence[int], border: int) -> int:
    return max(0, sum(1 for line in lines if line <= border) - 1)
