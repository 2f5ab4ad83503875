"""Turns a table into lines that can be quoted to a citizen: each row repeats the names of its columns."""

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.ingest.readers.asides import is_remark, is_sum

Row = Sequence[str]

# Stands in a cell that the one on its left reaches over as one, such as a table within the table.
LEFT = "\0"

HEAD_LETTERS = 20
PAIR_HEAD_LETTERS = 10
PAIR_ROWS = 3
_BLANKS = re.compile(r"\s+")
_FIGURE = re.compile(r"^[\d０-９.,，%％+\-—–~～/年月日元万]+$")


def lines(rows: Sequence[Row]) -> list[str]:
    """Give one line a row, `列名：值；列名：值`, when the table has a head; otherwise the cells side by side.

    No cell's text is lost; blanks and line ends inside a cell become one blank.
    """
    grid = [[_plain(cell) for cell in row] for row in rows]
    grid = [row for row in grid if any(row)]
    width = max(map(len, grid), default=0)
    grid = [row + [""] * (width - len(row)) for row in grid]
    used = [column for column in range(width) if any(row[column] for row in grid)]
    grid = [[row[column] for column in used] for row in grid]
    above, grid = _captions(grid)
    head, body = split_head(grid)
    body = body if head else [[cell for cell in row if cell != LEFT] for row in body]
    if head is None:
        return above + [_beside(row) for row in body]
    told = [_pairs(head, row) for row in body]
    # Names that no row tells with a value would be lost otherwise.
    said = {name for pairs in told if not _is_span(pairs) for name, _ in pairs}
    unused = [name for name in head if name not in said]
    return above + ([_beside(unused)] if unused else []) + list(map(_named, told))


def split_head(grid: Sequence[Sequence[str]]) -> tuple[list[str] | None, list[Sequence[str]]]:
    """Give the names of the columns and the rows below; None when the first row names nothing."""
    if not grid or len(grid[0]) < 2 or not _is_head(grid[0], len(grid)):  # noqa: PLR2004 - one column has no names
        return None, list(grid)
    head, body = list(grid[0]), list(grid[1:])
    if body and _is_second_head(head, body[0]):
        head = [one if one == two else f"{one}{two}" for one, two in zip(head, body[0], strict=True)]
        body = body[1:]
    return head, body


def _is_head(row: Sequence[str], rows: int) -> bool:
    if not all(row) or any(len(cell) > HEAD_LETTERS or _FIGURE.match(cell) or cell == LEFT for cell in row):
        return False
    if any(cell.endswith(("：", ":")) for cell in row):
        return False
    if len(row) > 2:  # noqa: PLR2004 - two columns may be names and values
        return rows > 1
    return rows >= PAIR_ROWS and all(len(cell) <= PAIR_HEAD_LETTERS for cell in row)


def _is_second_head(head: Sequence[str], row: Sequence[str]) -> bool:
    """Tell whether a row refines heads that span several columns."""
    spans = [one == two for one, two in pairwise(head)]
    if not any(spans) or not all(row) or any(_FIGURE.match(cell) for cell in row):
        return False
    spanned = {at for at, span in enumerate(spans) if span} | {
        at + 1 for at, span in enumerate(spans) if span
    }
    return all(len(cell) <= HEAD_LETTERS for cell in row) and all(
        head[at] == row[at] for at in range(len(head)) if at not in spanned
    )


def _captions(grid: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Take off rows above the head that are one cell spanning the table."""
    above: list[str] = []
    while len(grid) > 1 and len(grid[0]) > 1:
        words = {cell for cell in grid[0] if cell}
        alone = len(words) == 1 and (all(grid[0]) or bool(grid[0][0]))
        if not alone:
            break
        above.append(next(iter(words)))
        grid = grid[1:]
    return above, grid


def _pairs(head: Sequence[str], row: Sequence[str]) -> list[tuple[str, str]]:
    """Give names and values; a sum or a remark stands under no name, only the figures of a sum do."""
    aside, first = is_sum(row) or is_remark(row), next((cell for cell in row if cell), "")
    pairs: list[tuple[str, str]] = []
    for at, (name, cell) in enumerate(zip(head, row, strict=True)):
        if cell == LEFT and pairs:
            pairs[-1] = (_shared((pairs[-1][0], name)), pairs[-1][1])
        elif aside and cell and (cell == first or not _FIGURE.match(cell)):
            pairs += [("", cell)] if not pairs or pairs[-1][1] != cell else []
        # One cell over several columns of the same name is said once.
        elif cell and cell != LEFT and (not pairs or pairs[-1] != (name, cell) or head[at - 1] != name):
            pairs.append((name, cell))
    return pairs


def _shared(names: tuple[str, str]) -> str:
    """Give what the names of two columns have in common, or both."""
    one, other = names
    alike = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), 0)
    return one[:alike].rstrip("、（(") or "、".join(dict.fromkeys(names))


def _is_span(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a row is one cell over several columns: its words are said alone, without their names."""
    return len(pairs) > 1 and len({cell for _, cell in pairs}) == 1


def _named(pairs: Sequence[tuple[str, str]]) -> str:
    if _is_span(pairs):
        return pairs[0][1]
    return "；".join(f"{name}：{cell}" if name else cell for name, cell in pairs)


def _beside(row: Sequence[str]) -> str:
    cells = [cell for cell in row if cell]
    cells = [cell for at, cell in enumerate(cells) if not at or cell != cells[at - 1]]
    if len(cells) == 2:  # noqa: PLR2004 - a name and its value
        return cells[0] + ("" if cells[0].endswith(("：", ":")) else "：") + cells[1]
    said: list[str] = []
    for cell in cells:
        # A name with its colon is followed by its value.
        if said and said[-1].endswith(("：", ":")):
            said[-1] += cell
        else:
            said.append(cell)
    return "；".join(said)


def _plain(cell: str) -> str:
    return _BLANKS.sub(" ", cell).strip()
