"""What kind of thing a question wants, a number to call, a sum, a day, and where in a text such a thing stands.

A text tells of a matter in many sentences; the one that answers 几号截止 holds a day, and the words of the question stand
around that day. So not only whether such a thing is there is told, but what stands beside it. How each kind is asked for
and what it looks like stands in `data/wanted.yml`, for operators to keep.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from bot.text.plain_yaml import read_yaml
from knowledge.text.normal_form import fold

QUESTIONS_REMEMBERED = 512
TEXTS_REMEMBERED = 4096
# Of each kind so many things in a text are looked at, and this many letters before and behind one stand beside it.
MOST_THINGS = 8
LETTERS_BEFORE, LETTERS_BEHIND = 22, 12
ENOUGH_THINGS = 3
# What a question that yes or no would answer wants.
RULING = "ruling"
_NUMERAL = "[0-9一二三四五六七八九十百千万两半]"
# What is counted where a question asks 几个月, 多少户.
_COUNTED = re.compile(
    r"(?:几|多少)\s?(个(?:月|工作日|小时)?|[名人家份张次种档户辆条所套斤亩层度米包袋瓶趟样项类级折成天年岁块元]|公里)"
)

# Who asks how many months something is received for is told nothing by 累计满12个月 and 12个月内申请.
_RECEIVED = re.compile("(?:[领发免补给拿管放停缓返退]|享受)[到了得]?$")
_RECEIVED_LETTERS = 3


@dataclass(frozen=True, slots=True)
class WantedThing:
    """A kind of thing by its name, and what one looks like in a text."""

    name: str
    told: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ToldThing:
    """Where a thing begins in a text, in letters, and the letters that stand beside it."""

    at: int
    beside: frozenset[str]


class ToldThings:
    """The things that a text holds, each kind looked for once."""

    def __init__(self, text: str) -> None:
        self._text = fold(text)
        self._told: dict[str, tuple[ToldThing, ...]] = {}

    def of(self, thing: WantedThing) -> tuple[ToldThing, ...]:
        """Give the first things of a kind."""
        told = self._told.get(thing.name)
        if told is None:
            told = self._told[thing.name] = self._found(thing.told)
        return told

    def _found(self, pattern: re.Pattern[str]) -> tuple[ToldThing, ...]:
        found: list[ToldThing] = []
        for match in pattern.finditer(self._text):
            begins, ends = match.span()
            beside = self._text[max(0, begins - LETTERS_BEFORE) : ends + LETTERS_BEHIND]
            found.append(ToldThing(begins, frozenset(beside)))
            if len(found) == MOST_THINGS:
                break
        return tuple(found)


@lru_cache(TEXTS_REMEMBERED)
def things_in(text: str) -> ToldThings:
    """Give what a text holds; the same stretches are asked about again and again."""
    return ToldThings(text)


@lru_cache(QUESTIONS_REMEMBERED)
def wanted_by(question: str) -> tuple[WantedThing, ...]:
    """Give the kinds of things that a question in its normal form asks for, in the order of the data."""
    return tuple(thing for thing, asked in _known() if asked is not None and asked.search(question))


@lru_cache(QUESTIONS_REMEMBERED)
def counted_by(question: str) -> WantedThing | None:
    """Give what a question in its normal form asks the number of, as it is counted in a text; None where it counts nothing."""
    found = _COUNTED.search(question)
    if found is None:
        return None
    before = question[max(0, found.start() - _RECEIVED_LETTERS) : found.start()]
    return _counted(found[1], received=_RECEIVED.search(before) is not None)


@cache
def ruling() -> WantedThing:
    """Give what a question that yes or no would answer wants: words that allow, forbid or stop."""
    return next(thing for thing, _ in _known() if thing.name == RULING)


def beside(told: Sequence[ToldThing], letters: frozenset[str]) -> float:
    """Give the greatest share of some letters, at least one, that stands beside one of the things told."""
    return max((len(one.beside & letters) for one in told), default=0) / len(letters)


def stands_in(told: Sequence[ToldThing], border: tuple[int, int]) -> bool:
    """Whether one of the things told begins between two places."""
    return any(border[0] <= one.at < border[1] for one in told)


@cache
def _counted(unit: str, *, received: bool) -> WantedThing:
    counted = rf"{_NUMERAL}\s{{0,3}}{re.escape(unit)}"
    if received:
        # Neither a condition nor a day to come.
        return WantedThing(
            f"{unit}_received",
            re.compile(
                rf"(?<![满0-9一二三四五六七八九十]){_NUMERAL}{{1,4}}\s{{0,3}}{re.escape(unit)}(?!以?内)"
            ),
        )
    return WantedThing(unit, re.compile(counted))


@cache
def _known() -> tuple[tuple[WantedThing, re.Pattern[str] | None], ...]:
    text = resources.files("knowledge").joinpath("data/wanted.yml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, str]] = read_yaml(text)
    return tuple(
        (
            WantedThing(name, re.compile(row["told"])),
            re.compile(row["asked"]) if "asked" in row else None,
        )
        for name, row in rows.items()
    )
