"""Reads PDF files that hold text; one that is mostly pictures of text is refused, and of others the pictured pages are told."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby

import pypdfium2
from pypdfium2 import raw

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean
from knowledge.ingest import limits
from knowledge.ingest.readers.layout.columns import CELL, FEWEST_ROWS, holds_table, with_rows
from knowledge.ingest.readers.layout.letters import Letter, page_lines
from knowledge.ingest.readers.layout.paragraphs import full_width, join_lines, without_edges
from knowledge.ingest.readers.manuscript import Manuscript, PicturedPages, ReadingNote

HEAD_BYTES = 1024
# Fewer signs than this on a page with a picture: the page is a scan.
PAGE_LETTERS = 15
SCANNED_SHARE = 0.5
GARBLED_SHARE = 0.1
SHORT_LETTERS = 3
TABLE_SHARE = 0.25
_NO_SIGNS = frozenset({"\0", "\ufffe", "\uffff"})
_GARBLED = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")


def read_pdf(content: bytes) -> list[Manuscript]:
    """Give the text of a PDF with its wrapped lines joined, and where in it pages stand that are pictures.

    Raises `Refusal`: not a PDF, damaged, encrypted, too many pages, scanned, or letters that cannot be told.
    """
    if b"%PDF" not in content[:HEAD_BYTES]:
        raise Refusal("pdf_broken")
    pages, scanned = _pages(content)
    text = "".join(pages)
    if not text.strip() or len(scanned) > SCANNED_SHARE * len(pages):
        raise Refusal("pdf_scanned" if scanned else "text_empty")
    if len(_GARBLED.findall(text)) > GARBLED_SHARE * len(text):
        raise Refusal("pdf_garbled")
    lines = [clean(page).split("\n") if CELL not in page else _cleaned(page.split("\n")) for page in pages]
    paragraphs, pictured = _paragraphs(without_edges(lines), frozenset(scanned))
    notes = (ReadingNote("note_pdf_layout"),)
    return [Manuscript("\n".join(paragraphs) + "\n", notes=notes, pictured=pictured)]


def _paragraphs(
    pages: Sequence[Sequence[str]], scanned: frozenset[int]
) -> tuple[list[str], tuple[PicturedPages, ...]]:
    """Give the paragraphs of all pages; none goes on over a page that is a picture, and those pages with their places."""
    full = full_width([line for page in pages for line in page])
    paragraphs: list[str] = []
    pictured: list[PicturedPages] = []
    for is_scan, run in groupby(enumerate(pages, start=1), key=lambda one: one[0] in scanned):
        numbered, start = list(run), len(paragraphs)
        text = join_lines([line for _, page in numbered for line in page], full)
        paragraphs += text.split("\n") if text else []
        if is_scan:
            numbers = tuple(number for number, _ in numbered)
            pictured.append(PicturedPages(numbers, start, len(paragraphs)))
    return paragraphs, tuple(pictured)


def _pages(content: bytes) -> tuple[list[str], list[int]]:
    """Give the text of each page, and the numbers of those that are pictures."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            if len(document) > limits.PAGES:
                raise Refusal("pdf_too_long", limit=limits.PAGES)
            read = [_page(document, at) for at in range(len(document))]
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refusal("pdf_encrypted" if locked else "pdf_broken") from None
    return [text for text, _ in read], [at for at, (_, scan) in enumerate(read, start=1) if scan]


def _page(document: pypdfium2.PdfDocument, at: int) -> tuple[str, bool]:
    with closing(document[at]) as page, closing(page.get_textpage()) as words:
        text = words.get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
        bare = "".join(text.split())
        scan = len(bare) < PAGE_LETTERS and any(
            page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
        )
        if not scan and _may_hold_table(text):
            lines = page_lines(_letters(words))
            text = "\n".join(with_rows(lines)) if holds_table(lines) else text
        return text, scan


def _may_hold_table(text: str) -> bool:
    """Whether a page is worth looking at letter by letter: many of its lines are short, or hold words apart."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    apart = sum(len(line) <= SHORT_LETTERS or len(line.split()) > 1 for line in lines)
    return len(lines) > FEWEST_ROWS and apart >= max(FEWEST_ROWS, TABLE_SHARE * len(lines))


def _letters(words: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    """Give the letters of a page at their places."""
    for at in range(words.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(words, at))
        if sign.strip() and sign not in _NO_SIGNS:
            yield Letter(sign, *words.get_charbox(at, loose=True))


def _cleaned(lines: Sequence[str]) -> list[str]:
    return [CELL.join(clean(cell) for cell in line.split(CELL)) for line in lines]
