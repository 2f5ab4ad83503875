"""A citizen is shown a passage, not a document: this cuts a text where a reader would, and loses nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

TARGET_PASSAGE_LETTERS = 300
MOST_PASSAGE_LETTERS = 400
SHORTEST_PASSAGE_LETTERS = 80
LEAST_PASSAGE_LETTERS = 200
# How many characters nearer to the target a passage must end to make up for the end of a mere clause.
PAUSE_WORTH_LETTERS = 120
STOP_READ_LETTERS = 3

_NUMERAL = "一二三四五六七八九十百千零〇0-9０-９"
# A line is looked for by the break before it: that is quick, where trying a pattern at every letter is not.
_PART = re.compile(rf"\n[ \t　]*(第[{_NUMERAL}]{{1,7}}[编分章节])(?=[ \t　]|$)[^\n]{{0,60}}$", re.MULTILINE)
_ARTICLE = re.compile(
    rf"\n[ \t　]*(第[{_NUMERAL}]{{1,7}}条(?:之[一二三四五六七八九十])?)(?=[ \t　]|$|：|:|【|\[)", re.MULTILINE
)
_MARKDOWN = re.compile(r"^(#{1,6})[ \t]+([^\n]*[^\n \t#]|[^\n])[ \t#]*$", re.MULTILINE)
_BOLD = re.compile(r"^\*\*([^*\n]{2,60})\*\*[ \t]*$", re.MULTILINE)
_NUMBERED = re.compile(r"\n[ \t　]*([一二三四五六七八九十]{1,3}、[^\n。；;]{2,40})$", re.MULTILINE)
_SENTENCE_END = re.compile(
    r"[。！？!?；;\n ](?:(?<=[^\n ])[。！？!?；;]*[”’」』）)*]*[ \t　\n]*|(?<=\n)[ \t　\n]*|(?<=[^ ] )(?=[一二三四五六七八九十]{1,3}、))"
)
_ITEM = re.compile(rf"[（(]?(?:[{_NUMERAL}]{{1,3}}[）)、.．]|第[{_NUMERAL}]{{1,7}}[章节条]|[①-⑳])")
_WEAK_END = re.compile(r"[，,、：: \t　]")
_SAMPLE_SIGN = "示例："
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
    # Looking for a sign that is nowhere in the text is quick; trying a pattern at every line is not.
    found = []
    if "#" in text:
        found = [
            Heading(match.start(2), len(match[1]), match[2].strip()) for match in _MARKDOWN.finditer(text)
        ]
    marked = {heading.start for heading in found}
    lines = f"\n{text}"
    if "第" in text:
        found.extend(
            Heading(match.start(1) - 1, _PART_LEVELS[match[1][-1]], match[0].strip())
            for match in _PART.finditer(lines)
            if match.start(1) - 1 not in marked
        )
        found.extend(
            Heading(match.start(1) - 1, ARTICLE_LEVEL, match[1]) for match in _ARTICLE.finditer(lines)
        )
    if "**" in text:
        found.extend(Heading(match.start(1), ARTICLE_LEVEL - 1, match[1]) for match in _BOLD.finditer(text))
    found.extend(
        Heading(match.start(1) - 1, ARTICLE_LEVEL - 2, match[1].rstrip())
        for match in _NUMBERED.finditer(lines)
        if match.start(1) - 1 not in marked
    )
    return tuple(sorted(found, key=lambda heading: heading.start))


def path_at(outline: tuple[Heading, ...], offset: int) -> tuple[str, ...]:
    """Give the labels that lead to an offset in a text, outermost first."""
    path: list[Heading] = []
    for heading in outline:
        if heading.start > offset:
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
    if _SAMPLE_SIGN not in text:
        return len(text)
    marks = list(_SAMPLE_MARK.finditer(text))
    return marks[-1].start() if marks and not text[marks[-1].end() :].strip() else len(text)


def cut(text: str, outline: tuple[Heading, ...] | None = None) -> tuple[Passage, ...]:
    """Cut a text into passages of about 300 characters; put together again they are the text.

    `outline` are its headings, when they are known already.
    """
    outline = headings(text) if outline is None else outline
    lines = {text.rfind("\n", 0, heading.start) + 1: heading.level < ARTICLE_LEVEL for heading in outline}
    passages: list[Passage] = []
    solid: list[int] = []
    start = previous = 0
    for end in _borders(text):
        # Two cuts may be due: where a part ends, and then before what has become too long. Mostly none is.
        while solid and (end - start > MOST_PASSAGE_LETTERS or solid[-1] in lines):
            at = _due(text, start, solid, end=end, lines=lines)
            if not at:
                break
            passages.append(Passage(start, at))
            start = at
            solid = [stop for stop in solid if stop > at]
        # A heading stays with what it announces, so no cut is made behind it.
        if not lines.get(previous, False):
            solid.append(end)
        previous = end
    if previous > start:
        passages.append(Passage(start, previous))
    return tuple(passages)


def _due(text: str, start: int, solid: list[int], *, end: int, lines: dict[int, bool]) -> int:
    """Give where to cut what runs from `start` to `end`, one of the places in `solid`; 0 when it may go on."""
    last = solid[-1]
    if (
        last in lines
        and last - start >= SHORTEST_PASSAGE_LETTERS
        and end - start > TARGET_PASSAGE_LETTERS // 2
    ):
        return last
    if end - start <= MOST_PASSAGE_LETTERS:
        return 0
    enough = [stop for stop in solid if stop - start >= LEAST_PASSAGE_LETTERS] or solid[-1:]
    return max(enough, key=lambda stop: (_worth(text, start, stop), stop))


def _worth(text: str, start: int, end: int) -> int:
    """Give how well a passage from `start` would end there: where the text itself pauses, near the target."""
    stop = text[max(start, end - STOP_READ_LETTERS) : end]
    pause = 2 if "\n" in stop else int(any(sign in stop for sign in "。！？!?"))
    if _ITEM.match(text, end):
        pause += 1
    return PAUSE_WORTH_LETTERS * pause - abs(end - start - TARGET_PASSAGE_LETTERS)


def _borders(text: str) -> Iterator[int]:
    """Give the ends of the sentences, each at most `MOST_PASSAGE_LETTERS` after the one before."""
    at = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.end()
        if end - at > MOST_PASSAGE_LETTERS:
            yield from _forced(text, at, end=end)
        if end > at:
            at = end
            yield at
    yield from _forced(text, at, end=len(text))
    if at < len(text):
        yield len(text)


def _forced(text: str, start: int, *, end: int) -> Iterator[int]:
    """Give places to cut inside one endless sentence: behind a comma when there is one, anywhere otherwise."""
    while end - start > MOST_PASSAGE_LETTERS:
        weak = [
            match.end()
            for match in _WEAK_END.finditer(
                text, start + SHORTEST_PASSAGE_LETTERS, start + MOST_PASSAGE_LETTERS
            )
        ]
        start = weak[-1] if weak else start + MOST_PASSAGE_LETTERS
        yield start


def sentences(text: str) -> list[tuple[int, int]]:
    """Give the sentences of a text as (start, end) pairs that follow each other without a gap."""
    ends = list(_borders(text))
    return list(pairwise((0, *ends)))
