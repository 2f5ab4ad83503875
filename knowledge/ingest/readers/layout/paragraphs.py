"""Puts the lines of pages together again: what pages repeat is left out, and what they broke for want of room is joined.

Lines that their writer ended are kept.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil

from knowledge.ingest.readers import tables
from knowledge.ingest.readers.layout.columns import CELL

EDGE_LINES = 2
EDGE_PAGES = 3
# A line this wide, of what a full line measures, was broken by the page and not by its writer.
FULL_SHARE = 0.85
_PAGE_NUMBER = re.compile(r"^[\s\-—–―·.•]*(?:第\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?(?:\s*页)?[\s\-—–―·.•]*$")
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


def full_width(lines: Sequence[str]) -> float:
    """Give how wide a line is at the least that the page broke."""
    return FULL_SHARE * _width([line for line in lines if CELL not in line])


def join_lines(lines: Sequence[str], full: float | None = None) -> str:
    """Give the lines as paragraphs; put together without blanks and line ends they are what came in.

    `full` is how wide a line is that the page broke, where these lines alone do not tell.
    """
    full = full_width(lines) if full is None else full
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
