"""The parts of a structured document that can answer by themselves: articles, headed parts, questions with answers.

What a part says does not depend on the question; a layout is made once and kept by whoever asks often.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.search.evidence import Floats, Integers
from knowledge.text.aspects import Aspect
from knowledge.text.passages import ARTICLE_LEVEL, Heading, body_end

# With fewer parts than these there is nothing to choose from.
LEAST_PARTS = 3
PAIRS_REMEMBERED = 256
QUOTED_LETTERS = 290
_SHORT_LETTERS = 20

_STOP = re.compile(r"(?<=[。；！？;])|(?<=\n)")
_PURPOSE = re.compile(
    "^为[^。]{4,120}(?:制定本|提出)|(?:通知|公告|说明|公示)如下|制定本(?:办法|细则|方案|意见)|提出如下|^本解读(?:配|有)"
)
_WRONGDOING = re.compile(
    "骗取|虚报|冒领|骗领|套取|追回|截留|挪用|弄虚作假|虚构|伪造|追究|隐瞒|克扣|责令|依法处理|转借|举报|投诉|监督|抽查"
)
_WAYS = re.compile("程序|流程|怎么办")
_EXAMPLE = re.compile("举例|举个例子|比如|例如")
_PERIODS = {"月": re.compile("每月|按月|每个月|月标准"), "年": re.compile("每年|年度|每学年|一年|按年")}
_BAND = re.compile(
    r"(?<!\d)(\d{1,3})(?:周岁)?\s*[—–\-~～至到]+\s*(\d{1,3})\s*周?岁|(\d{1,3})\s*周?岁(?:以上|及以上)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of a section up to a stop.

    `start` and `end` count characters of the document; `bare` is its bare normal form, `number` the passage it begins
    in, counted from 0; `bands` are the ages that it names, both ends included.
    """

    start: int
    end: int
    text: str
    bare: str
    number: int
    bands: tuple[tuple[int, int], ...]
    example: bool

    def covers(self, age: int) -> bool:
        """Whether it names a band of ages that holds an age."""
        return any(least <= age <= most for least, most in self.bands)


@dataclass(frozen=True, slots=True)
class Section:
    """An article, or what stands under a heading.

    `label` are the words of the headings that lead to it. `purpose` tells that it only says why the document was
    made, `wrongdoing` that it speaks of what is forbidden and of supervision.
    """

    start: int
    end: int
    label: str
    sentences: tuple[Sentence, ...]
    purpose: bool
    wrongdoing: bool


@dataclass(frozen=True, slots=True)
class AspectMarks:
    """Of an aspect: array (sections,) of which headings name it, array (sentences,) of which tell it; 1 or 0 each."""

    headed: Floats
    sentences: Floats


@dataclass(slots=True)
class Layout:
    """A document's sections in order, with its text.

    `sentences` are those of all sections, `first` the number of each section's first one. What does not depend on a
    question is laid out once: `fixed`, array (sections, 3), holds purpose, wrongdoing and length; `examples`, array
    (sentences,), tells which sentences are examples, `numbers` in which passages they begin, `periods` which speak of a 月 or a 年 each.
    """

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    first: Integers
    fixed: Floats
    examples: Floats
    numbers: Integers
    periods: dict[str, Floats]
    _marks: dict[str, AspectMarks] = field(default_factory=dict)
    _held: dict[str, bytes] = field(default_factory=dict)
    _named: dict[str, bytes] = field(default_factory=dict)

    def holding(self, pair: str) -> bytes:
        """Give for each sentence 1 when it holds a pair of letters, else 0; what was asked for lately is looked up once."""
        held = self._held.get(pair)
        if held is None:
            if len(self._held) >= PAIRS_REMEMBERED:
                self._held.clear()
            held = self._held[pair] = bytes([pair in one.bare for one in self.sentences])
        return held

    def naming(self, pair: str) -> bytes:
        """Give for each section 1 when its headings hold a pair of letters, else 0; it is kept like `holding`."""
        named = self._named.get(pair)
        if named is None:
            if len(self._named) >= PAIRS_REMEMBERED:
                self._named.clear()
            named = self._named[pair] = bytes([pair in one.label for one in self.sections])
        return named

    def telling(self, aspect: Aspect) -> AspectMarks:
        """Give where the document tells about an aspect; it is looked up once."""
        marks = self._marks.get(aspect.name)
        if marks is None:
            headed = [aspect.headed.search(section.label) is not None for section in self.sections]
            telling = [aspect.told.search(sentence.text) is not None for sentence in self.sentences]
            marks = self._marks[aspect.name] = AspectMarks(np.array(headed, float), np.array(telling, float))
        return marks

    def quote(self, section: Section, at: int) -> tuple[int, int]:
        """Give what to show for a sentence: its whole section when short, else its neighbours as far as they fit."""
        if len(self.text[section.start : section.end].strip()) <= QUOTED_LETTERS:
            return section.start, section.end
        pieces = section.sentences
        first = last = at
        while last + 1 < len(pieces) and pieces[last + 1].end - pieces[first].start <= QUOTED_LETTERS:
            last += 1
        while first and pieces[last].end - pieces[first - 1].start <= QUOTED_LETTERS:
            first -= 1
        return pieces[first].start, pieces[last].end


