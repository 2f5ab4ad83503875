"""The county's 乡镇 and 街道 as complaints are counted by: their names, what else is in them, where their middle lies.

From the file `areas.yml` beside the county file. Without one, no place is counted and no map is drawn.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.complaints.county_file import tree_of

FILE = "areas.yml"
ENDINGS = ("畲族乡", "街道", "镇", "乡")
LEAST_LETTERS = 2
POSITION = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*[,，]\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*")
FARTHEST_DEGREES = 0.2


@dataclass(frozen=True, slots=True)
class TownArea:
    """One 乡镇 or 街道; latitude and longitude in degrees are of its middle, `names` stand for places in it."""

    name: str
    latitude: float
    longitude: float
    names: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """What people write for it: the whole name, the name without its kind, places in it."""
        short = next(
            (self.name.removesuffix(ending) for ending in ENDINGS if self.name.endswith(ending)), self.name
        )
        return (self.name, *((short,) if len(short) >= LEAST_LETTERS else ()), *self.names)


@dataclass(frozen=True, slots=True)
class TownAreas:
    """All areas of a county in the order of the file."""

    areas: tuple[TownArea, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(area.name for area in self.areas)

    def area_of(self, text: str, position: str = "") -> str:
        """Give the area that a place lies in, by its name, the longest that it holds, else by its position; empty if nobody knows."""
        words = [(word, area.name) for area in self.areas for word in area.said if word in text]
        if words:
            return max(words, key=lambda found: (found[0] == found[1], len(found[0])))[1]
        return self._nearest(position)

    def _nearest(self, position: str) -> str:
        found = POSITION.fullmatch(position)
        if found is None or not self.areas:
            return ""
        latitude, longitude = float(found[1]), float(found[2])

        def distance(area: TownArea) -> float:
            return float(((area.latitude - latitude) ** 2 + (area.longitude - longitude) ** 2) ** 0.5)

        nearest = min(self.areas, key=distance)
        return nearest.name if distance(nearest) <= FARTHEST_DEGREES else ""


NO_AREAS = TownAreas()


def load(path: Path) -> TownAreas:
    """Read the file; raises `ValueError` naming file and line of what is missing or wrong."""
    tree = tree_of(path)
    listed = tree.get("areas") if isinstance(tree, Mapping) else None
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{path.name}: areas 里没有乡镇、街道")
    areas = tuple(_area(one, f"{path.name}: areas[{at}]") for at, one in enumerate(listed, start=1))
    names = [area.name for area in areas]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{path.name}: {'、'.join(twice)} 写了两次")
    return TownAreas(areas)


def _area(one: Any, origin: str) -> TownArea:
    if not isinstance(one, Mapping) or not one.get("name"):
        raise ValueError(f"{origin}: 要有 name（乡镇、街道的名称）")
    names = one.get("names") or []
    if not isinstance(names, list):
        raise ValueError(f"{origin}: names（辖区里的地名）要写成清单")  # noqa: TRY004 - a file is wrong, not a call
    try:
        latitude, longitude = float(one["latitude"]), float(one["longitude"])
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"{origin}: 要有 latitude、longitude（中心点的纬度、经度）") from None
    return TownArea(str(one["name"]), latitude, longitude, tuple(map(str, names)))
