"""A page as the reading process gives it, and the whole file put together from its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.documents.scans.scan import Scan, ScanPage, page_from_plain, page_to_plain
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.scans.page_text import PageText

SHOWN_PAGES = 8


@dataclass(frozen=True, slots=True)
class ReadScanPage:
    """A page with what it says: its paragraphs and rows of tables, and what was seen besides (see `PageText`)."""

    page: ScanPage
    blocks: tuple[str, ...]
    title: str
    tables: int
    stamps: int
    unruled: bool
    goes_on: bool
    is_open: bool

    @classmethod
    def of(cls, page: ScanPage, text: PageText, *, stamps: int) -> "ReadScanPage":
        """Give a page with what was put together from it."""
        return cls(
            page, text.blocks, text.title, text.tables, stamps, text.unruled, text.goes_on, text.is_open
        )


def to_plain(read: ReadScanPage) -> dict[str, Any]:
    """Give a page as plain values, to be sent between processes and kept between check and import."""
    return {**asdict(read), "page": page_to_plain(read.page)}


def from_plain(values: Mapping[str, Any]) -> ReadScanPage:
    """Give the page that `to_plain` took apart."""
    return ReadScanPage(
        **{**values, "page": page_from_plain(values["page"]), "blocks": tuple(values["blocks"])}
    )


def manuscript_of(pages: Sequence[ReadScanPage], *, form: str, digest: str, path: Path) -> Manuscript:
    """Give the text of all pages, with what a person should know of how it was read."""
    scan = Scan(form, digest, tuple(read.page for read in pages), path)
    title = next((read.title for read in pages[:1]), "")
    told = ReadingNote("note_scan", {"pages": len(pages), "doubts": scan.doubts})
    text = "\n".join(paragraphs(pages)) + "\n"
    return Manuscript(text, title=title, notes=(told, *page_notes(pages)), scan=scan)


def paragraphs(pages: Sequence[ReadScanPage]) -> list[str]:
    """Give the paragraphs and rows of pages that follow each other."""
    blocks: list[str] = []
    is_open = False
    for read in pages:
        found = list(read.blocks)
        if is_open and read.goes_on and found and blocks:
            blocks[-1] += found.pop(0)
        blocks += found
        is_open = read.is_open if read.blocks else is_open
    return blocks


def page_notes(pages: Sequence[ReadScanPage]) -> list[ReadingNote]:
    """Give what a person should know of single pages."""
    told = {
        "note_scan_tables": [read.page.number for read in pages if read.tables],
        "note_scan_unruled": [read.page.number for read in pages if read.unruled],
        "note_scan_stamps": [read.page.number for read in pages if read.stamps],
        "note_scan_empty": [read.page.number for read in pages if not read.page.lines],
    }
    return [ReadingNote(key, {"pages": listed(found)}) for key, found in told.items() if found]


def listed(numbers: Sequence[int]) -> str:
    """Give the numbers of pages in words, the first few of many."""
    return "、".join(map(str, numbers[:SHOWN_PAGES])) + ("等" if len(numbers) > SHOWN_PAGES else "")
