"""What a question means of several that exclude one another, compared with what a stretch tells of: 注销 is no 开办, 决算 no 预算.

The classes stand in `data/contrasts.yml`. Of two budgets and of two kinds of leave much is said in the same words; what
parts them is one word, and a figure that belongs to the other one must not pass for the one asked for.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from bot.text.plain_yaml import read_yaml

TEXTS_REMEMBERED = 8192
# A member by its class and its name.
Member = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contrast:
    """How the members named compare, over the classes that a question names one of: shares of these classes.

    `held` are told of, `other` told of by their opposites alone, and `absent` not at all.
    """

    held: float
    other: float
    absent: float


@lru_cache(TEXTS_REMEMBERED)
def members_in(text: str) -> frozenset[Member]:
    """Give what a text in its normal form names of the classes, the longest words first."""
    words, members = _classes()
    return frozenset(member for found in words.finditer(text) for member in members[found[0]])


def compared(asked: frozenset[Member], told: frozenset[Member]) -> Contrast:
    """Compare what a question names, at least one member, with what a stretch and its names tell of."""
    held = other = absent = 0
    classes = {name for name, _ in asked}
    for name in classes:
        mine, its = ({one for one in members if one[0] == name} for members in (asked, told))
        held += bool(mine & its)
        other += bool(its and not mine & its)
        absent += not its
    return Contrast(held / len(classes), other / len(classes), absent / len(classes))


@cache
def _classes() -> tuple[re.Pattern[str], dict[str, tuple[Member, ...]]]:
    text = resources.files("knowledge").joinpath("data/contrasts.yml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, str]] = read_yaml(text)
    members: dict[str, tuple[Member, ...]] = {}
    for name, row in rows.items():
        for member, words in row.items():
            for word in words.split():
                members[word] = (*members.get(word, ()), (name, member))
    longest_first = sorted(members, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), members
