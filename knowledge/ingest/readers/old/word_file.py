"""The parts of an old Word file ([MS-DOC]): its texts, the look of their stretches, and their paragraphs."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.draft import Refusal
from knowledge.ingest.readers.old.compound import Compound
from knowledge.ingest.readers.old.sprms import OrderRun, sprms, stretches

BROKEN = "old_word_broken"
_MAGIC, _WORD_97 = 0xA5EC, 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PIECES, _FORMATS = 2, 1
_COMPRESSED = 0x4000_0000
_STRUCK, _STRUCK_TWICE, _HIDDEN, _DELETED, _LEVEL, _SIZE = 0x0837, 0x2A53, 0x083C, 0x0800, 0x2A48, 0x4A43
_ENDS = "\r\x07\x0c"


@dataclass(frozen=True, slots=True)
class OldLook:
    """What of a stretch's look matters: crossed out, hidden, raised (1) or lowered (2), its size in half points."""

    struck: bool = False
    hidden: bool = False
    level: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class OldParagraph:
    """One paragraph or cell: its words with their looks, the sign that ends it, its orders and the number of its style."""

    words: tuple[tuple[str, OldLook], ...]
    end: str
    orders: bytes
    style: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that stands together in the file, from the sign numbered `first` and the byte `place` on."""

    first: int
    place: int
    width: int
    text: str


class WordFile:
    """A file as Word 97 to 2003 and WPS write it; raises `Refusal`: no such file, older, encrypted, macros, damaged."""

    def __init__(self, content: bytes) -> None:
        file = Compound(content, broken=BROKEN)
        document = file.stream("WordDocument")
        if document is None or len(document) < 0x300:  # noqa: PLR2004 - the header alone is longer
            raise Refusal("office_encrypted" if file.stream("EncryptedPackage") else BROKEN)
        magic, edition, flags = (struct.unpack_from("<H", document, at)[0] for at in (0, 2, 0x0A))
        if magic != _MAGIC:
            raise Refusal("old_word_early" if file.stream("1Table") is None else BROKEN)
        if edition < _WORD_97:
            raise Refusal("old_word_early")
        if flags & _ENCRYPTED:
            raise Refusal("office_encrypted")
        table = file.stream("1Table" if flags & _SECOND_TABLE else "0Table")
        if table is None:
            raise Refusal(BROKEN)
        self._document, self._table = document, table
        self._pieces = self._read_pieces()
        self._places = [one.first for one in self._pieces]
        self._marks = sorted(self._read_looks(), key=lambda one: one[0])
        self._paragraphs = stretches(document, self.part(0x102), paragraphs=True)
        self._starts = [one.start for one in self._paragraphs]
        counts = struct.unpack_from("<8i", document, 0x4C)
        if min(counts) < 0:
            raise Refusal(BROKEN)
        self._ends = [sum(counts[: at + 1]) for at in range(len(counts))]

    def part(self, at: int) -> bytes:
        """Give the part of the table stream that the header names at a place."""
        place, size = struct.unpack_from("<II", self._document, at)
        return self._table[place : place + size] if size <= len(self._table) else b""

    def beyond(self, at: int) -> bytes:
        """Give what follows the part that the header names at a place."""
        place, size = struct.unpack_from("<II", self._document, at)
        return self._table[place + size :]

    def main(self) -> Iterator[OldParagraph]:
        """Give the paragraphs of the text itself."""
        return self._between(0, self._ends[0])

    def notes(self) -> tuple[str, str]:
        """Give the texts of footnotes and of endnotes, each note begun by its mark."""
        return self._plain(self._ends[0], self._ends[1]), self._plain(self._ends[4], self._ends[5])

    def boxes(self) -> Iterator[OldParagraph]:
        """Give the paragraphs of text boxes."""
        return self._between(self._ends[5], self._ends[6])

    def _plain(self, start: int, end: int) -> str:
        return "".join(
            words for one in self._between(start, end) for words, look in one.words if not look.hidden
        )

    def _read_pieces(self) -> list[_Piece]:
        orders = self.part(0x1A2)
        at = 0
        while at + 3 <= len(orders) and orders[at] == _FORMATS:
            at += 3 + struct.unpack_from("<H", orders, at + 1)[0]
        if at + 5 > len(orders) or orders[at] != _PIECES:
            raise Refusal(BROKEN)
        plc = orders[at + 5 : at + 5 + struct.unpack_from("<I", orders, at + 1)[0]]
        count = (len(plc) - 4) // 12
        if count < 1:
            raise Refusal(BROKEN)
        bounds = struct.unpack_from(f"<{count + 1}i", plc)
        if list(bounds) != sorted(bounds) or bounds[0] < 0 or bounds[-1] > len(self._document):
            raise Refusal(BROKEN)
        places = [struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * one + 2)[0] for one in range(count)]
        return [self._piece(bounds[one], bounds[one + 1], places[one]) for one in range(count)]

    def _piece(self, first: int, end: int, written: int) -> _Piece:
        packed = bool(written & _COMPRESSED)
        place, width = ((written & ~_COMPRESSED) // 2, 1) if packed else (written, 2)
        raw = self._document[place : place + (end - first) * width]
        text = raw.decode("cp1252" if packed else "utf-16-le", "replace")
        # A sign beyond the first plane takes two places: it stays at the first of them.
        if not packed and len(text) != end - first:
            text = "".join(sign if ord(sign) < 0x10000 else f"{sign}\x18" for sign in text)  # noqa: PLR2004
        return _Piece(first, place, width, text)

    def _read_looks(self) -> Iterator[tuple[int, int, OldLook]]:
        """Give the looks other than plain, by the signs they hold for."""
        told = [(one, look) for one in stretches(self._document, self.part(0xFA), paragraphs=False)
                if (look := _look(one)) != OldLook()]  # fmt: skip
        starts = [one.start for one, _ in told]
        for piece in self._pieces:
            last = piece.place + len(piece.text) * piece.width
            at = max(0, bisect_right(starts, piece.place) - 1)
            while at < len(told) and told[at][0].start < last:
                one, look = told[at]
                first, end = max(one.start, piece.place), min(one.end, last)
                if first < end:
                    yield (
                        piece.first + (first - piece.place) // piece.width,
                        piece.first + (end - piece.place) // piece.width,
                        look,
                    )
                at += 1

    def _between(self, start: int, end: int) -> Iterator[OldParagraph]:
        """Give the paragraphs whose signs are numbered from `start` up to `end`."""
        words: list[tuple[str, OldLook]] = []
        for piece in self._pieces[max(0, bisect_right(self._places, start) - 1) :]:
            if piece.first >= end:
                break
            text = piece.text[max(0, start - piece.first) : end - piece.first]
            first = max(start, piece.first)
            at = 0
            for place, sign in enumerate(text):
                if sign in _ENDS:
                    words += self._looked(text[at:place], first + at)
                    byte = piece.place + (first + place - piece.first) * piece.width
                    yield self._paragraph(tuple(words), sign, byte)
                    words, at = [], place + 1
            words += self._looked(text[at:], first + at)
        if words:
            yield OldParagraph(tuple(words), "\r", b"", 0)

    def _paragraph(self, words: tuple[tuple[str, OldLook], ...], end: str, byte: int) -> OldParagraph:
        at = bisect_right(self._starts, byte) - 1
        one = self._paragraphs[at] if at >= 0 and byte < self._paragraphs[at].end else OrderRun(0, 0, b"")
        return OldParagraph(words, end, one.orders, one.style)

    def _looked(self, text: str, first: int) -> Iterator[tuple[str, OldLook]]:
        """Give a text in stretches of one look."""
        at, last = first, first + len(text)
        place = max(0, bisect_right(self._marks, first, key=lambda one: one[0]) - 1)
        marks: Sequence[tuple[int, int, OldLook]] = self._marks
        while at < last:
            while place < len(marks) and marks[place][1] <= at:
                place += 1
            start, end, look = marks[place] if place < len(marks) else (last, last, OldLook())
            upto, said = (min(end, last), look) if start <= at else (min(start, last), OldLook())
            yield text[at - first : upto - first].replace("\x18", ""), said
            at = upto


def _look(one: OrderRun) -> OldLook:
    struck = hidden = False
    level = size = 0
    for code, value in sprms(one.orders):
        if code in {_STRUCK, _STRUCK_TWICE}:
            struck = value == b"\1"
        elif code in {_HIDDEN, _DELETED}:
            hidden = hidden or value == b"\1"
        elif code == _LEVEL:
            level = value[0]
        elif code == _SIZE:
            size = int.from_bytes(value, "little")
    return OldLook(struck, hidden, level, size)
