"""Tables with ruled lines: from the rules come the cells, and what stands in a cell stands together.

A cell that spans several columns or rows is told in each of them, as the reader of Word files does.
"""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ingest.scans.page_order import rows
from knowledge.ingest.scans.piece import ReadPiece

LEAST_LINES = 2
MOST_SIDES = 200
COVERED_SHARE = 0.6
Segments = Sequence["RuledLine"]


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A ruled line: where it stands, across its own direction, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the edges of its columns and rows, and for each field the number of its cell."""

    edges: tuple[float, ...]
    levels: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def holds(self, piece: ReadPiece) -> bool:
        """Whether something stands in the table."""
        middle = (piece.left + piece.right) / 2
        return self.edges[0] < middle < self.edges[-1] and self.levels[0] < piece.middle < self.levels[-1]

    def cell_at(self, x: float, y: float) -> int:
        """Give the cell at a place within the table."""
        column = min(max(bisect(self.edges, x) - 1, 0), len(self.edges) - 2)
        row = min(max(bisect(self.levels, y) - 1, 0), len(self.levels) - 2)
        return self.cells[row][column]


def grids(across: Segments, down: Segments, *, slack: float) -> list[Grid]:
    """Give the tables that ruled lines make; `slack` is how far lines that meet may miss each other."""
    found = []
    for level, upright in _crossing_groups(across, down, slack):
        edges, levels = _merged([one.at for one in upright], slack), _merged([one.at for one in level], slack)
        if (
            len(edges) > LEAST_LINES
            and len(levels) >= LEAST_LINES
            and len(edges) * len(levels) <= MOST_SIDES**2
        ):
            found.append(Grid(edges, levels, _cells(edges, levels, level, upright, slack)))
    return found


def filled(grid: Grid, pieces: Sequence[ReadPiece], *, gap: float) -> tuple[list[list[str]], list[ReadPiece]]:
    """Give the rows of a table as texts, and the lines of its cells in the order in which they are read."""
    within: dict[int, list[ReadPiece]] = {}
    for piece in pieces:
        for cell, part in _parts(grid, piece):
            within.setdefault(cell, []).append(part)
    lines = {cell: rows(held, gap=gap) for cell, held in within.items()}
    told = [["".join(line.text for line in lines.get(cell, ())) for cell in row] for row in grid.cells]
    order = dict.fromkeys(cell for row in grid.cells for cell in row)
    return told, [line for cell in order for line in lines.get(cell, ())]


def _parts(grid: Grid, piece: ReadPiece) -> list[tuple[int, ReadPiece]]:
    """Give a piece as parts, each in its cell: signs of two cells may have been read as one line."""
    found: list[tuple[int, ReadPiece]] = []
    start, cells = 0, [grid.cell_at(place, piece.middle) for place in piece.places]
    for at in range(1, len(cells) + 1):
        if at == len(cells) or cells[at] != cells[start]:
            part = piece.part(start, at).stripped()
            if part.text:
                found.append((cells[start], part))
            start = at
    return found


def _crossing_groups(
    across: Segments, down: Segments, slack: float
) -> list[tuple[list[RuledLine], list[RuledLine]]]:
    """Give the lines that meet each other, directly or through others."""
    groups: list[tuple[list[RuledLine], list[RuledLine]]] = []
    for line in across:
        met = [one for one in down if _meet(line, one, slack)]
        if not met:
            continue
        mine: tuple[list[RuledLine], list[RuledLine]] = ([line], list(met))
        for other in [one for one in groups if any(rule in one[1] for rule in met)]:
            mine = (other[0] + mine[0], list(dict.fromkeys(other[1] + mine[1])))
            groups.remove(other)
        groups.append(mine)
    return groups


def _meet(level: RuledLine, upright: RuledLine, slack: float) -> bool:
    return (
        level.start - slack <= upright.at <= level.end + slack
        and upright.start - slack <= level.at <= upright.end + slack
    )


def _merged(places: Sequence[float], slack: float) -> tuple[float, ...]:
    groups: list[list[float]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= slack:
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple(sum(group) / len(group) for group in groups)


def _cells(
    edges: Sequence[float], levels: Sequence[float], across: Segments, down: Segments, slack: float
) -> tuple[tuple[int, ...], ...]:
    """Give for each field the number of its cell: fields with no line between them are one."""
    width = len(edges) - 1
    cells = list(range(width * (len(levels) - 1)))
    for row in range(len(levels) - 1):
        for column in range(width):
            here = row * width + column
            if column and not _ruled(down, edges[column], (levels[row], levels[row + 1]), slack):
                _unite(cells, here - 1, here)
            if row and not _ruled(across, levels[row], (edges[column], edges[column + 1]), slack):
                _unite(cells, here - width, here)
    return tuple(tuple(cells[row * width : (row + 1) * width]) for row in range(len(levels) - 1))


def _unite(cells: list[int], one: int, other: int) -> None:
    kept, gone = min(cells[one], cells[other]), max(cells[one], cells[other])
    cells[:] = [kept if cell == gone else cell for cell in cells]


def _ruled(rules: Segments, at: float, reach: tuple[float, float], slack: float) -> bool:
    """Whether a line runs between two fields for most of their common side."""
    start, end = reach
    covered = sum(
        max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in rules if abs(rule.at - at) <= slack
    )
    return covered >= COVERED_SHARE * (end - start)
