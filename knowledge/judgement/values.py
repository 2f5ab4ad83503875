"""The figures that a question names, compared with those of a stretch as values: 两千块 is 2000元, 二十来个人 are fewer than 30人.

A rule is laid out in bands (30人以下, 80至89周岁, 第三年); whoever asks tells where in them they are, in words or in digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from knowledge.text.ages import age_in
from knowledge.text.normal_form import fold
from knowledge.text.numerals import RANGE, Numeral, numerals

# What makes a number rough (二十来个, 六千多), and what counts people; neither is part of the value.
_ROUGH = re.compile("(?<=[0-9十百千万])[来多几余](?=[个号口名位元块岁年月天人万平亩户头只]|$|[^一-鿿])")
_PEOPLE = re.compile("[个号口名位](?=人|员工|工人|职工)")
_YEAR_WRITTEN = re.compile("[12〇零一二三四五六七八九0-9]{4}年")
_SAME = {"号": "日", "名": "人"}
# One of these counts nothing: 一个月多少.
_ONCE = frozenset({"个", "个月", "年", "月", "日", "次", "人", "家", "份", "季度", "周"})
STRETCHES_REMEMBERED = 2048
AGE_UNIT = "岁"
# A bare number from here on is a sum of money: 交了六千多.
LEAST_SUM = 100
MONEY_UNIT = "元"
_UP = re.compile(r"^(?:[(（](?:含|包括)[^)）]{0,8}[)）])?(?:以上|及以上|或以上|起|之后|以后|周岁以上)")
_DOWN = re.compile(r"^(?:[(（](?:含|包括)[^)）]{0,8}[)）])?(?:以下|及以下|以内|之内|之前|以前|为限|封顶)")
_LEAST = re.compile("(?:满|不低于|不少于|不小于|超过|高于|大于|达到|多于|至少)$")
_MOST = re.compile("(?:不超过|不多于|不高于|不足|未满|不满|低于|少于|小于|最高|最多|至多|[^不]超过)$")
_BEFORE_LETTERS = 4
_AFTER_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Band:
    """A run of values that a text names, both ends belonging to it; None where it is open."""

    unit: str
    least: Decimal | None
    most: Decimal | None

    def holds(self, value: Numeral) -> bool:
        """Whether a value lies in it."""
        return (
            value.unit == self.unit
            and (self.least is None or value.value >= self.least)
            and (self.most is None or value.value <= self.most)
        )


@dataclass(frozen=True, slots=True)
class ValuesTold:
    """The values that a text names one by one, and the bands it lays out."""

    single: frozenset[tuple[str, Decimal]]
    bands: tuple[Band, ...]


def asked_in(question: str) -> tuple[Numeral, ...]:
    """Give the values that a question of any wording names, years apart; an age by its years, a bare sum by its money."""
    folded = _YEAR_WRITTEN.sub(" ", _PEOPLE.sub("", _ROUGH.sub("", fold(question))))
    found = [_named(one) for one in numerals(folded)]
    known = [one for one in found if one.unit and not (one.value == 1 and one.unit in _ONCE)]
    age = age_in(folded)
    if age is not None and not any(one.unit == AGE_UNIT for one in known):
        known.append(Numeral(0, 0, Decimal(age), AGE_UNIT))
    return tuple(dict.fromkeys(Numeral(0, 0, one.value, one.unit) for one in known))


@lru_cache(STRETCHES_REMEMBERED)
def told_in(text: str) -> ValuesTold:
    """Give the values that a text names; the same stretches are asked about again and again."""
    folded = fold(text)
    found = [_same(one) for one in numerals(folded)]
    return ValuesTold(
        frozenset((one.unit, one.value) for one in found if one.unit),
        tuple(_bands(found, folded)),
    )


def compared(asked: Sequence[Numeral], told: ValuesTold) -> tuple[float, float]:
    """Give the share of the values asked with that a text names itself, and of those that lie in its bands."""
    named = sum((one.unit, one.value) in told.single for one in asked)
    banded = sum(any(band.holds(one) for band in told.bands) for one in asked)
    return named / len(asked), banded / len(asked)


def _bands(found: Sequence[Numeral], text: str) -> list[Band]:
    bands = []
    for at, one in enumerate(found):
        if not one.unit:
            continue
        before = text[max(0, one.start - _BEFORE_LETTERS) : one.start]
        after = text[one.end : one.end + _AFTER_LETTERS]
        following = found[at + 1] if at + 1 < len(found) else None
        if following and following.unit == one.unit and RANGE.fullmatch(text, one.end, following.start):
            bands.append(Band(one.unit, one.value, following.value))
        elif _DOWN.search(after) or _MOST.search(before):
            bands.append(Band(one.unit, None, one.value))
        elif _UP.search(after) or _LEAST.search(before):
            bands.append(Band(one.unit, one.value, None))
    return bands


def _same(one: Numeral) -> Numeral:
    return Numeral(one.start, one.end, one.value, _SAME.get(one.unit, one.unit))


def _named(one: Numeral) -> Numeral:
    if not one.unit and one.value >= LEAST_SUM:
        return Numeral(one.start, one.end, one.value, MONEY_UNIT)
    return _same(one)
