"""The articles of a draft, and which of them somebody means who says 第三条 or 第3条. Pure."""

import re
from dataclasses import dataclass

from knowledge.text.passages import ARTICLE_LEVEL, headings

_ONES = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SIZES = {"十": 10, "百": 100}
_NUMERALS = "零〇一二两三四五六七八九十百0-9０-９"
NAMED = re.compile(rf"第?([{_NUMERALS}]{{1,6}})条")
WHOLE = re.compile(r"整个|整体|全部|全文|总体|都|不针对|没有具体|不分|通篇|整篇|所有")
_ARTICLE = re.compile(r"第.{1,7}条")


@dataclass(frozen=True, slots=True)
class DraftArticle:
    """One article: its name as the draft writes it, and its words."""

    label: str
    text: str


def articles_of(text: str) -> tuple[DraftArticle, ...]:
    """Give the articles of a draft in order; none for a text that has none."""
    found = headings(text)
    starts = [one.start for one in found] + [len(text)]
    return tuple(
        DraftArticle(one.label, text[one.start : end].strip())
        for one, end in zip(found, starts[1:], strict=True)
        if one.level == ARTICLE_LEVEL and _ARTICLE.match(one.label)
    )


def numbers_said(said: str) -> tuple[int, ...]:
    """Give the numbers of the articles that words name."""
    return tuple(dict.fromkeys(value for one in NAMED.findall(said) if (value := number_of(one)) is not None))


def meant(said: str, articles: tuple[DraftArticle, ...]) -> DraftArticle | None:
    """Give the one article that words name; None where they name none, several, or one that is not there."""
    wanted = numbers_said(said)
    if len(wanted) != 1:
        return None
    return next((one for one in articles if numbers_said(one.label) == wanted), None)


def number_of(word: str) -> int | None:
    """Give the number that a numeral up to 999 means, in Chinese or in figures; None for what is none."""
    if word.isdecimal():
        return int(word)
    total, ones = 0, None
    for letter in word:
        if letter in _SIZES:
            total += (1 if ones is None else ones) * _SIZES[letter]
            ones = None
        elif letter in _ONES and ones in {None, 0}:
            ones = _ONES[letter]
        else:
            return None
    return total + (ones or 0)
