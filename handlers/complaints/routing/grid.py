"""The grid by place (村、社区、网格): who guides it, who leads it, who works in it, who is on duty on a day (O12).

From the file `grid.yml` beside the county file. Without one no complaint is routed by its place.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from handlers.complaints.county_file import tree_of

FILE = "grid.yml"
LEAST_LETTERS, MOST_LETTERS = 2, 12
KM_A_DEGREE = 111.2
FARTHEST_KM = 2.0
DAYS_A_WEEK = 7
ENDINGS = ("畲族乡", "街道", "镇", "乡")


@dataclass(frozen=True, slots=True)
class GridPerson:
    """Somebody of a grid: the role in the county's own words (指导员, 网格长, 专职网格员, 民警, …), name and work phone."""

    role: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One grid: its community or village, its town, the unit that answers for the place, the chain of persons.

    `places` are names of places in it. `duty` names who is on duty from Monday to Sunday; without it the worker is.
    """

    name: str
    community: str
    town: str
    unit: str
    people: tuple[GridPerson, ...]
    places: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    duty: tuple[str, ...] = ()

    def on_duty(self, day: date) -> GridPerson:
        """Give who is on duty in this grid on a day."""
        name = self.duty[day.weekday()] if self.duty else self.people[-1].name
        return next(person for person in self.people if person.name == name)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """What the grid knows of a place: the town and its unit; the grid where the place is known so closely; the words that told."""

    town: str
    unit: str
    cell: GridCell | None = None
    by: str = ""

    def noted(self) -> dict[str, str]:
        """Give it as a complaint's log notes it."""
        return {"town": self.town, **({"grid": self.cell.name} if self.cell else {})}


@dataclass(frozen=True)
class CountyGrid:
    """All grids of a county."""

    cells: tuple[GridCell, ...] = ()
    towns: Mapping[str, str] = field(default_factory=dict)
    """The unit that answers for each town."""

    def find(self, where: str, position: str = "") -> FoundPlace | None:
        """Give the grid of a place by the longest name in its words, else by its position, else the town alone; None if nobody knows."""
        cell, word = self._named(where)
        if cell is None and (near := self._nearest(position)) is not None:
            cell, word = near, "position"
        if cell is not None:
            return FoundPlace(cell.town, cell.unit, cell, word)
        town = next((town for name, town in self._town_names if name in where), None)
        return FoundPlace(town, self.towns[town], by=town) if town else None

    def recalled(self, noted: Mapping[str, str], where: str) -> FoundPlace | None:
        """Give the place that was found when a complaint came in, as its log notes it; else find it by its words."""
        name, town = noted.get("grid", ""), noted.get("town", "")
        cell = next((cell for cell in self.cells if cell.name == name), None) if name else None
        if cell is not None:
            return FoundPlace(cell.town, cell.unit, cell)
        return FoundPlace(town, self.towns[town]) if town in self.towns else self.find(where)

    def _named(self, where: str) -> tuple[GridCell | None, str]:
        """Look up every run of letters of the text; what that costs does not grow with the grid."""
        names = self._names
        for length in range(min(MOST_LETTERS, len(where)), LEAST_LETTERS - 1, -1):
            for at in range(len(where) - length + 1):
                if cells := names.get(where[at : at + length]):
                    inside = [cell for cell in cells if any(name in where for name in _called(cell.town))]
                    # A name that several grids bear tells one only together with its town.
                    if chosen := inside or (cells if len(cells) == 1 else []):
                        return chosen[0], where[at : at + length]
        return None, ""

    def _nearest(self, position: str) -> GridCell | None:
        latitude, _, longitude = position.partition(",")
        try:
            here = float(latitude), float(longitude)
        except ValueError:
            return None
        placed = [
            (_distance(cell, here), at) for at, cell in enumerate(self.cells) if cell.latitude is not None
        ]
        nearest, at = min(placed, default=(FARTHEST_KM + 1, 0))
        return self.cells[at] if nearest <= FARTHEST_KM else None

    @cached_property
    def _names(self) -> Mapping[str, list[GridCell]]:
        found: dict[str, list[GridCell]] = {}
        for cell in self.cells:
            for name in {cell.name, cell.community, *cell.places}:
                if LEAST_LETTERS <= len(name) <= MOST_LETTERS:
                    found.setdefault(name, []).append(cell)
        return found

    @cached_property
    def _town_names(self) -> tuple[tuple[str, str], ...]:
        names = [(name, town) for town in self.towns for name in _called(town)]
        return tuple(sorted(names, key=lambda pair: -len(pair[0])))


