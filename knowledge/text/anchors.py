"""Names a place in a regulation as lawyers cite it: 第五条第二款第（三）项.

Paragraphs of an article are its 款; a line that begins with （一） is an 项 of the 款 above it, one with 1. a 目.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.text import passages
from knowledge.text.passages import ARTICLE_LEVEL, Heading

_ARTICLE = re.compile(r"^第.{1,7}条")
_ITEM = re.compile(r"^[（(]([一二三四五六七八九十百]{1,4})[）)]")
_POINT = re.compile(r"^(\d{1,2})[.．、](?!\d)")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a text: its article (empty outside of articles), and paragraph, item and point in it, 0 for none.

    `clauses` counts the paragraphs of the whole article: a single one is not named when cited.
    """

    article: str
    clause: int = 0
    item: str = ""
    point: int = 0
    clauses: int = 0

    @property
    def words(self) -> str:
        """Give the anchor as it is cited; empty text outside of articles."""
        if not self.article:
            return ""
        clause = f"第{_chinese(self.clause)}款" if self.clauses > 1 else ""
        item = f"第（{self.item}）项" if self.item else ""
        return f"{self.article}{clause}{item}{f'第{self.point}目' if self.point else ''}"


def at(text: str, offset: int, headings: tuple[Heading, ...] | None = None) -> Anchor:
    """Give the anchor of an offset in a text; `headings` are the text's, when they are known already."""
    headings = passages.headings(text) if headings is None else headings
    before = [heading for heading in headings if heading.start <= offset]
    if not before or before[-1].level != ARTICLE_LEVEL or not _ARTICLE.match(before[-1].label):
        return Anchor("")
    article = before[-1]
    end = next((heading.start for heading in headings if heading.start > offset), len(text))
    lines = list(_lines(text[: passages.body_end(text)], article.start, end))
    clauses = lines[-1][1].clause if lines else 1
    anchor = next((one for start, one in reversed(lines) if start <= offset), Anchor(article.label, 1))
    return Anchor(article.label, anchor.clause, anchor.item, anchor.point, clauses)


def spanning(first: Anchor, last: Anchor) -> str:
    """Give how a stretch is cited that runs from one place to another: as exactly as both agree."""
    if not first.article or not last.article:
        return ""
    if first.article != last.article:
        return f"{first.article}至{last.article}"
    if first.clause != last.clause:
        return first.article
    if (first.item, first.point) != (last.item, last.point):
        same_item = first.item == last.item
        return replace(first, item=first.item if same_item else "", point=0).words
    return first.words


def opening(anchor: str, path: Sequence[str], *, title: str) -> str:
    """Give where a page is best opened to read a quote: its article, else the nearest heading above it."""
    return anchor or next((step for step in reversed(path) if step != title), "")


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, Anchor]]:
    """Give the lines of an article with their anchors."""
    clause, item, at_line = 0, "", start
    for line in text[start:end].split("\n"):
        bare = line.strip(" \t　*")
        indent = len(line) - len(line.lstrip(" \t　*"))
        if bare:
            listed, pointed = _ITEM.match(bare), _POINT.match(bare)
            if clause and listed:
                item = listed[1]
            elif not (clause and pointed):
                clause, item = clause + 1, ""
            point = int(pointed[1]) if clause and pointed and not listed else 0
            yield at_line + (indent if clause > 1 or item else 0), Anchor("", clause, item, point)
        at_line += len(line) + 1


def _chinese(number: int) -> str:
    """Give a number below a hundred in Chinese words; beyond that plain digits, as no article has so many."""
    tens, ones = divmod(number, 10)
    if tens >= 10:  # noqa: PLR2004 - two digits are all there are
        return str(number)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones or not tens else "")
