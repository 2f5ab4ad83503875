"""The numbers of a text, in figures or in words, each with its unit: 80周岁, 八成, 一万五千元, 三分之二, C级."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

_DIGITS = {
    letter: value
    for value, letters in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for letter in letters
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_NUMERAL = re.compile(
    "(?P<parts>[0-9]{1,4}|[二三四五六七八九十百千万]{1,3})分之(?=[0-9零〇一二两三四五六七八九十百千])"
    "|(?P<label>(?<![a-z])[a-z](?=[级类档型等]))|[0-9][0-9.,]*|[零〇一二两三四五六七八九十百千万亿]+"
)
_UNIT = re.compile(
    r"\s?(?P<scale>[百千万亿]{0,2})(?P<unit>个工作日|工作日|个自然日|自然日|个月|个小时|小时|分钟|周岁|岁|块钱|元|块|角|%|‰|折|成|倍|个百分点"
    r"|年|月|日|号|天|周|星期|季度|人|户|名|个|家|次|份|张|件|项|条|款|章|平方米|平米|亩|公里|米|公斤|斤|吨|度|级|类|档|期|批|路|楼|层|栋|幢|届|本|台|辆|套|处|间|所)?"
)  # fmt: skip
_SAME_UNIT = {
    "个工作日": "工作日", "个自然日": "日", "自然日": "日", "天": "日", "周岁": "岁", "块钱": "元", "块": "元", "个小时": "小时",
    "星期": "周", "平米": "平方米", "百分点": "个百分点", "个": "个",
}  # fmt: skip
_PARTS = {"百": "%", "100": "%", "千": "‰"}
# 一 begins or ends words that count nothing; alone it is a figure only before something that is counted.
_COUNTS_NOTHING = frozenset({"", "个", "样", "些", "般", "定", "起", "下"})
ABOUT_LETTERS = 2
RANGE = re.compile(r"\s?[-—–~至到]{1,2}\s?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number with its unit, from `start` to `end` of a text."""

    start: int
    end: int
    value: Decimal
    unit: str


def numerals(text: str) -> list[Numeral]:
    """Give the numbers of a text in its normal form, in order."""
    return _spread(list(_read(text)), text)


def _read(text: str) -> Iterator[Numeral]:
    parts, begins, place = "", 0, 0
    while (found := _NUMERAL.search(text, place)) is not None:
        place = found.end()
        if found["parts"]:
            # Of 三分之二 the three is the unit of the two.
            parts = _PARTS.get(found["parts"], f"/{_value(found['parts'])}")
            begins = found.start()
            continue
        if found["label"]:
            # What C级 gets is not what D级 gets.
            yield Numeral(found.start(), place + 1, Decimal(ord(found[0])), f"label{text[place]}")
            parts, place = "", place + 1
            continue
        value = _value(found[0])
        unit = _UNIT.match(text, place)
        assert unit is not None, "the pattern also takes nothing"
        named = unit["unit"] or ""
        is_arabic = found[0][0].isascii()
        has_digit = any(letter in _DIGITS or letter == "十" for letter in found[0])
        counts = is_arabic or parts or named or (len(found[0]) > 1 and has_digit)
        if value is None or not counts or (found[0] == "一" and named in _COUNTS_NOTHING and not parts):
            parts = ""
            continue
        scale = unit["scale"] if is_arabic else ""
        if unit["scale"] and not is_arabic:
            named = ""
        for letter in scale:
            value *= (_TENS | _MYRIADS)[letter]
        end = unit.end() if named or scale else place
        yield _canonical(Numeral(begins if parts else found.start(), end, value, parts or named))
        parts, place = "", max(place, end)


def _spread(tokens: Sequence[Numeral], text: str) -> list[Numeral]:
    """Give the beginning of a range the unit of its end: 60至79周岁."""
    found = list(tokens)
    for at in range(len(found) - 2, -1, -1):
        first, second = found[at], found[at + 1]
        if not first.unit and second.unit and RANGE.fullmatch(text, first.end, second.start):
            found[at] = replace(first, unit=second.unit)
    return found


def _canonical(token: Numeral) -> Numeral:
    if token.unit == "成":
        return replace(token, value=token.value * 10, unit="%")
    return replace(token, unit=_SAME_UNIT.get(token.unit, token.unit))


def _value(written: str) -> Decimal | None:
    if written[0].isascii():
        try:
            return Decimal(written.replace(",", "").strip("."))
        except InvalidOperation:
            return None
    if not any(letter in _TENS or letter in _MYRIADS for letter in written):
        figures = [_DIGITS[letter] for letter in written]
        if len(figures) == ABOUT_LETTERS and figures[1] == figures[0] + 1:
            # 七八个 are about eight, not seventy-eight.
            return Decimal(figures[1])
        return Decimal("".join(map(str, figures)))
    total = part = digit = 0
    for letter in written:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            part += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            total = (total + part + digit or 1) * _MYRIADS[letter]
            part = digit = 0
    return Decimal(total + part + digit)
