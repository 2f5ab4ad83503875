"""Rows of a column as paragraphs: a row goes on with the one above unless its writer began anew.

A picture keeps what a text loses: where a row begins and ends on the page, and how large its letters are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.ingest.scans.piece import ReadPiece, letter_width

INDENT_LETTERS = 1.2
SHORT_LETTERS = 1.6
SIZE_RATIO = 1.25
LEADING_RATIO = 1.7
TITLE_RATIO = 1.15
TITLE_LETTERS = 80
TITLE_ROWS = 12
LEAST_ROWS = 3
_PAGE_NUMBER = re.compile(
    r"[\s\-—–―·.•一]{0,4}(?:第\s?)?\d{1,4}(?:\s?[/／]\s?\d{1,4})?(?:\s?页)?[\s\-—–―·.•一]{0,4}"
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the rows of a column begin and end, and how wide a full sign of it is."""

    left: float
    right: float
    letter: float

    @classmethod
    def of(cls, rows: Sequence[ReadPiece]) -> "Margins":
        """Measure a column; a few rows that stand out do not count."""
        lefts, rights = sorted(row.left for row in rows), sorted(row.right for row in rows)
        return cls(lefts[len(lefts) // 20], rights[-1 - len(rights) // 20], letter_width(list(rows)))

    def is_indented(self, row: ReadPiece) -> bool:
        """Whether a row begins behind the margin."""
        return row.left > self.left + INDENT_LETTERS * self.letter

    def is_full(self, row: ReadPiece) -> bool:
        """Whether a row goes to the end of the column, so that its writer need not have ended it."""
        return row.right > self.right - SHORT_LETTERS * self.letter

    def is_centred(self, row: ReadPiece) -> bool:
        """Whether a row stands in the middle, away from both margins."""
        before, behind = row.left - self.left, self.right - row.right
        return min(before, behind) > INDENT_LETTERS * self.letter and abs(before - behind) < 3 * self.letter


def paragraphs(rows: Sequence[ReadPiece]) -> list[list[ReadPiece]]:
    """Give the rows of a column, those of one paragraph together."""
    if not rows:
        return []
    margins = Margins.of(rows)
    leading = median([below.middle - above.middle for above, below in pairwise(rows)] or [0.0])
    found = [[rows[0]]]
    for above, row in pairwise(rows):
        if _goes_on(above, row, margins, leading):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def text_of(paragraph: Sequence[ReadPiece]) -> str:
    """Give a paragraph's text; between two words of a Latin script a blank comes in."""
    text = ""
    for row in paragraph:
        between = " " if re.search(r"[A-Za-z,;]$", text) and re.match(r"[A-Za-z]", row.text) else ""
        text += between + row.text
    return text


def title_rows(rows: Sequence[ReadPiece]) -> list[ReadPiece]:
    """Give the rows of the heading: those in the middle and in the largest letters near the top, red ones apart."""
    margins = Margins.of(rows) if rows else None
    body = median(row.height for row in rows) if rows else 0.0
    top = [row for row in rows[:TITLE_ROWS] if not row.is_red and not row.text.endswith("文件")]
    large = [
        row
        for row in top
        if margins and margins.is_centred(row) and row.height > TITLE_RATIO * body and len(row.text) > 1
    ]
    found: list[ReadPiece] = []
    for row in large:
        if found and row.height < found[0].height / SIZE_RATIO:
            break
        found.append(row)
    return found if sum(len(row.text) for row in found) <= TITLE_LETTERS else found[:1]


def within(rows: Sequence[ReadPiece]) -> tuple[bool, bool]:
    """Tell whether a column begins within a paragraph, and whether it ends within one."""
    if len(rows) < LEAST_ROWS:
        return False, False
    margins = Margins.of(rows)
    begins = not margins.is_indented(rows[0]) and margins.is_full(rows[0]) and not rows[0].is_red
    return begins, margins.is_full(rows[-1]) and not rows[-1].text.endswith(("。", "：", "；"))


def without_page_numbers(pieces: Sequence[ReadPiece], height: float) -> list[ReadPiece]:
    """Give the pieces of a page but for numbers at its upper and lower edge."""
    return [
        piece
        for piece in pieces
        if not (
            (piece.middle > 0.9 * height or piece.middle < 0.07 * height)
            and _PAGE_NUMBER.fullmatch(piece.text)
        )
    ]


def _goes_on(above: ReadPiece, row: ReadPiece, margins: Margins, leading: float) -> bool:
    if above.is_red != row.is_red or max(above.height, row.height) > SIZE_RATIO * min(
        above.height, row.height
    ):
        return False
    if margins.is_centred(above) and margins.is_centred(row) and not above.text.endswith(("。", "；", "：")):
        return row.middle - above.middle < LEADING_RATIO * leading and _is_heading(above, row)
    if not margins.is_full(above) or row.middle - above.middle > LEADING_RATIO * leading:
        return False
    # Two rows that are both set in go on with each other when the upper one is full.
    return not margins.is_indented(row) or abs(above.left - row.left) < margins.letter / 2


def _is_heading(above: ReadPiece, row: ReadPiece) -> bool:
    """Whether two rows in the middle are one heading: both longer than a name or a number alone."""
    return min(len(above.text), len(row.text)) > 1 and not re.search(r"〕\d{1,5}号$", above.text)
