"""The county's appointments from one checked file beside its places: what is wrong is told by file, place and field."""

from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import yaml

from handlers.appointments.opening.catalogue import (
    AppointmentCounty,
    BookableMatter,
    BookablePlace,
    HoursKind,
    NoShowRule,
    OpenHours,
    ServiceDesk,
)

FILE = "appointments.yml"
LONGEST_VISIT_MINUTES = 240
MOST_DAYS_AHEAD = 90
WEEKDAYS = {"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7}


class KnownPlace(Protocol):
    """A place of the directory, as far as an appointment tells of it."""

    @property
    def key(self) -> str:
        """Its key."""
        ...

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def address(self) -> str:
        """Where it is."""
        ...

    @property
    def phone(self) -> str:
        """How it is called."""
        ...

    @property
    def latitude(self) -> float:
        """Its position in degrees."""
        ...

    @property
    def longitude(self) -> float:
        """Its position in degrees."""
        ...

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names."""
        ...


def load(path: Path, *, places: Iterable[KnownPlace]) -> AppointmentCounty:
    """Read the file; raises `ValueError` naming file, place and field where something is missing or wrong."""
    tree = _group(yaml.safe_load(path.read_text("utf-8")), path.name)
    known = {place.key: place for place in places}
    matters = tuple(_matter(row, f"{path.name}: matters") for row in _rows(tree, "matters", path.name))
    keys = {matter.key for matter in matters}
    if len(keys) < len(matters):
        raise ValueError(f"{path.name}: a matter's key stands twice")
    found = tuple(_place(row, known, keys, path.name) for row in _rows(tree, "places", path.name))
    if len({place.key for place in found}) < len(found):
        raise ValueError(f"{path.name}: a place stands twice")
    if undone := keys - {matter for place in found for desk in place.desks for matter in desk.matters}:
        raise ValueError(f"{path.name}: no place does the matter {min(undone)}")
    rule = _group(tree.get("no_shows") or {}, f"{path.name}: no_shows")
    return AppointmentCounty(
        matters=matters,
        places=found,
        days_ahead=_count(tree, "days_ahead", path.name, default=15, most=MOST_DAYS_AHEAD),
        notice=timedelta(minutes=_count(tree, "notice_minutes", path.name, default=30, least=0, most=1440)),
        no_show=NoShowRule(
            _count(rule, "missed", f"{path.name}: no_shows", default=3, most=99),
            _count(rule, "within_days", f"{path.name}: no_shows", default=90, most=366),
            _count(rule, "pause_days", f"{path.name}: no_shows", default=7, least=0, most=90),
        ),
        priority_age=_count(tree, "priority_age", path.name, default=0, least=0, most=120),
        sample=tree.get("sample") is True,
    )


def read_hours(text: object, kind: HoursKind, origin: str) -> OpenHours:
    """Read 8:30-12:00; raises `ValueError` for anything else, and for hours that end before they begin."""
    first, _, last = str(text).partition("-")
    try:
        starts, ends = _time(first), _time(last)
    except ValueError:
        raise ValueError(f"{origin}: {text} are no hours such as 8:30-12:00") from None
    if ends <= starts:
        raise ValueError(f"{origin}: {text} ends before it begins")
    return OpenHours(starts, ends, kind)


def _time(text: str) -> time:
    hour, _, minute = text.strip().partition(":")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise ValueError(text)
    return time(int(hour), int(minute))


def _matter(row: Any, origin: str) -> BookableMatter:
    fields = _group(row, origin)
    key = _text(fields, "key", origin)
    return BookableMatter(
        key, _text(fields, "name", f"{origin}: {key}"), _texts(fields, "words", f"{origin}: {key}"),
        str(fields.get("guide") or ""),
    )  # fmt: skip


def _place(row: Any, known: Mapping[str, KnownPlace], matters: set[str], name: str) -> BookablePlace:
    fields = _group(row, f"{name}: places")
    key = _text(fields, "key", f"{name}: places")
    origin = f"{name}: place {key}"
    if key not in known:
        raise ValueError(f"{origin} is none of the places")
    place, hours = known[key], _group(fields.get("hours"), f"{origin}: hours")
    usual = _stretches(hours, "working", HoursKind.USUAL, origin)
    if not usual:
        raise ValueError(f"{origin}: hours has no working")
    rest = _group(hours.get("rest") or {}, f"{origin}: rest")
    if unknown := set(hours) - {"working", "late", "makeup", "rest", "rest_notice_workdays"}:
        raise ValueError(f"{origin}: hours has the unknown field {min(unknown)}")
    if strange := set(rest) - set(WEEKDAYS):
        raise ValueError(f"{origin}: rest has the unknown weekday {min(strange)}")
    desks = tuple(_desk(desk, matters, origin) for desk in _rows(fields, "desks", origin))
    return BookablePlace(
        key=key,
        name=place.name,
        address=place.address,
        phone=place.phone,
        position=(place.latitude, place.longitude),
        desks=desks,
        working=(*usual, *_stretches(hours, "late", HoursKind.LATE, origin)),
        makeup=_stretches(hours, "makeup", HoursKind.USUAL, origin) if "makeup" in hours else usual,
        rest={WEEKDAYS[day]: _stretches(rest, day, HoursKind.REST, origin) for day in rest},
        rest_notice_workdays=_count(hours, "rest_notice_workdays", origin, default=0, least=0, most=10),
        way=str(fields.get("way") or ""),
        aliases=tuple(place.aliases),
    )


def _desk(row: Any, matters: set[str], origin: str) -> ServiceDesk:
    fields = _group(row, f"{origin}: desks")
    key = _text(fields, "key", f"{origin}: desks")
    own = _texts(fields, "matters", f"{origin}: desk {key}")
    if unknown := set(own) - matters:
        raise ValueError(f"{origin}: desk {key} has the unknown matter {min(unknown)}")
    counts = _group(fields.get("counters"), f"{origin}: desk {key}: counters")
    counters = {
        kind: _count(counts, kind.value, f"{origin}: desk {key}", default=0, least=0, most=50)
        for kind in HoursKind
    }
    return ServiceDesk(
        key,
        _text(fields, "name", f"{origin}: desk {key}"),
        own,
        _count(fields, "minutes", f"{origin}: desk {key}", default=0, least=5, most=LONGEST_VISIT_MINUTES),
        counters,
    )


def _stretches(fields: Mapping[str, Any], name: str, kind: HoursKind, origin: str) -> tuple[OpenHours, ...]:
    rows = fields.get(name) or []
    if not isinstance(rows, list):
        raise ValueError(f"{origin}: {name} is no list")  # noqa: TRY004 - a file is wrong, not a call
    found = tuple(read_hours(row, kind, f"{origin}: {name}") for row in rows)
    if any(one.ends > other.starts for one, other in pairwise(found)):
        raise ValueError(f"{origin}: {name} overlaps or runs backwards")
    return found


def _group(tree: Any, origin: str) -> Mapping[str, Any]:
    if isinstance(tree, Mapping):
        return tree
    raise ValueError(f"{origin} holds no fields")


def _rows(fields: Mapping[str, Any], name: str, origin: str) -> list[Any]:
    rows = fields.get(name)
    if not isinstance(rows, list) or not rows:
        raise ValueError(f"{origin}: {name} is no list")
    return rows


def _text(fields: Mapping[str, Any], name: str, origin: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{origin}: {name} is missing or no text")
    return value.strip()


def _texts(fields: Mapping[str, Any], name: str, origin: str) -> tuple[str, ...]:
    values = fields.get(name) or []
    if isinstance(values, list) and all(isinstance(value, str) for value in values):
        return tuple(values)
    raise ValueError(f"{origin}: {name} is no list of texts")


def _count(
    fields: Mapping[str, Any], name: str, origin: str, *, default: int, least: int = 1, most: int
) -> int:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{origin}: {name} is no number from {least} to {most}")
    return value
