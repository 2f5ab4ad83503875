"""The rows of tables of rich text: where each cell ends tells which columns it stands in."""

from dataclasses import dataclass, field, replace

from knowledge.ingest import limits

# Edges of different rows that lie closer than this are one; a twentieth of a point is one.
NEAR = 40


@dataclass(frozen=True, slots=True)
class CellEdge:
    """Where a cell ends; one that goes on from the left or from above says what that one says."""

    right: int = 0
    from_left: bool = False
    from_above: bool = False


@dataclass(slots=True)
class RowShape:
    """The shape of the rows that follow, as it is stated before or behind them."""

    edges: list[CellEdge] = field(default_factory=list)
    _next: CellEdge = CellEdge()

    def take(self, word: str, number: int | None) -> None:
        """Take a control word that tells of the shape."""
        if word == "trowd":
            self.edges, self._next = [], CellEdge()
        elif word == "clmrg":
            self._next = replace(self._next, from_left=True)
        elif word == "clvmrg":
            self._next = replace(self._next, from_above=True)
        elif word == "cellx" and len(self.edges) < limits.COLUMNS:
            self.edges.append(replace(self._next, right=number or 0))
            self._next = CellEdge()


def grid(rows: list[tuple[tuple[CellEdge, ...], list[str]]]) -> list[list[str]]:
    """Give the cells of rows under common columns; a cell over several columns is said in each."""
    columns = _columns([edge.right for edges, _ in rows for edge in edges])
    found: list[list[str]] = []
    for edges, cells in rows:
        if not edges or len(edges) != len(cells):
            found.append(list(cells))
            continue
        line: list[str] = []
        for edge, words in zip(edges, cells, strict=True):
            width = sum(1 for right in columns[len(line) :] if right <= edge.right + NEAR)
            above = found[-1][len(line)] if found and len(line) < len(found[-1]) else ""
            said = line[-1] if edge.from_left and line else above if edge.from_above else words
            line += [said] * width
        found.append(line)
    return found


def _columns(rights: list[int]) -> list[int]:
    columns: list[int] = []
    for right in sorted(set(rights)):
        if not columns or right > columns[-1] + NEAR:
            columns.append(right)
    return columns[: limits.COLUMNS]
