"""The places citizens go to, from one checked file: where they are, when they are open, what is done there."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml

EARTH_METRES = 6_371_000
REQUIRED = ("key", "name", "kind", "address", "phone")
TOWN = re.compile(r"县([一-鿿]{2,6}?(?:街道|镇|乡))")


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open: on working days, beyond them (延时), on rest days (often by appointment).

    An empty text means that nothing is known, not that the place is closed.
    """

    workdays: str
    late: str = ""
    rest_days: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One place with its position in degrees (WGS 84 or GCJ-02, as WeChat sends them: some hundred metres apart)."""

    key: str
    name: str
    kind: str
    address: str
    phone: str
    latitude: float
    longitude: float
    hours: Hours
    aliases: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    note: str = ""

    @property
    def town(self) -> str:
        """Give the township or sub-district of the address, empty when it names none."""
        found = TOWN.search(self.address)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Directory:
    """Every place; `sample` says that they are invented and every answer has to say so."""

    places: tuple[Place, ...]
    sample: bool = False

    def place(self, key: str) -> Place | None:
        """Give the place of a key."""
        return next((place for place in self.places if place.key == key), None)

    def nearest(
        self, latitude: float, longitude: float, *, among: Iterable[Place] = ()
    ) -> list[tuple[Place, float]]:
        """Give places, all of them unless `among` says which, with their distance in metres, nearest first."""
        wanted = tuple(among) or self.places
        measured = [(place, distance(latitude, longitude, place=place)) for place in wanted]
        return sorted(measured, key=lambda pair: pair[1])


def distance(latitude: float, longitude: float, *, place: Place) -> float:
    """Give the way in metres over the globe, as the crow flies."""
    here, there = math.radians(latitude), math.radians(place.latitude)
    north = (there - here) / 2
    east = math.radians(place.longitude - longitude) / 2
    half = math.sin(north) ** 2 + math.cos(here) * math.cos(there) * math.sin(east) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(min(half, 1.0)))


def load(path: Path) -> Directory:
    """Read a file of places; raises `ValueError` naming file, place and field where something is wrong."""
    tree = read_yaml(path.read_text("utf-8"))
    rows = tree.get("places") if isinstance(tree, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{path.name}: places is no list")
    places = tuple(_place(row, origin=f"{path.name}: place {at}") for at, row in enumerate(rows, start=1))
    keys = [place.key for place in places]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError(f"{path.name}: key {twice[0]} stands twice")
    return Directory(places, sample=tree.get("sample") is True)


def _place(row: Any, *, origin: str) -> Place:
    fields = _group(row, origin=origin)
    for name in REQUIRED:
        if not isinstance(fields.get(name), str) or not fields[name].strip():
            raise ValueError(f"{origin}: {name} is missing or no text")
    return Place(
        **{name: fields[name].strip() for name in REQUIRED},
        latitude=_degrees(fields, "latitude", limit=90, origin=origin),
        longitude=_degrees(fields, "longitude", limit=180, origin=origin),
        hours=_hours(fields.get("hours"), origin=origin),
        aliases=_texts(fields, "aliases", origin=origin),
        services=_texts(fields, "services", origin=origin),
        note=str(fields.get("note") or ""),
    )


def _group(tree: Any, *, origin: str) -> Mapping[str, Any]:
    if isinstance(tree, Mapping):
        return tree
    raise ValueError(f"{origin} holds no fields")


def _degrees(fields: Mapping[str, Any], name: str, *, limit: float, origin: str) -> float:
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
        raise ValueError(f"{origin}: {name} is no number of degrees within {limit}")
    return float(value)


def _hours(tree: Any, *, origin: str) -> Hours:
    fields = _group(tree, origin=f"{origin}: hours")
    if unknown := set(fields) - {"workdays", "late", "rest_days"}:
        raise ValueError(f"{origin}: hours has the unknown field {min(unknown)}")
    if not fields.get("workdays"):
        raise ValueError(f"{origin}: hours has no workdays")
    return Hours(**{name: str(value) for name, value in fields.items()})


def _texts(fields: Mapping[str, Any], name: str, *, origin: str) -> tuple[str, ...]:
    values = fields.get(name) or []
    if isinstance(values, list) and all(isinstance(value, str) for value in values):
        return tuple(values)
    raise ValueError(f"{origin}: {name} is no list of texts")
