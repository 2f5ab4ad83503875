"""The papers a text names in title marks, each with the number behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.ingest.particulars.numbers import NUMBER, tidy

TITLE_LETTERS = 200
NUMBER_LETTERS = 80
HIDDEN = "□"
_ORDER = re.compile(
    r"^[\u4e00-\u9fff]{0,24}令?\s{0,2}\d{0,4}年?第\s{0,2}[\d一二三四五六七八九十百零〇]{1,6}\s{0,2}号$"
)
_SIGNS = re.compile(r"[《》\n]")
_SHORTENED = re.compile(r"简称[为：:]?\s{0,2}$")


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper named in a text, and where: `start` and `end` enclose title and number."""

    title: str
    number: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """Give it as it is named: 《title》（number）."""
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


def citations(text: str) -> list[CitedPaper]:
    """Give the papers named in a text, outermost titles only, without short names given to them."""
    return [one for one in _scanned(text) if not _SHORTENED.search(text[max(0, one.start - 6) : one.start])]


def hidden(text: str, found: list[CitedPaper]) -> str:
    """Give a text with what it cites hidden, sign for sign: a cited title says nothing of its own."""
    signs = list(text)
    for one in found:
        signs[one.start : one.end] = HIDDEN * (one.end - one.start)
    return "".join(signs)


def _scanned(text: str) -> Iterator[CitedPaper]:
    depth = start = 0
    for found in _SIGNS.finditer(text):
        at, sign = found.start(), found[0]
        if sign == "《":
            start = start if depth else at
            depth += 1
        elif sign == "》" and depth:
            depth -= 1
            if depth == 0 and at - start <= TITLE_LETTERS:
                number, end = _number(text, at + 1)
                yield CitedPaper("".join(text[start + 1 : at].split()), number, start, end)
        elif sign == "\n":
            depth = 0


def _number(text: str, place: int) -> tuple[str, int]:
    """Give the number that follows a title, in brackets or bare, and where it ends."""
    rest = text[place : place + NUMBER_LETTERS]
    blanks = len(rest) - len(rest.lstrip())
    opened = rest.lstrip()
    if opened[:1] not in ("（", "("):
        bare = NUMBER.match(rest, blanks)
        return (tidy(bare), place + bare.end()) if bare else ("", place)
    close = min((at for at in (opened.find("）"), opened.find(")")) if at > 0), default=-1)
    inner = opened[1:close] if close > 0 else ""
    found = NUMBER.search(opened, 1)
    if found and found.start() <= max(close, 2):
        # The brackets of the year may be round as well.
        later = min(
            (at for at in (opened.find("）", found.end()), opened.find(")", found.end())) if at > 0),
            default=found.end(),
        )
        return tidy(found), place + blanks + later + 1
    if _ORDER.match(inner.strip()):
        return "".join(inner.split()), place + blanks + close + 1
    return "", place
