"""Approved answers: a question that somebody has answered for good is answered with just these words.

Only a question that asks the same is: a word more or less may change everything, and then the documents speak.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.text import normal_form, segmentation
from knowledge.text.question import Question, analyse
from knowledge.text.synonyms import variants

# How much of two questions, by rarity, has to be the same.
ALIKE_SHARE = 0.75
# People write the marks in bold, too, and a question with its answer in one line.
_QUESTION_LINE = re.compile(
    r"^[ \t　]*\*{0,2}问\*{0,2}[:：]\*{0,2}[ \t　]*([^\n]+?)(?=(?<=[?？。！!\s　])\*{0,2}答\*{0,2}[:：]|$)",
    re.MULTILINE,
)
_ANSWERED = re.compile(
    r"^[ \t　]*(?:\*{0,2}问\*{0,2}[:：][^\n]*?[?？。！!\s　])??\*{0,2}答\*{0,2}[:：]\*{0,2}[ \t　]*",
    re.MULTILINE,
)
_SHOWN_QUESTION = re.compile(
    r"^[ \t　]*\*{0,2}问\*{0,2}[:：][^\n]*?(?=\*{0,2}答\*{0,2}[:：]|$)", re.MULTILINE
)
_SHOWN_MARK = re.compile(
    r"(?:(?:^|(?<=[?？。！!\s　]))\*{0,2}[问答]\*{0,2}[:：]\*{0,2}[ \t　]*)", re.MULTILINE
)
# Words that leave the question what it is.
_FILLING_WORDS = """
现在 目前 今年 请 帮 知道 了解 一下 咱们 咱 本县 我县 县里 我们县 这里 这边 当地 需要 应该 可以 能 吗 呢 啊 到底 究竟 大概 一般 是 的 有
"""
_FILLING = frozenset(_FILLING_WORDS.split())

# In one order whatever the hash seed, so that the pattern is the same in every process.
_FILLED = re.compile(
    "|".join(word for word in sorted(_FILLING, key=lambda word: (-len(word), word)) if len(word) > 1)
)

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class ApprovedMatch:
    """The docnum of an approved answer, and how alike the questions are, 0 to 1."""

    docnum: int
    likeness: float


@dataclass(frozen=True, slots=True)
class _Asked:
    docnum: int
    question: Question
    pairs: frozenset[str]
    words: frozenset[str]


def questions(title: str, text: str) -> tuple[str, ...]:
    """Give the questions that a document answers: its title, and the lines 问：… before its answer."""
    head = text[: _answer_start(text)]
    return tuple(dict.fromkeys((title, *(found[1].strip(" *") for found in _QUESTION_LINE.finditer(head)))))


def answer(text: str) -> str:
    """Give the approved words: what stands behind 答：, else all but the questions."""
    start = _answer_start(text)
    return (text[start:] if start else _QUESTION_LINE.sub("", text)).strip()


def spoken(text: str) -> str:
    """Give a piece of an approved answer as it is shown: what it answers, without the questions and without any mark.

    A piece that holds a question alone is that question.
    """
    answered = _SHOWN_MARK.sub("", _SHOWN_QUESTION.sub("", text)).strip()
    return answered or _SHOWN_MARK.sub("", text).strip()


def _answer_start(text: str) -> int:
    found = _ANSWERED.search(text)
    return found.end() if found else 0


class Approved:
    """The questions of all approved answers of a generation."""

    def __init__(self, asked: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        """Take the docnums of the documents, each with its questions."""
        self._asked = [_read(docnum, text) for docnum, texts in asked for text in texts]
        self.docnums = frozenset(each.docnum for each in self._asked)
        self._holding: dict[str, list[int]] = defaultdict(list)
        self._whole: dict[str, int] = {}
        for number, each in enumerate(self._asked):
            self._whole.setdefault(_bare(each.question.text), number)
            for pair in each.pairs:
                self._holding[pair].append(number)

    def best(
        self, readings: Iterable[Question], rarity: Rarity, *, without: frozenset[int]
    ) -> ApprovedMatch | None:
        """Give the approved answer to a question in any of its readings."""
        if not self._asked:
            return None
        found = [
            match
            for reading in readings
            for worded in variants(reading.text)
            if (match := self._alike(analyse(worded), rarity, without=without))
        ]
        return max(found, key=lambda match: match.likeness, default=None)

    def _alike(self, reading: Question, rarity: Rarity, *, without: frozenset[int]) -> ApprovedMatch | None:
        whole = self._whole.get(_bare(reading.text))
        if whole is not None and self._asked[whole].docnum not in without:
            return ApprovedMatch(self._asked[whole].docnum, 1.0)
        pairs = _pairs(reading)
        near = {number for pair in pairs for number in self._holding.get(pair, ())}
        found = [
            ApprovedMatch(self._asked[number].docnum, likeness)
            for number in near
            if self._asked[number].docnum not in without
            and (likeness := _likeness(reading, pairs, self._asked[number], rarity)) >= ALIKE_SHARE
        ]
        return max(found, key=lambda match: (match.likeness, -match.docnum), default=None)


def _read(docnum: int, text: str) -> _Asked:
    question = analyse(text)
    return _Asked(docnum, question, _pairs(question), frozenset(question.words) - _FILLING)


def _pairs(question: Question) -> frozenset[str]:
    """Give the pairs of a question without the words that leave it what it is."""
    return frozenset(segmentation.pairs(_FILLED.sub("", question.core).replace(" ", "")))


def _bare(text: str) -> str:
    return normal_form.bare(text).replace(" ", "")


def _likeness(reading: Question, own: frozenset[str], asked: _Asked, rarity: Rarity) -> float:
    """Give how alike two questions are; 0 when a figure, the thing sought or a word of one is not the other's."""
    other = asked.question
    if reading.answer_kind is not other.answer_kind or set(reading.numbers) != set(other.numbers):
        return 0.0
    if not _says(other.core, set(reading.words) - _FILLING) or not _says(reading.core, asked.words):
        return 0.0
    both = sum(map(rarity, own & asked.pairs))
    return 2 * both / max(1e-9, sum(map(rarity, own)) + sum(map(rarity, asked.pairs)))


def _says(core: str, words: Iterable[str]) -> bool:
    """Whether a question has all these words, wherever its own are parted."""
    return all(word in core for word in words)
