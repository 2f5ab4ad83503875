"""Reads one page: takes seals away, finds its lines, turns it upright, reads the signs and puts them together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from adapters.scan_reader.detection import FoundLine, Model, found_lines
from adapters.scan_reader.line_reading import ReadLine, read_lines, strip
from adapters.scan_reader.ruling import ruled_lines
from adapters.scan_reader.sampling import Floats, Slant
from adapters.scan_reader.stamps import without_stamps
from handlers.files.pixels import Pixels
from knowledge.documents.scans.scan import Box
from knowledge.ingest.scans.page_text import PageText, page_text
from knowledge.ingest.scans.piece import ReadPiece

# What is read less certainly on the whole may stand upside down: some lines are tried.
SURE_MEAN = 0.8
TRIED_LINES = 6
LEAST_MEAN = 0.45
# Of what a line was widened by, so much is paper.
SPARE_SHARE = 0.25
RED_LEAD, RED_SHARE, DARK = 0.35, 0.03, -0.2


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a page says, by how many degrees it had to be turned clockwise to say so, and how many seals it bears."""

    text: PageText
    turn: int
    stamps: int


@dataclass(frozen=True, slots=True)
class PageReader:
    """The two models that are loaded, and the signs that the second one knows, the blank first."""

    detection: Model
    recognition: Model
    signs: Sequence[str]

    def read(self, picture: Pixels) -> ReadPage:
        """Give what stands on a page (rows, columns, blue-green-red)."""
        cleared, stamps = without_stamps(picture)
        lines, turn = found_lines(cleared, self.detection), 0
        if lines and median(abs(one.angle) * one.length for one in lines) > np.pi / 4 * median(
            one.length for one in lines
        ):
            cleared, turn = np.ascontiguousarray(np.rot90(cleared)), 270
            lines = found_lines(cleared, self.detection)
        read = self._lines(cleared, lines)
        if self._is_upside_down(cleared, lines, read):
            cleared, turn = np.ascontiguousarray(np.rot90(cleared, 2)), (turn + 180) % 360
            lines = found_lines(cleared, self.detection)
            read = self._lines(cleared, lines)
        return ReadPage(_put_together(cleared, lines, read), turn, len(stamps))

    def _lines(self, picture: Pixels, lines: Sequence[FoundLine]) -> list[tuple[ReadLine, bool]]:
        strips = [strip(picture, one) for one in lines]
        read = read_lines(strips, self.recognition, self.signs)
        return [(one, _is_red(cut)) for one, cut in zip(read, strips, strict=True)]

    def _is_upside_down(
        self, picture: Pixels, lines: Sequence[FoundLine], read: Sequence[tuple[ReadLine, bool]]
    ) -> bool:
        longest = sorted(range(len(lines)), key=lambda at: -lines[at].length)[:TRIED_LINES]
        here = [read[at][0].mean for at in longest]
        if not here or median(here) > SURE_MEAN:
            return False
        turned = [strip(picture, replace(lines[at], angle=lines[at].angle + np.pi)) for at in longest]
        return median(one.mean for one in read_lines(turned, self.recognition, self.signs)) > median(here)


def _is_red(cut: Floats) -> bool:
    """Whether what stands on a strip is printed in red."""
    red = float((cut[..., 2] - cut[..., :2].max(axis=2) > RED_LEAD).mean())
    dark = float((cut.max(axis=2) < DARK).mean())
    return red > RED_SHARE and red > 2 * dark


def _put_together(
    picture: Pixels, lines: Sequence[FoundLine], read: Sequence[tuple[ReadLine, bool]]
) -> PageText:
    height, width = picture.shape[:2]
    slant = Slant(_slant(lines), width, height)
    pieces = [
        _piece(line, said, slant, is_red=red)
        for line, (said, red) in zip(lines, read, strict=True)
        if said.mean >= LEAST_MEAN and said.signs.strip()
    ]
    across, down = ruled_lines(picture, slant)
    return page_text(pieces, height=height, across=across, down=down, place=lambda piece: _box(piece, slant))


def _slant(lines: Sequence[FoundLine]) -> float:
    """Give the page's slant: the median of the longer half of its lines."""
    longer = sorted(lines, key=lambda one: -one.length)[: max(1, len(lines) // 2)]
    return median(one.angle for one in longer) if longer else 0.0


def _piece(line: FoundLine, read: ReadLine, slant: Slant, *, is_red: bool) -> ReadPiece:
    x, y = slant.upright(np.array([line.x], np.float32), np.array([line.y], np.float32))
    left, half, spare = float(x[0]) - line.length / 2, line.height / 2, SPARE_SHARE * line.margin
    return ReadPiece(
        read.signs,
        read.certainties,
        tuple(left + place * line.length for place in read.places),
        left + spare,
        float(y[0]) - half,
        left + line.length - spare,
        float(y[0]) + half,
        is_red,
    )


def _box(piece: ReadPiece, slant: Slant) -> Box:
    """Give where a piece stands on the page as it is shown: the upright rectangle around it."""
    corners_x = np.array([piece.left, piece.right, piece.right, piece.left], dtype=np.float32)
    corners_y = np.array([piece.top, piece.top, piece.bottom, piece.bottom], dtype=np.float32)
    x, y = slant.slanted(corners_x, corners_y)
    bounds = (x.min() / slant.width, y.min() / slant.height, x.max() / slant.width, y.max() / slant.height)
    return Box(*(round(float(np.clip(one, 0, 1)), 4) for one in bounds))
