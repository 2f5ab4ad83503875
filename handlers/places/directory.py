"""The places citizens go to, from one checked file: where they are, when they are open, what is done there."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml

EARTH_METRES = 6_371_000
REQUIRED = ("key", "name", "kind", "address", "phone")
KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
TOPIC_LETTERS = 40
CENTRES = frozenset({"政务服务中心", "便民服务中心"})
TOWN = re.compile(r"县([一-鿿]{2,6}?(?:街道|镇|乡))")


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open: on working days, beyond them (延时), on rest days (often by appointment).

    An empty text means that nothing is known, not that the place is closed.
    """

    workdays: str
    late: str = ""
    rest_days: str = ""


class ZoneMark(StrEnum):
    """What a zone of open government has to have (五有): a place, people, rules, papers, and a sign."""

    SITE = "场地"
    PEOPLE = "人员"
    RULES = "制度"
    PAPERS = "资料"
    SIGN = "标志"


@dataclass(frozen=True, slots=True)
class PlaceTopic:
    """What is asked at a place: the title to be chosen, the words that ask for it, and the part of the set it stands in."""

    title: str
    asks: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackBox:
    """Whether remarks on a place are taken, and the words beside its box, where the usual ones do not do."""

    takes: bool = True
    words: str = ""


OPEN_BOX = FeedbackBox()


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
    topics: tuple[PlaceTopic, ...] = ()
    zone: tuple[ZoneMark, ...] | None = None
    zone_note: str = ""
    box: FeedbackBox = OPEN_BOX

    @property
    def lacking(self) -> tuple[ZoneMark, ...]:
        """Give the marks that a zone has not; none of a place that is no zone."""
        return () if self.zone is None else tuple(mark for mark in ZoneMark if mark not in self.zone)

    @property
    def parts(self) -> dict[str, tuple[PlaceTopic, ...]]:
        """Give what is asked there by the parts of the set, both in the order of the file."""
        parts: dict[str, tuple[PlaceTopic, ...]] = {}
        for topic in self.topics:
            parts[topic.part] = (*parts.get(topic.part, ()), topic)
        return parts

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

    @property
    def centres(self) -> tuple[Place, ...]:
        """Give the places where matters of every kind are done: the county's centre and those of the townships."""
        return tuple(place for place in self.places if place.kind in CENTRES)

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


NO_PLACES = Directory(())


def distance(latitude: float, longitude: float, *, place: Place) -> float:
    """Give the way in metres over the globe, as the crow flies."""
    here, there = math.radians(latitude), math.radians(place.latitude)
    north = (there - here) / 2
    east = math.radians(place.longitude - longitude) / 2
    half = math.sin(north) ** 2 + math.cos(here) * math.cos(there) * math.sin(east) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(min(half, 1.0)))


DirectoryNow = Callable[[], Directory]
"""Gives every place as it is told of now: the desk may change an address or the hours while the program runs."""


def load(path: Path) -> Directory:
    """Read a file of places; raises `ValueError` naming file, place and field where something is wrong."""
    tree = read_yaml(path.read_text("utf-8"))
    rows = tree.get("places") if isinstance(tree, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{path.name}: places is no list")
    places = tuple(_place(row, origin=f"{path.name}: place {at}") for at, row in enumerate(rows, start=1))
    keys = [place.key for place in places]
    if unfit := [key for key in keys if not KEY.fullmatch(key)]:
        raise ValueError(
            f"{path.name}: key {unfit[0]} is no word of letters, figures, hyphens and underscores, 40 at most"
        )
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
        topics=_topics(fields.get("topics"), origin=origin),
        zone=_zone(fields["zone"], origin=origin) if "zone" in fields else None,
    )


def _topics(rows: Any, *, origin: str) -> tuple[PlaceTopic, ...]:
    """Give the topics of a place, listed by the parts of the set."""
    if rows is None:
        return ()
    topics: list[PlaceTopic] = []
    for part, listed in _group(rows, origin=f"{origin}: topics").items():
        if not isinstance(listed, list) or not listed:
            raise ValueError(f"{origin}: topics: {part} is no list")
        topics += [_topic(row, part=str(part), origin=f"{origin}: topics: {part}") for row in listed]
    return tuple(topics)


def _topic(row: Any, *, part: str, origin: str) -> PlaceTopic:
    """Read a topic: a text that is asked as it stands, or a title with the words that ask for it."""
    fields = {"title": row, "asks": row} if isinstance(row, str) else _group(row, origin=origin)
    title, asks = fields.get("title"), fields.get("asks")
    for name, words in (("title", title), ("asks", asks)):
        if not isinstance(words, str) or not 0 < len(words.strip()) <= TOPIC_LETTERS:
            raise ValueError(f"{origin}: {name} is missing, no text or longer than {TOPIC_LETTERS}")
        # Words only: a topic is never taken for a step of the program.
        if words.lstrip().startswith("/"):
            raise ValueError(f"{origin}: {name} begins with a slash")
    return PlaceTopic(str(title).strip(), str(asks).strip(), part)


def _zone(marks: Any, *, origin: str) -> tuple[ZoneMark, ...]:
    known = [mark.value for mark in ZoneMark]
    unknown = [mark for mark in marks if mark not in known] if isinstance(marks, list) else [marks]
    if unknown:
        raise ValueError(f"{origin}: zone is no list of marks: {unknown[0]}")
    return tuple(mark for mark in ZoneMark if mark.value in marks)


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
