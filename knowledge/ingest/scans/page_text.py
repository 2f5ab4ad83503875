"""One page put together: from pieces and ruled lines to paragraphs and rows of tables, each line with its place and doubts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.documents.scans.scan import Box, Doubt, ScanLine
from knowledge.ingest.readers import tables
from knowledge.ingest.scans.doubts import doubtful
from knowledge.ingest.scans.grid import Grid, RuledLine, filled, grids
from knowledge.ingest.scans.page_order import BLANK_LETTERS, columns, without_doubles
from knowledge.ingest.scans.paragraphs import paragraphs, text_of, title_rows, within, without_page_numbers
from knowledge.ingest.scans.piece import ReadPiece, letter_width, parted
from knowledge.ingest.scans.punctuation import with_punctuation

SLACK_LETTERS = 0.5
PARTING_LETTERS = 0.55
LEVEL_LETTERS, UPRIGHT_LETTERS = 4.0, 1.1
UNRULED_ROWS, UNRULED_PIECES = 3, 3

Place = Callable[[ReadPiece], Box]
"""Where signs of the level frame stand on the page as it is shown."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says: its paragraphs and rows of tables, its lines, its heading, and what was seen besides.

    `unruled` tells that figures seem to stand in columns without lines between them, `tables` how many tables were read.
    `goes_on` tells that it begins within a paragraph, `is_open` that it ends within one.
    """

    blocks: tuple[str, ...]
    lines: tuple[ScanLine, ...]
    title: str
    tables: int = 0
    unruled: bool = False
    goes_on: bool = False
    is_open: bool = False


def page_text(
    pieces: Sequence[ReadPiece],
    *,
    height: float,
    across: Sequence[RuledLine],
    down: Sequence[RuledLine],
    place: Place,
) -> PageText:
    """Give what a page says; `height` is that of the page, `place` tells where pieces stand on it."""
    read = [with_punctuation(one.stripped()) for one in pieces if one.text.strip()]
    read = without_page_numbers(read, height)
    letter = letter_width(read)
    read = [
        part.stripped()
        for one in read
        for part in parted(one, gap=PARTING_LETTERS * letter, letter=min(letter_width([one]), letter))
        if part.text.strip()
    ]
    read = without_doubles(read)
    blocks: list[str] = []
    lines: list[ScanLine] = []
    title, unruled, top = "", False, 0.0
    edges: list[tuple[bool, bool]] = []
    # Strokes of letters are lines too, but no letter is as wide as several.
    across = [one for one in across if one.end - one.start >= LEVEL_LETTERS * letter]
    down = [one for one in down if one.end - one.start >= UPRIGHT_LETTERS * letter]
    found = sorted(grids(across, down, slack=SLACK_LETTERS * letter), key=lambda one: one.levels[0])
    for grid in (*found, None):
        loose, inside, read = _apart(read, grid)
        for column in columns(loose):
            title = title or ("" if top else text_of(title_rows(column.rows)))
            unruled = unruled or _is_unruled(loose)
            for paragraph in paragraphs(column.rows):
                blocks.append(text_of(paragraph))
                lines += [_line(row, place) for row in paragraph]
            edges.append(within(column.rows))
        if grid is not None:
            cells, held = filled(grid, inside, gap=BLANK_LETTERS * letter)
            blocks += tables.lines(cells)
            lines += [_line(row, place) for row in held]
            top = grid.levels[-1]
            edges.append((False, False))
    begins, ends = (edges[0][0], edges[-1][1]) if edges else (False, False)
    return PageText(tuple(blocks), tuple(lines), title, len(found), unruled, begins, ends)


def _apart(
    pieces: Sequence[ReadPiece], grid: Grid | None
) -> tuple[list[ReadPiece], list[ReadPiece], list[ReadPiece]]:
    """Give what stands above a table, what stands in it, and what is left for below."""
    if grid is None:
        return list(pieces), [], []
    inside = [one for one in pieces if grid.holds(one)]
    outside = [one for one in pieces if not grid.holds(one)]
    above = [one for one in outside if one.middle < grid.levels[0]]
    return above, inside, [one for one in outside if one.middle >= grid.levels[0]]


def _is_unruled(pieces: Sequence[ReadPiece]) -> bool:
    """Whether several rows in turn consist of several pieces well apart."""
    gap = 1.5 * letter_width(list(pieces))
    in_turn = 0
    for level in _levels(pieces):
        ordered = sorted(level, key=lambda one: one.left)
        apart = [1 for one, two in pairwise(ordered) if two.left - one.right > gap]
        in_turn = in_turn + 1 if len(apart) >= UNRULED_PIECES - 1 else 0
        if in_turn >= UNRULED_ROWS:
            return True
    return False


def _levels(pieces: Sequence[ReadPiece]) -> list[list[ReadPiece]]:
    found: list[list[ReadPiece]] = []
    for piece in sorted(pieces, key=lambda one: one.middle):
        if found and piece.middle - found[-1][0].middle < piece.height / 2:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _line(row: ReadPiece, place: Place) -> ScanLine:
    doubts = tuple(
        Doubt(
            part.kind, part.start, part.end, round(part.certainty, 3), place(row.part(part.start, part.end))
        )
        for part in doubtful(row)
    )
    return ScanLine(row.text, round(row.least, 3), place(row), doubts)
