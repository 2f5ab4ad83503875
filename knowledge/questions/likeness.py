"""Whether two questions ask the same: their content words, their letters, and the kind of thing they look for."""

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from knowledge.text.question import AnswerKind, analyse
from knowledge.text.synonyms import variants

JOINED_LIKENESS = 0.6
# A sum and a way to apply are two questions, however alike their words.
OTHER_SOUGHT = 0.6
# Each names something that the other does not; one word in the place of another makes it another matter.
OTHER_WORDS = 0.85
OTHER_MATTER = 0.7
HALF_WEIGHT = 0.5
# So many groups that share the rarest words are looked at closely.
COMPARED_QUESTIONS = 50
_VAGUE = frozenset({AnswerKind.OTHER, AnswerKind.LIST})
# Words of every second question say nothing about its matter.
_EVERYDAY_WORDS = """
申请 办理 办 领取 领 发放 条件 材料 资料 手续 流程 程序 标准 政策 规定 情况 问题 事情 现在 今年 去年 明年 可以 需要 时间
期限 电话 地址 地方 单位 部门 费用 收费 金额 钱 补 交 缴 查 查询 知道 告诉 谢谢 我们 你们 这个 那个 一下 自己 本人 今天
明天 最近 目前 相关 有关 关于 方面 到底 还 没 没有 为啥 咋 咋办 啥 多 少 人 家 家里 县 县里 咱 咱们 老 新 年 月 日 元 岁 每月 每年
发 拿 放 带 装 要 标准 多大 几点 老人 老年人 补贴 补助 津贴
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_BLANKS = re.compile(r"\s+")
# What is left of a hidden number says nothing about the matter.
_HIDDEN = re.compile(r"(?:(?<![0-9])[0-9]+)?\*+[0-9Xx]*")


@dataclass(frozen=True, slots=True)
class Sign:
    """What a question is compared by: its words and letters, its words of content, what it looks for, the number it names."""

    core: str
    letters: str
    terms: frozenset[str]
    sought: AnswerKind
    number: str


@lru_cache(maxsize=16384)
def sign(question: str) -> Sign:
    """Give the sign of a question; what citizens and documents call differently is put into the documents' words."""
    readings = variants(_HIDDEN.sub(" ", question))
    asked = analyse(readings[2] if len(readings) > 2 else readings[0])  # noqa: PLR2004 - the third is all in their words
    return Sign(
        core=" ".join(asked.words),
        letters=_BLANKS.sub("", asked.core),
        terms=frozenset(word for word in asked.words if word not in _EVERYDAY),
        sought=asked.answer_kind,
        number=asked.number,
    )


def likeness(one: Sign, other: Sign) -> float:
    """Give how alike two questions are, 0 to 1; 0 when they share no word of content or name two documents."""
    shared = one.terms & other.terms
    if not shared or one.number != other.number:
        return 0.0
    common, ours, theirs = _weight(shared), _weight(one.terms), _weight(other.terms)
    # Who says more in passing still asks the same: half counts what both say, half what the shorter one says.
    words = HALF_WEIGHT * (2 * common / (ours + theirs)) + HALF_WEIGHT * (common / min(ours, theirs))
    letters = max(fuzz.ratio(one.letters, other.letters), fuzz.token_sort_ratio(one.core, other.core)) / 100
    same = HALF_WEIGHT * (words + letters)
    same *= _apart(one.terms - shared, other.terms - shared)
    vague = one.sought in _VAGUE or other.sought in _VAGUE
    return same if vague or one.sought.family is other.sought.family else same * OTHER_SOUGHT


def _apart(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Give what is left of a likeness when each question has words of its own; words that share a letter are kin."""
    if not ours or not theirs:
        return 1.0
    if len(ours) == len(theirs) == 1 and not set(*ours) & set(*theirs):
        return OTHER_MATTER
    return OTHER_WORDS


def _weight(terms: Iterable[str]) -> float:
    """Give what words say together: longer ones are rarer, figures count as one letter."""
    return sum(1.0 if word.isdecimal() else float(len(word)) for word in terms)


class Crowd:
    """Groups of like questions, each with one question that stands for it."""

    def __init__(self, known: Mapping[int, str]) -> None:
        self._signs = {number: sign(question) for number, question in known.items()}
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for number, own in self._signs.items():
            self._enter(number, own)

    def add(self, number: int, question: str) -> None:
        """Take a further group in."""
        self._signs[number] = sign(question)
        self._enter(number, self._signs[number])

    def nearest(self, question: str) -> tuple[int, float] | None:
        """Give the group that is most like a question, with its likeness, when it is like enough to join."""
        own = sign(question)
        weights: defaultdict[int, float] = defaultdict(float)
        for term in own.terms:
            # A word that many groups share tells little about any of them.
            holding = self._holding.get(term, ())
            for number in holding:
                weights[number] += _weight((term,)) / len(holding)
        near = heapq.nlargest(COMPARED_QUESTIONS, weights, key=weights.__getitem__)
        rated = [(likeness(own, self._signs[number]), -number) for number in near]
        best, number = max(rated, default=(0.0, 0))
        return (-number, best) if best >= JOINED_LIKENESS else None

    def place(self, questions: Sequence[str]) -> list[int]:
        """Give the group of each question; those that found none begin groups of their own, numbered below zero.

        Later questions may join the groups that earlier ones began.
        """
        placed: list[int] = []
        begun = 0
        for question in questions:
            near = self.nearest(question)
            if near is None:
                begun -= 1
                self.add(begun, question)
            placed.append(near[0] if near else begun)
        return placed

    def _enter(self, number: int, own: Sign) -> None:
        for term in own.terms:
            self._holding[term].append(number)
