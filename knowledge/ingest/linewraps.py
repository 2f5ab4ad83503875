"""Joins lines that a page broke only for want of room, and keeps those their writer ended."""

import re
from collections.abc import Sequence
from math import ceil

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
FULL_SHARE = 0.85


def join(lines: Sequence[str]) -> str:
    """Give the lines as paragraphs; put together without blanks and line ends they are what came in."""
    full = FULL_SHARE * _width(lines)
    paragraphs: list[str] = []
    open_end = False
    for line in lines:
        text = line.strip(" \t　")
        if not text:
            open_end = False
            continue
        if open_end and not _begins(line, text):
            paragraphs[-1] += _gap(paragraphs[-1], text) + text
        else:
            paragraphs.append(text)
        open_end = _units(text) >= full and not text.endswith(_CLOSED[:4]) and not _HEADING.match(text)
    return "\n".join(paragraphs)


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
