"""Which side of a matter a question asks about: its materials, its amount, when the money comes, how it is done.

Documents say the same in other words than citizens: nobody who asks 多久到账 finds that word in 十个工作日内拨付. What
each side is called in questions, in headings and in the text stands in `data/aspects.yml`, for operators to keep.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from bot.text.plain_yaml import read_yaml

QUESTIONS_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Aspect:
    """One side of a matter: how it is asked for, what a heading over it says, and how a text tells it.

    Where it is asked for, those it stands `instead_of` are not.
    """

    name: str
    asked: re.Pattern[str]
    headed: re.Pattern[str]
    told: re.Pattern[str]
    instead_of: frozenset[str]


@cache
def known() -> tuple[Aspect, ...]:
    """Give all aspects, the more special ones first."""
    text = resources.files("knowledge").joinpath("data/aspects.yml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, str]] = read_yaml(text)
    return tuple(
        Aspect(
            name,
            asked=re.compile(row["asked"]),
            headed=re.compile(row["headed"]),
            told=re.compile(row["told"]),
            instead_of=frozenset(row.get("instead_of", "").split()),
        )
        for name, row in rows.items()
    )


@lru_cache(QUESTIONS_REMEMBERED)
def asked_in(question: str) -> tuple[Aspect, ...]:
    """Give the aspects that a question in its normal form asks about, the more special ones first."""
    found = [aspect for aspect in known() if aspect.asked.search(question)]
    left = frozenset().union(*(aspect.instead_of for aspect in found)) if found else frozenset()
    return tuple(aspect for aspect in found if aspect.name not in left)
