"""What was read at one place of a page, in the frame in which lines run level."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

WIDE_FROM = 0x2E80
MARKS = frozenset("，。、；：？！）（》《”“’‘〕〔")


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """Signs side by side: how certain each is, where the middle of each stands from the left, and the bounds of all."""

    text: str
    certainties: tuple[float, ...]
    places: tuple[float, ...]
    left: float
    top: float
    right: float
    bottom: float
    is_red: bool = False

    @property
    def height(self) -> float:
        """From the upper to the lower bound."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2

    @property
    def least(self) -> float:
        """The certainty of its least certain sign."""
        return min(self.certainties, default=1.0)

    @property
    def units(self) -> float:
        """How many full signs wide its text is; letters and figures count half."""
        return sum(map(_width, self.text))

    def part(self, start: int, end: int) -> "ReadPiece":
        """Give some of its signs, with bounds halfway to their neighbours."""
        left = self.left if start == 0 else self._between(start - 1, start)[1]
        right = self.right if end >= len(self.text) else self._between(end - 1, end)[0]
        return ReadPiece(
            self.text[start:end], self.certainties[start:end], self.places[start:end], left, self.top, right,
            self.bottom, self.is_red,
        )  # fmt: skip

    def _between(self, before: int, after: int) -> tuple[float, float]:
        """Give where a sign ends and the next one begins: halfway, or half a sign from the middle of each."""
        half = (self.right - self.left) / max(1.0, self.units) / 2
        middle = (self.places[before] + self.places[after]) / 2
        return min(middle, self.places[before] + half), max(middle, self.places[after] - half)

    def stripped(self) -> "ReadPiece":
        """Give it without blanks at its ends; its bounds stay."""
        start = len(self.text) - len(self.text.lstrip())
        end = max(start, len(self.text.rstrip()))
        return ReadPiece(
            self.text[start:end], self.certainties[start:end], self.places[start:end], self.left, self.top,
            self.right, self.bottom, self.is_red,
        )  # fmt: skip


def parted(piece: ReadPiece, *, gap: float, letter: float) -> list[ReadPiece]:
    """Give a piece in parts where its signs stand further apart than `gap` beyond their own width.

    What was seen as one line may be the lines of two columns, or a label and its value.
    """
    cuts = [
        at
        for at in range(1, len(piece.text))
        if piece.places[at]
        - piece.places[at - 1]
        - (_width(piece.text[at - 1]) + _width(piece.text[at])) * letter / 2
        > gap
    ]
    return (
        [piece.part(start, end) for start, end in pairwise([0, *cuts, len(piece.text)])] if cuts else [piece]
    )


def _width(sign: str) -> float:
    return 1.0 if ord(sign) >= WIDE_FROM else 0.5


def letter_width(pieces: "list[ReadPiece]") -> float:
    """Give how wide a full sign is: the median over the longer pieces, each as wide as it has signs."""
    widths = [(piece.right - piece.left) / piece.units for piece in pieces if piece.units >= 4]  # noqa: PLR2004
    widths = widths or [piece.height * 0.7 for piece in pieces]
    return median(widths) if widths else 1.0


def joined(pieces: "list[ReadPiece]", *, gap: float) -> ReadPiece:
    """Give pieces of one row as one, from left to right; where they stand further apart than `gap` a blank comes in."""
    ordered = sorted(pieces, key=lambda piece: piece.left)
    text, right = "", 0.0
    certainties: list[float] = []
    places: list[float] = []
    for piece in ordered:
        if text and (
            _are_words(text, piece.text) or (piece.left - right > gap and not _are_marked(text, piece.text))
        ):
            text += " "
            certainties.append(1.0)
            places.append((right + piece.left) / 2)
        text += piece.text
        certainties += piece.certainties
        places += piece.places
        right = piece.right
    return ReadPiece(
        text,
        tuple(certainties),
        tuple(places),
        ordered[0].left,
        min(piece.top for piece in ordered),
        max(piece.right for piece in ordered),
        max(piece.bottom for piece in ordered),
        all(piece.is_red for piece in ordered),
    )


def _are_marked(before: str, after: str) -> bool:
    """Whether a mark stands between two texts: its own half is empty, which is no blank."""
    return before[-1:] in MARKS or after[:1] in MARKS


def _are_words(before: str, after: str) -> bool:
    """Whether two texts are words of a script that sets blanks."""
    return before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
