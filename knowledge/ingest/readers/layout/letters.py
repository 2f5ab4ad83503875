"""Letters at their places become lines, and lines the pieces that stand apart on them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

# How far letters may stand apart, in heights of a letter, before they are two pieces, or two words of a Latin script.
PIECE_GAP = 1.2
WORD_GAP = 0.2
# A page's number may stand at the height of the last row of a table.
FOOT_LINES = 2
_PAGE_NUMBER = re.compile(r"^[—–―]\s?\d{1,4}\s?[—–―]|[—–―]\s?\d{1,4}\s?[—–―]$")
# Letters whose middles differ by less than this share of their height stand on one line.
SAME_LINE = 0.5


@dataclass(frozen=True, slots=True)
class Letter:
    """One sign with its place; upwards is more."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class LinePiece:
    """Words that stand together on a line."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page, by its height on it, with its pieces from the left."""

    middle: float
    size: float
    pieces: tuple[LinePiece, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "　".join(piece.text for piece in self.pieces)


def page_lines(letters: Iterable[Letter]) -> list[PageLine]:
    """Give the lines of a page from top to bottom; blanks among the letters play no part."""
    lines: list[list[Letter]] = []
    for letter in sorted((one for one in letters if one.sign.strip()), key=lambda one: -one.middle):
        last = lines[-1][0] if lines else None
        if last is None or abs(last.middle - letter.middle) > SAME_LINE * max(
            last.top - last.bottom, letter.top - letter.bottom
        ):
            lines.append([])
        lines[-1].append(letter)
    told = [_line(line) for line in lines]
    return [*told[:-FOOT_LINES], *map(_without_number, told[-FOOT_LINES:])]


def _without_number(line: PageLine) -> PageLine:
    words = (replace(piece, text=_PAGE_NUMBER.sub("", piece.text)) for piece in line.pieces)
    kept = tuple(piece for piece in words if piece.text)
    return replace(line, pieces=kept) if kept else line


def _line(letters: Sequence[Letter]) -> PageLine:
    size = median(one.top - one.bottom for one in letters)
    ordered = sorted(letters, key=lambda one: one.left)
    groups: list[list[Letter]] = []
    for letter in ordered:
        if not groups or letter.left - groups[-1][-1].right > PIECE_GAP * size:
            groups.append([])
        groups[-1].append(letter)
    middle = sum(one.middle for one in letters) / len(letters)
    return PageLine(middle, size, tuple(_piece(group, size) for group in groups))


def _piece(letters: Sequence[Letter], size: float) -> LinePiece:
    words = letters[0].sign
    for before, letter in pairwise(letters):
        apart = (
            letter.left - before.right > WORD_GAP * size and before.sign.isascii() and letter.sign.isascii()
        )
        words += f" {letter.sign}" if apart else letter.sign
    return LinePiece(words, letters[0].left, max(one.right for one in letters))
