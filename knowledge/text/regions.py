"""Which provinces, cities and counties a text names: what one county grants says nothing about its neighbour.

Names shared by several provinces (鼓楼区, 城关区) tell nothing and are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from operator import add

TEXTS_REMEMBERED = 16384
KEY_LETTERS = 2
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
        region = next(
            (one for one in known[text[at : at + KEY_LETTERS]] if text.startswith(one.name, at)), None
        )
        if region and at >= end:
            found[region] = None
            end = at + len(region.name)
    return tuple(found)


def _places(text: str, known: Mapping[str, object]) -> list[int]:
    """Give where a name may begin; of most stretches of a text none does, which is told in one look."""
    if known.keys().isdisjoint(set(map(add, text, text[1:]))):
        return []
    return [at for at in range(len(text) - 1) if text[at : at + KEY_LETTERS] in known]


def elsewhere(asked: tuple[Region, ...], told: tuple[Region, ...]) -> bool:
    """Whether regions are asked for and others are told of, none of which agrees with them."""
    return bool(asked and told) and not any(one.agrees(other) for one in asked for other in told)


@cache
def _known() -> dict[str, tuple[Region, ...]]:
    """Give the regions by the first two letters of their names, longer names first."""
    found: dict[str, list[Region]] = {}
    for region in _unambiguous():
        found.setdefault(region.name[:KEY_LETTERS], []).append(region)
    return {start: tuple(sorted(held, key=lambda region: -len(region.name))) for start, held in found.items()}


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
