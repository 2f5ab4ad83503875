"""What a question wants to know, apart from its matter: which side of it, of whom, where, when, and whether yes or no."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from bot.text.plain_yaml import read_yaml
from knowledge.judgement.contrasts import Member, members_in
from knowledge.judgement.values import asked_in
from knowledge.judgement.wanted import WantedThing, counted_by, ruling, wanted_by
from knowledge.text import aspects, normal_form, regions
from knowledge.text.aspects import Aspect
from knowledge.text.focus import asked_part
from knowledge.text.numerals import Numeral
from knowledge.text.question import QUESTION_LETTERS
from knowledge.text.regions import Region

QUESTIONS_REMEMBERED = 512
TEXTS_REMEMBERED = 4096
ASPECTS_COMPARED = 2
NAMED_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_DIGITS = {letter: str(value % 10) for value, letter in enumerate("零一二三四五六七八九〇")}
_SPELT_YEAR = re.compile("(?<![零一二三四五六七八九〇])(二[零〇][零一二三四五六七八九〇]{2})(?=年)")
_YES_OR_NO = re.compile(
    "吗|嘛$|(?<![什怎这那])么$|不$|没$|能不能|可不可以|行不行|是不是|要不要|有没有|算不算|会不会|用不用|需不需要|能否|是否|可否|行吗|不[?？]|还能|能[^多少几哪怎]{1,12}[不没]"
    "|对不对|该不该|合不合[理法规]|应不应该|需要不需要|算不算|没有[?？]?$|没得[?？]?$|([通开到发批停放解修完退])没\\1"
)
# 收不收钱, 管不管: the same word with and without its no asks which.
EITHER_OR = re.compile(r"([一-鿿])不\1")


# Who asks so wants more than yes or no, however the question ends: 低保标准是多少吗.
_OPEN = re.compile("多少|几|什么|啥|怎么|怎样|如何|哪|谁|多久|多长|多大|多高")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question wants to know.

    `aspects` are the sides of the matter that it asks about, the more special one first, two at most; `groups` the
    kinds of people that it names, `regions` the places, `years` the years written out, `values` the other figures,
    `members` what it means of several that exclude one another; `yes_no` tells that it can be answered by yes or no.
    `things` are the kinds of things that would answer it, `counted` what it asks the number of.
    """

    aspects: tuple[Aspect, ...]
    groups: frozenset[str]
    regions: tuple[Region, ...]
    years: frozenset[str]
    yes_no: bool
    values: tuple[Numeral, ...] = ()
    members: frozenset[Member] = frozenset()
    things: tuple[WantedThing, ...] = ()
    counted: WantedThing | None = None

    @property
    def every_thing(self) -> tuple[WantedThing, ...]:
        """Give the kinds of things that would answer it, what it counts included."""
        return (*self.things, self.counted) if self.counted else self.things


@lru_cache(QUESTIONS_REMEMBERED)
def sought_by(question: str) -> Sought:
    """Give what a question of any wording or length wants to know."""
    folded = normal_form.fold(question[:QUESTION_LETTERS])
    yes_no = _OPEN.search(folded) is None and (
        _YES_OR_NO.search(folded) is not None or EITHER_OR.search(folded) is not None
    )
    return Sought(
        aspects=aspects.asked_in(folded)[:ASPECTS_COMPARED],
        groups=groups_in(folded),
        regions=regions.named(folded),
        years=years_in(folded),
        yes_no=yes_no,
        values=asked_in(folded),
        # What a story tells of besides is no part of what is asked.
        members=members_in(asked_part(folded) or folded),
        things=(*wanted_by(folded), *((ruling(),) if yes_no else ())),
        counted=counted_by(folded),
    )


def years_in(text: str) -> frozenset[str]:
    """Give the years that a text in its normal form names, in digits or letter by letter (二〇二五年)."""
    spelt = ("".join(_YEAR_DIGITS[letter] for letter in found[1]) for found in _SPELT_YEAR.finditer(text))
    return frozenset((*NAMED_YEAR.findall(text), *spelt))


@lru_cache(TEXTS_REMEMBERED)
def groups_in(text: str) -> frozenset[str]:
    """Give the kinds of people that a text in its normal form names, as `data/groups.yml` calls them."""
    words, names = _groups()
    return frozenset(name for found in words.finditer(text) for name in names[found[0]])


@cache
def _groups() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Give all words for people, the longest first, so that 大学生 is no 学生; and which kinds each one names."""
    text = resources.files("knowledge").joinpath("data/groups.yml").read_text(encoding="utf-8")
    rows: dict[str, str] = read_yaml(text)
    names: dict[str, tuple[str, ...]] = {}
    for name, words in rows.items():
        for word in words.split():
            names[word] = (*names.get(word, ()), name)
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), names
