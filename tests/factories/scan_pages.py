"""Pages as the reading process gives them, made without any picture."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.scans.scan import Box, Scan, ScanPage
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.scans.page_text import page_text
from knowledge.ingest.scans.piece import ReadPiece
from knowledge.ingest.scans.read_page import ReadScanPage, manuscript_of
from knowledge.ingest.scans.reading import ScanReading

LETTER = 20.0
WIDE = 0x2E80


def piece(
    text: str,
    left: float,
    top: float,
    *,
    letter: float = LETTER,
    certainties: Sequence[float] | None = None,
    red: bool = False,
) -> ReadPiece:
    """Give signs that stand evenly from a place on; narrow ones take half the width."""
    places, right = [], left
    for sign in text:
        width = letter if ord(sign) >= WIDE else letter / 2
        places.append(right + width / 2)
        right += width
    certain = tuple(certainties or [0.999] * len(text))
    return ReadPiece(text, certain, tuple(places), left, top, right, top + 1.3 * letter, red)


def doubted(text: str, doubtful: str, left: float, top: float, *, certainty: float = 0.7) -> ReadPiece:
    """Give signs of which some are read without certainty."""
    start = text.index(doubtful)
    certainties = [certainty if start <= at < start + len(doubtful) else 0.999 for at in range(len(text))]
    return piece(text, left, top, certainties=certainties)


def page(pieces: Sequence[ReadPiece], number: int = 1, *, height: float = 1_000.0) -> ReadScanPage:
    """Give a page put together from pieces."""

    def place(one: ReadPiece) -> Box:
        return Box(one.left / 1_000, one.top / height, one.right / 1_000, one.bottom / height)

    text = page_text(pieces, height=height, across=(), down=(), place=place)
    return ReadScanPage.of(ScanPage(number, 0, text.lines), text, stamps=0)


@dataclass(frozen=True, slots=True)
class PreparedScans:
    """Gives the pages it was made with, whatever the file."""

    folder: Path
    pages: tuple[ReadScanPage, ...]

    def read(self, form: str, content: bytes, *, name: str) -> Manuscript:
        """Give the prepared pages; the file is put where the import fetches it."""
        scan = self.read_pages(form, content, (), name=name).scan
        return manuscript_of(self.pages, form=form, digest=scan.digest, path=scan.path)

    def read_pages(self, form: str, content: bytes, numbers: Sequence[int], *, name: str) -> ScanReading:
        """Give those of the prepared pages that are asked for, all without numbers."""
        path = self.folder / "scan-prepared.file"
        path.write_bytes(content)
        pages = tuple(read for read in self.pages if not numbers or read.page.number in numbers)
        scan = Scan(form, hashlib.sha256(content).hexdigest(), tuple(read.page for read in pages), path)
        return ScanReading(pages, scan)
