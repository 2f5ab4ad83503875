"""How old the person is that a question is about: rules name bands of ages, citizens an age."""

import re

_DIGITS = "一二三四五六七八九"
_FIGURE = "(?P<figure>(?<![0-9.])[0-9]{1,3})"
_SPELT = f"(?P<tens>[{_DIGITS}]?十)(?P<ones>[{_DIGITS}]?)|(?P<hundred>一?百)(?:零?(?P<over>[{_DIGITS}]))?"
_PERSON = "老人|老太|老头|奶奶|爷爷|外婆|外公|妈|爸|老年人"
# Who tells an age says 岁, or leaves it out before the word for a person or at the end: 我妈今年81了.
_AGE = re.compile(
    rf"(?:{_FIGURE}|{_SPELT})(?:来|多|几)?(?:周?岁(?!以上|以下|及以上|前|之前)(?:多|了)?|出头|了(?![吗没么嘛])|(?=的?(?:{_PERSON})))"
)
# 我妈今年八十一，高血压: behind 今年 the figure is an age where nothing is counted with it.
_OF_THIS_YEAR = re.compile(rf"(?<=今年)(?:{_FIGURE}|{_SPELT})(?=[,，。.!！?？;； ]|$)")
OLDEST_YEARS = 130
# Without 岁 a small number counts something else.
GROWN_UP_YEARS = 50


def age_in(question: str) -> int | None:
    """Give the age, in years, of the person that a question in its normal form speaks of; None when it tells none."""
    found = (each for pattern in (_AGE, _OF_THIS_YEAR) for each in pattern.finditer(question))
    return next((_value(each) for each in found if _is_age(each)), None)


def without_age(question: str) -> str:
    """Give a question without the words that tell an age: they belong to a person, not to the matter."""
    for pattern in (_AGE, _OF_THIS_YEAR):
        question = pattern.sub(lambda found: " " if _is_age(found) else found[0], question)
    return question


def _is_age(found: re.Match[str]) -> bool:
    return (GROWN_UP_YEARS if "岁" not in found[0] else 0) <= _value(found) <= OLDEST_YEARS


def _value(found: re.Match[str]) -> int:
    if found["figure"]:
        return int(found["figure"])
    if found["hundred"]:
        return 100 + (1 + _DIGITS.index(found["over"]) if found["over"] else 0)
    tens = found["tens"][0]
    ten = 10 if tens == "十" else 10 * (1 + _DIGITS.index(tens))
    return ten + (1 + _DIGITS.index(found["ones"]) if found["ones"] else 0)
