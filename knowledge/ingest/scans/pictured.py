"""Puts what was read off a file's pictured pages where they stand among its pages of text."""

from dataclasses import replace

from knowledge.documents.draft import Refusal
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.scans.read_page import listed, page_notes, paragraphs
from knowledge.ingest.scans.reading import NO_READER, ScanReader, ScanReading


def filled(manuscript: Manuscript, form: str, content: bytes, *, name: str, scans: ScanReader) -> Manuscript:
    """Give a manuscript with its pictured pages read; where nothing reads pictures they are named in a note.

    A page that cannot be read is named, the others stay. Raises `Refusal` when the reading was stopped.
    """
    numbers = [number for one in manuscript.pictured for number in one.numbers]
    if not numbers:
        return manuscript
    try:
        reading = scans.read_pages(form, content, numbers, name=name)
    except Refusal as refusal:
        if refusal.key != NO_READER:
            raise
        note = ReadingNote("note_scanned_pages", {"pages": listed(numbers)})
        return replace(manuscript, notes=(note, *manuscript.notes), pictured=())
    return _woven(manuscript, reading, numbers)


def _woven(manuscript: Manuscript, reading: ScanReading, numbers: list[int]) -> Manuscript:
    pages = {read.page.number: read for read in reading.pages}
    holes = (ReadingNote("note_scan_holes", {"pages": listed(reading.unread)}),) if reading.unread else ()
    if not pages:
        return replace(manuscript, notes=(*holes, *manuscript.notes), pictured=())
    lines = manuscript.text.removesuffix("\n").split("\n") if manuscript.text.strip() else []
    # From the last to the first, so that the places before stay what they are.
    for one in reversed(manuscript.pictured):
        lines[one.start : one.end] = (
            paragraphs([pages[number] for number in one.numbers if number in pages])
            or lines[one.start : one.end]
        )
    whole = [number for number in numbers if number in pages]
    told = ReadingNote("note_scan_some", {"pages": listed(whole), "doubts": reading.scan.doubts})
    first = pages.get(1)
    return replace(
        manuscript,
        text="\n".join(lines) + "\n",
        title=manuscript.title or (first.title if first else ""),
        notes=(*holes, told, *page_notes(reading.pages), *manuscript.notes),
        scan=reading.scan,
        pictured=(),
    )
