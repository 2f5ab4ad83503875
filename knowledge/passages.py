"""A citizen is shown a passage, not a document: this cuts a text where a reader would, and loses nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

TARGET = 300
LIMIT = 380
FLOOR = 80

_NUMERAL = "一二三四五六七八九十百千零〇0-9０-９"
_PART = re.compile(rf"^[ \t　]*(第[{_NUMERAL}]{{1,7}}[编分章节])(?=[ \t　]|$)[^\n]{{0,60}}$", re.MULTILINE)
_ARTICLE = re.compile(
    rf"^[ \t　]*(第[{_NUMERAL}]{{1,7}}条(?:之[一二三四五六七八九十])?)(?=[ \t　]|$|：|:|【|\[)", re.MULTILINE
)
_MARKDOWN = re.compile(r"^(#{1,6})[ \t]+([^\n]+?)[ \t#]*$", re.MULTILINE)
_BOLD = re.compile(r"^\*\*([^*\n]{2,60})\*\*[ \t]*$", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t　]*([一二三四五六七八九十]{1,3}、[^\n。；;]{2,40})$", re.MULTILINE)
_SENTENCE_END = re.compile(
    r"[。！？!?；;]+[”’」』）)*]*[ \t　\n]*|\n[ \t　\n]*|(?<=[^ ]) (?=[一二三四五六七八九十]{1,3}、)"
)
_WEAK_END = re.compile(r"[，,、：: \t　]")
_SAMPLE_MARK = re.compile(r"^[（(]示例：[^\n]*[）)]\s*$", re.MULTILINE)

_PART_LEVELS = {"编": 1, "分": 1, "章": 2, "节": 3}
ARTICLE_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a text: where it starts, how deep it stands (1 is outermost), what it says."""

    start: int
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of a text, `start` to `end` in characters."""

    start: int
    end: int


def headings(text: str) -> tuple[Heading, ...]:
    """Give the chapters, sections, articles and marked headings of a text in order."""
    found = [Heading(match.start(2), len(match[1]), match[2].strip()) for match in _MARKDOWN.finditer(text)]
    marked = {heading.start for heading in found}
    found.extend(
        Heading(match.start(1), _PART_LEVELS[match[1][-1]], match[0].strip())
        for match in _PART.finditer(text)
        if match.start(1) not in marked
    )
    found.extend(Heading(match.start(1), ARTICLE_LEVEL, match[1]) for match in _ARTICLE.finditer(text))
    found.extend(Heading(match.start(1), ARTICLE_LEVEL - 1, match[1]) for match in _BOLD.finditer(text))
    found.extend(
        Heading(match.start(1), ARTICLE_LEVEL - 2, match[1].rstrip())
        for match in _NUMBERED.finditer(text)
        if match.start(1) not in marked
    )
    return tuple(sorted(found, key=lambda heading: heading.start))


def path_at(found: tuple[Heading, ...], place: int) -> tuple[str, ...]:
    """Give the labels that lead to a place in the text, outermost first."""
    path: list[Heading] = []
    for heading in found:
        if heading.start > place:
            break
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
    return tuple(heading.label for heading in path)


def section_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the article or headed section that holds a stretch of a text, without the heading's own line."""
    first, last = 0, len(text)
    for heading in headings(text):
        line = text.rfind("\n", 0, heading.start) + 1
        if heading.start <= start:
            after = text.find("\n", heading.start) + 1
            first = line if heading.level >= ARTICLE_LEVEL or not 0 < after <= start else after
        elif line >= end:
            last = line
            break
    return first, last


def body_end(text: str) -> int:
    """Give where the quotable text ends: a closing mark that says the document is a sample is not content."""
    marks = list(_SAMPLE_MARK.finditer(text))
    return marks[-1].start() if marks and not text[marks[-1].end() :].strip() else len(text)


def cut(text: str, found: tuple[Heading, ...] | None = None) -> tuple[Passage, ...]:
    """Cut a text into passages of about 300 characters; put together again they are the text.

    `found` are its headings, when they are known already.
    """
    found = headings(text) if found is None else found
    lines = {text.rfind("\n", 0, heading.start) + 1: heading.level < ARTICLE_LEVEL for heading in found}
    passages: list[Passage] = []
    start = previous = solid = 0
    for end in _borders(text):
        if solid > start and (
            end - start > LIMIT
            or (solid in lines and solid - start >= FLOOR and end - start > TARGET // 2)
            or solid - start >= TARGET
        ):
            # A heading stays with what it announces, so the cut is made before it.
            passages.append(Passage(start, solid))
            start = solid
        if not lines.get(previous, False):
            solid = end
        previous = end
    if previous > start:
        passages.append(Passage(start, previous))
    return tuple(passages)


def _borders(text: str) -> Iterator[int]:
    """Give the ends of the sentences, each at most `LIMIT` after the one before."""
    at = 0
    for match in _SENTENCE_END.finditer(text):
        yield from _forced(text, at, end=match.end())
        if match.end() > at:
            at = match.end()
            yield at
    yield from _forced(text, at, end=len(text))
    if at < len(text):
        yield len(text)


def _forced(text: str, start: int, *, end: int) -> Iterator[int]:
    """Give places to cut inside one endless sentence: behind a comma when there is one, anywhere otherwise."""
    while end - start > LIMIT:
        weak = [match.end() for match in _WEAK_END.finditer(text, start + FLOOR, start + LIMIT)]
        start = weak[-1] if weak else start + LIMIT
        yield start


def sentences(text: str) -> list[tuple[int, int]]:
    """Give the sentences of a text as (start, end) pairs that follow each other without a gap."""
    ends = list(_borders(text))
    return list(pairwise((0, *ends)))
