"""Which provinces, cities and counties a text names: what one county grants says nothing about its neighbour.

Names shared by several provinces (鼓楼区, 城关区) tell nothing and are left out. A county is also known by its name
without 区 or 县 (密云), where that is a word of its own and the name of no other place.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from knowledge.text import segmentation

TEXTS_REMEMBERED = 16384
KEY_LETTERS = 2
LONG_ENDINGS = ("自治县", "自治旗", "新区", "林区", "区", "县", "市", "旗")
# Parts of speech of a place's name; other short names are words as well (安定, 合作, 大通).
PLACE_KINDS = frozenset({"ns", "nrt", "x"})
# 城东, 滨河, 龙潭 are streets and villages in every county.
COMMON_LETTERS = frozenset("东西南北中城滨龙")
NO_CITY = "-"


@dataclass(frozen=True, slots=True)
class Region:
    """A province, or a city or county with the city and province it lies in; `city` is empty for a province."""

    name: str
    province: str
    city: str = ""

    def agrees(self, other: "Region") -> bool:
        """Whether one may lie in the other, or both are the same."""
        return self.province == other.province and (
            not self.city or not other.city or self.city == other.city
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names that a text about it may call it by: its own and those of what it lies in."""
        return tuple(dict.fromkeys(filter(None, (self.name, self.city, self.province))))


@lru_cache(TEXTS_REMEMBERED)
def named(text: str) -> tuple[Region, ...]:
    """Give the regions that a text names, in order, each once."""
    known, end = _known(), 0
    found: dict[Region, None] = {}
    for at in _places(text, known):
        spelt = next((one for one in known[text[at : at + KEY_LETTERS]] if text.startswith(one[0], at)), None)
        if spelt is None or at < end:
            continue
        name, region = spelt
        # 大城 is no county in 大城市.
        if len(name) == len(region.name) or name in segmentation.words(text):
            found[region] = None
            end = at + len(name)
    return tuple(found)


def _places(text: str, known: Container[str]) -> list[int]:
    """Give where a name may begin: of two letters that begin and follow in any name, those that do so together."""
    places = (found.start() for found in _beginnings().finditer(text))
    return [at for at in places if text[at : at + KEY_LETTERS] in known]


@cache
def _beginnings() -> re.Pattern[str]:
    first, second = ("".join(sorted({key[at] for key in _known()})) for at in range(KEY_LETTERS))
    return re.compile(f"(?=[{re.escape(first)}][{re.escape(second)}])")


def elsewhere(asked: tuple[Region, ...], told: tuple[Region, ...]) -> bool:
    """Whether regions are asked for and others are told of, none of which agrees with them."""
    return bool(asked and told) and not any(one.agrees(other) for one in asked for other in told)


@cache
def _known() -> dict[str, tuple[tuple[str, Region], ...]]:
    """Give the regions, each with what it is called, by the first two letters of that, longer names first."""
    regions = _unambiguous()
    spelt = {region.name: region for region in regions}
    found: dict[str, list[tuple[str, Region]]] = {}
    for name, region in (*spelt.items(), *_short_names(regions, spelt)):
        found.setdefault(name[:KEY_LETTERS], []).append((name, region))
    return {start: tuple(sorted(held, key=lambda one: -len(one[0]))) for start, held in found.items()}


def _short_names(regions: Iterable[Region], known: Container[str]) -> Iterator[tuple[str, Region]]:
    """Give the counties by their names without what they are, where one place alone is called so."""
    short: dict[str, list[Region]] = {}
    for region in regions:
        ending = next((one for one in LONG_ENDINGS if region.name.endswith(one)), "")
        stem = region.name.removesuffix(ending)
        if ending and region.city and len(stem) >= KEY_LETTERS and stem not in known:
            short.setdefault(stem, []).append(region)
    for stem, homes in short.items():
        (_, kind), *further = segmentation.tagged(stem)
        if len(homes) == 1 and not further and kind in PLACE_KINDS and not COMMON_LETTERS & set(stem):
            yield stem, homes[0]


def _unambiguous() -> list[Region]:
    regions = list(_listed())
    provinces = {region.name: region for region in regions if not region.city}
    homes: dict[str, set[str]] = {}
    for region in regions:
        homes.setdefault(region.name, set()).add(region.province)
    own = {region.name: region for region in regions if len(homes[region.name]) == 1}
    return list({**own, **provinces}.values())


def _listed() -> Iterator[Region]:
    text = resources.files("knowledge").joinpath("data/regions.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        province, city, *counties = line.split()
        yield Region(province, province)
        if city != NO_CITY:
            yield Region(city, province, city)
        for county in counties:
            yield Region(county, province, county if city == NO_CITY else city)