def lay_out(
    text: str, bare: str, *, outline: Sequence[Heading], title: str, passages: Sequence[int]
) -> Layout | None:
    """Give the sections of a text, None when it has too little structure to choose by.

    `bare` is its bare normal form, `outline` its headings, `passages` where its passages begin.
    """
    sections = [
        _section(text, bare, start, end=end, label=label, passages=passages)
        for start, end, label in _stretches(text, outline, title)
    ]
    sections = [section for section in sections if section.sentences]
    return _layout(text, tuple(sections)) if len(sections) >= LEAST_PARTS else None


def _layout(text: str, parts: tuple[Section, ...]) -> Layout:
    sentences = tuple(sentence for section in parts for sentence in section.sentences)
    lengths = [math.log(max(_SHORT_LETTERS, section.end - section.start)) / 5 for section in parts]
    fixed = [
        (section.purpose, section.wrongdoing, length) for section, length in zip(parts, lengths, strict=True)
    ]
    return Layout(
        text,
        parts,
        sentences,
        first=np.cumsum([0, *(len(section.sentences) for section in parts[:-1])]),
        fixed=np.array(fixed, dtype=np.float64),
        examples=np.array([sentence.example for sentence in sentences], dtype=np.float64),
        numbers=np.array([sentence.number for sentence in sentences], dtype=np.int64),
        periods={
            period: np.array([bool(words.search(one.text)) for one in sentences], dtype=np.float64)
            for period, words in _PERIODS.items()
        },
    )


def _stretches(text: str, outline: Sequence[Heading], title: str) -> Iterator[tuple[int, int, str]]:
    """Give the beginning, the end and the headings of each part that says anything."""
    last = body_end(text)
    above: list[Heading] = []
    for number, heading in enumerate(outline):
        if heading.start >= last:
            return
        following = outline[number + 1].start if number + 1 < len(outline) else last
        stop = text.rfind("\n", 0, following) + 1 if following < last else last
        while above and above[-1].level >= heading.level:
            above.pop()
        article = heading.level >= ARTICLE_LEVEL
        start = (
            text.rfind("\n", 0, heading.start) + 1 if article else text.find("\n", heading.start) + 1 or stop
        )
        labels = [one.label for one in above] + ([] if article else [heading.label])
        above.append(heading)
        if text[start:stop].strip():
            yield start, stop, " ".join(label for label in labels if label != title)


def _section(text: str, bare: str, start: int, *, end: int, label: str, passages: Sequence[int]) -> Section:
    body = text[start:end]
    sentences, at = [], start
    for piece in _STOP.split(body):
        if piece.strip():
            stop = at + len(piece)
            number = bisect_right(passages, at) - 1
            example = bool(_EXAMPLE.search(piece) or _EXAMPLE.search(label))
            sentences.append(Sentence(at, stop, piece, bare[at:stop], number, _bands(piece), example))
        at += len(piece)
    return Section(
        start,
        end,
        label,
        tuple(sentences),
        purpose=_PURPOSE.search(body.strip()) is not None,
        wrongdoing=_WRONGDOING.search(body) is not None and _WAYS.search(label) is None,
    )


def _bands(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(
        (int(first), int(last)) if first else (int(least), 200) for first, last, least in _BAND.findall(text)
    )
