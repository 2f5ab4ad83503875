"""Tables that only the places of their words tell: lines whose pieces stand below each other in columns."""

from collections.abc import Sequence

from knowledge.ingest.readers.layout.letters import LinePiece, PageLine

FEWEST_ROWS = 3
# Two pieces this long beside each other are columns of text and no table.
CELL_LETTERS = 14
# Stands between the cells of a row, which so is told from a line.
CELL = "\x1f"
INDENT = 1.5


def with_rows(lines: Sequence[PageLine]) -> list[str]:
    """Give the lines of a page, the rows of its tables with `CELL` between their cells."""
    margin = min((line.pieces[0].left for line in lines), default=0.0)
    told: list[str] = []
    at = 0
    while at < len(lines):
        end = _table_end(lines, at)
        if end > at:
            told += [CELL.join(row) for row in _rows(lines[at:end])]
            at = end
        else:
            indented = lines[at].pieces[0].left - margin > INDENT * lines[at].size
            told.append(f"　　{lines[at].text}" if indented else lines[at].text)
            at += 1
    return told


def holds_table(lines: Sequence[PageLine]) -> bool:
    """Whether there is a table among the lines."""
    return any(_table_end(lines, at) > at for at in range(len(lines)))


def _table_end(lines: Sequence[PageLine], start: int) -> int:
    """Give where a table that begins at a line ends; the line itself when none begins there."""
    if len(lines[start].pieces) < 2:  # noqa: PLR2004 - a row has cells
        return start
    end, rows = start, 0
    while end < len(lines) and _goes_on(lines[start], lines[end]):
        rows += len(lines[end].pieces) > 1
        end += 1
    while end > start and len(lines[end - 1].pieces) < 2:  # noqa: PLR2004
        end -= 1
    pieces = [piece for line in lines[start:end] for piece in line.pieces]
    letters = sum(len(piece.text) for piece in pieces) / len(pieces)
    widest = max(len(line.pieces) for line in lines[start:end])
    is_table = rows >= FEWEST_ROWS and (widest > 2 or letters <= CELL_LETTERS)  # noqa: PLR2004
    return end if is_table else start


def _goes_on(first: PageLine, line: PageLine) -> bool:
    """Whether a line may be one of a table: several cells, or the rest of one that is not the first."""
    return len(line.pieces) > 1 or line.pieces[0].left > first.pieces[0].right


def _rows(lines: Sequence[PageLine]) -> list[list[str]]:
    columns = _columns([piece for line in lines for piece in line.pieces])
    anchors = [line for line in lines if _column(columns, line.pieces[0]) == 0] or list(lines)
    rows = [[""] * len(columns) for _ in anchors]
    for line in lines:
        # What has no first cell is the rest of a cell of the row it stands nearest to.
        nearest = min(range(len(anchors)), key=lambda at: abs(anchors[at].middle - line.middle))
        for piece in line.pieces:
            rows[nearest][_column(columns, piece)] += piece.text
    return rows


def _columns(pieces: Sequence[LinePiece]) -> list[tuple[float, float]]:
    """Give left and right of each column: pieces that stand below each other belong to one."""
    columns: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda one: one.left):
        if columns and piece.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.right))
        else:
            columns.append((piece.left, piece.right))
    return columns


def _column(columns: Sequence[tuple[float, float]], piece: LinePiece) -> int:
    return next(at for at, (left, right) in enumerate(columns) if left <= piece.left <= right)
