"""Reads PDF files that hold text; one that is mostly pictures of text is refused, and of others the pictured pages are told.

Lines that a page broke only for want of room are joined; those that their writer ended are kept.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from math import ceil

import pypdfium2
from pypdfium2 import raw

from knowledge.documents.draft import Refusal
from knowledge.documents.fields import clean
from knowledge.ingest import limits
from knowledge.ingest.readers import tables
from knowledge.ingest.readers.layout.columns import CELL, FEWEST_ROWS, holds_table, with_rows
from knowledge.ingest.readers.layout.letters import Letter, page_lines
from knowledge.ingest.readers.manuscript import Manuscript, PicturedPages, ReadingNote

HEAD_BYTES = 1024
# Fewer signs than this on a page with a picture: the page is a scan.
PAGE_LETTERS = 15
SCANNED_SHARE = 0.5
GARBLED_SHARE = 0.1
EDGE_LINES = 2
EDGE_PAGES = 3
SHORT_LETTERS = 3
TABLE_SHARE = 0.25
_NO_SIGNS = frozenset({"\0", "\ufffe", "\uffff"})
# A line this wide, of what a full line measures, was broken by the page and not by its writer.
FULL_SHARE = 0.85
_PAGE_NUMBER = re.compile(r"^[\s\-—–―·.•]*(?:第\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?(?:\s*页)?[\s\-—–―·.•]*$")
_GARBLED = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_NUMERAL = "一二三四五六七八九十百千零〇0-9０-９"
_STARTS = re.compile(
    rf"^(?:第[{_NUMERAL}]{{1,7}}[编章节条款]|[一二三四五六七八九十]{{1,3}}、|[（(][{_NUMERAL}]{{1,3}}[）)]|"
    rf"\d{{1,3}}[.．、)）](?!\d)|[①-⑳]|[-•●■◆]\s|附件|附：|抄送|#)"
)
_HEADING = re.compile(rf"^第[{_NUMERAL}]{{1,7}}[编章节]")
_CLOSED = ("。", "！", "？", "；", "：", "!", "?", ";", ":", "”", "》。", "）。")
_DATE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$|^[二〇○零一三四五六七八九十]{4}年.{2,6}日$")
_WORD = re.compile(r"[A-Za-z0-9,.;%]$")
_WORD_START = re.compile(r"^[A-Za-z]")


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
    full = _full([line for page in pages for line in page])
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


def without_edges(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give the lines of each page without page numbers and without the heads and feet that pages repeat."""
    bodies = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(line.strip() for body in bodies for line in {*body[:EDGE_LINES], *body[-EDGE_LINES:]})
    often = max(EDGE_PAGES, len(bodies) // 2)
    return [[line for at, line in enumerate(body) if not _is_edge(body, at, edges, often)] for body in bodies]


def _is_edge(body: Sequence[str], at: int, edges: Mapping[str, int], often: int) -> bool:
    """Whether a line at the head or foot of a page numbers it, or stands on so many pages."""
    line = body[at]
    if CELL in line or EDGE_LINES <= at < len(body) - EDGE_LINES:
        return False
    return _PAGE_NUMBER.match(line) is not None or edges[line.strip()] >= often


def _full(lines: Sequence[str]) -> float:
    """Give how wide a line is at the least that the page broke."""
    return FULL_SHARE * _width([line for line in lines if CELL not in line])


def join_lines(lines: Sequence[str], full: float | None = None) -> str:
    """Give the lines as paragraphs; put together without blanks and line ends they are what came in.

    `full` is how wide a line is that the page broke, where these lines alone do not tell.
    """
    full = _full(lines) if full is None else full
    paragraphs: list[str] = []
    open_end = False
    rows: list[list[str]] = []
    for line in lines:
        if CELL in line:
            # A table may go on over several pages, each of which says the names of its columns again.
            rows += [row for row in [line.split(CELL)] if not rows or row != rows[0]]
            open_end = False
            continue
        if rows:
            paragraphs += tables.lines(rows)
            rows = []
        text = line.strip(" \t　")
        if not text:
            open_end = False
            continue
        if open_end and not _begins(line, text):
            paragraphs[-1] += _gap(paragraphs[-1], text) + text
        else:
            paragraphs.append(text)
        open_end = _units(text) >= full and not text.endswith(_CLOSED[:4]) and not _HEADING.match(text)
    return "\n".join([*paragraphs, *tables.lines(rows)])


def _begins(line: str, text: str) -> bool:
    indented = line.startswith(("　", "    "))
    return indented or _STARTS.match(text) is not None or _DATE.match(text) is not None


def _gap(before: str, after: str) -> str:
    """Give a blank between two words of a Latin script, and nothing between Chinese."""
    return " " if _WORD.search(before) and _WORD_START.match(after) else ""


def _width(lines: Sequence[str]) -> float:
    """Give the width of a full line: nearly the longest, as of many lines a few stray ones may be longer."""
    widths = sorted(_units(line.strip()) for line in lines if line.strip())
    return widths[ceil(0.97 * (len(widths) - 1))] if widths else 0.0


def _units(text: str) -> float:
    return sum(1.0 if ord(letter) > 0x2E7F else 0.5 for letter in text)  # noqa: PLR2004 - from there on signs are wide