NO_GRID = CountyGrid()


def _called(town: str) -> tuple[str, ...]:
    """Give what people call a town: its name, and the name without what kind of town it is."""
    short = next((town.removesuffix(ending) for ending in ENDINGS if town.endswith(ending)), town)
    return (town, short) if len(short) >= LEAST_LETTERS else (town,)


def _distance(cell: GridCell, here: tuple[float, float]) -> float:
    """Give the kilometres from a grid's middle to a place, on a plane: a county is small."""
    assert cell.latitude is not None
    assert cell.longitude is not None
    east = (cell.longitude - here[1]) * cos(radians(here[0]))
    return hypot(cell.latitude - here[0], east) * KM_A_DEGREE


def load(path: Path, *, units: Collection[str]) -> CountyGrid:
    """Read the grid; raises `ValueError` naming what cannot be read, and every unit that is none of the county's."""
    return of(tree_of(path), origin=path.name, units=units)


def of(tree: Any, *, origin: str, units: Collection[str]) -> CountyGrid:
    """Give the grid that a file's fields tell of; raises `ValueError` as `load` does."""
    listed = tree.get("towns") if isinstance(tree, Mapping) else None
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{origin}: towns 里没有乡镇、街道")
    cells: list[GridCell] = []
    towns: dict[str, str] = {}
    for at, one in enumerate(listed, start=1):
        place = f"{origin}: towns[{at}]"
        if not isinstance(one, Mapping) or not one.get("town") or not one.get("unit"):
            raise ValueError(f"{place}: 要有 town（乡镇、街道）和 unit（属地单位全称）")
        town, unit = str(one["town"]), str(one["unit"])
        if unit not in units:
            raise ValueError(f"{place}: 机构名录里没有 {unit}")
        if town in towns:
            raise ValueError(f"{place}: {town} 写了两次")
        towns[town] = unit
        cells += _cells(one.get("grids") or [], town, unit, place)
    names = [cell.name for cell in cells]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{origin}: 网格 {'、'.join(twice)} 写了两次")
    return CountyGrid(tuple(cells), towns)


def _cells(listed: Any, town: str, unit: str, origin: str) -> Iterator[GridCell]:
    if not isinstance(listed, list):
        raise ValueError(f"{origin}: grids（网格）要写成清单")  # noqa: TRY004 - a file is wrong, not a call
    for at, one in enumerate(listed, start=1):
        yield _cell(one, town, unit, f"{origin}（{town}）: grids[{at}]")


def _cell(one: Any, town: str, unit: str, origin: str) -> GridCell:
    known = {"name", "community", "people", "places", "latitude", "longitude", "duty"}
    if not isinstance(one, Mapping) or not one.get("name") or not one.get("community"):
        raise ValueError(f"{origin}: 要有 name（网格）和 community（村、社区）")
    if unknown := [str(name) for name in one if name not in known]:
        raise ValueError(f"{origin}: 不认识 {'、'.join(unknown)}")
    people = tuple(_person(person, origin) for person in one.get("people") or [])
    if not people:
        raise ValueError(f"{origin}: people 里没有人，至少要有专职网格员，写在最后")
    duty = tuple(map(str, one.get("duty") or ()))
    strange = set(duty) - {person.name for person in people}
    if duty and (len(duty) != DAYS_A_WEEK or strange):
        raise ValueError(f"{origin}: duty 要写周一到周日7个人，都在 people 里")
    latitude, longitude = one.get("latitude"), one.get("longitude")
    if (latitude is None) is not (longitude is None):
        raise ValueError(f"{origin}: latitude 和 longitude 要一起写")
    return GridCell(
        name=str(one["name"]),
        community=str(one["community"]),
        town=town,
        unit=unit,
        people=people,
        places=tuple(map(str, one.get("places") or ())),
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
        duty=duty,
    )


def _person(one: Any, origin: str) -> GridPerson:
    if not isinstance(one, Mapping) or not one.get("role") or not one.get("name"):
        raise ValueError(f"{origin}: people 里每个人要有 role（指导员、网格长、专职网格员……）和 name")
    return GridPerson(str(one["role"]), str(one["name"]), str(one.get("phone") or ""))
