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
from handlers.appointments.opening.file_fields import count, group, rows, text, texts
from handlers.appointments.opening.home_file import read_home

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
    def note(self) -> str:
        """What is said of it besides."""
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
    tree = group(yaml.safe_load(path.read_text("utf-8")), path.name)
    known = {place.key: place for place in places}
    matters = tuple(_matter(row, f"{path.name}: matters") for row in rows(tree, "matters", path.name))
    keys = {matter.key for matter in matters}
    if len(keys) < len(matters):
        raise ValueError(f"{path.name}: a matter's key stands twice")
    found = tuple(_place(row, known, keys, path.name) for row in rows(tree, "places", path.name))
    if len({place.key for place in found}) < len(found):
        raise ValueError(f"{path.name}: a place stands twice")
    if undone := keys - {matter for place in found for desk in place.desks for matter in desk.matters}:
        raise ValueError(f"{path.name}: no place does the matter {min(undone)}")
    rule = group(tree.get("no_shows") or {}, f"{path.name}: no_shows")
    return AppointmentCounty(
        matters=matters,
        places=found,
        days_ahead=count(tree, "days_ahead", path.name, default=15, most=MOST_DAYS_AHEAD),
        notice=timedelta(minutes=count(tree, "notice_minutes", path.name, default=30, least=0, most=1440)),
        no_show=NoShowRule(
            count(rule, "missed", f"{path.name}: no_shows", default=3, most=99),
            count(rule, "within_days", f"{path.name}: no_shows", default=90, most=366),
            count(rule, "pause_days", f"{path.name}: no_shows", default=7, least=0, most=90),
        ),
        priority_age=count(tree, "priority_age", path.name, default=0, least=0, most=120),
        home=read_home(tree, keys, path.name),
        sample=tree.get("sample") is True,
    )


def read_hours(written: object, kind: HoursKind, origin: str) -> OpenHours:
    """Read 8:30-12:00; raises `ValueError` for anything else, and for hours that end before they begin."""
    first, _, last = str(written).partition("-")
    try:
        starts, ends = _time(first), _time(last)
    except ValueError:
        raise ValueError(f"{origin}: {written} are no hours such as 8:30-12:00") from None
    if ends <= starts:
        raise ValueError(f"{origin}: {written} ends before it begins")
    return OpenHours(starts, ends, kind)


def _time(written: str) -> time:
    hour, _, minute = written.strip().partition(":")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise ValueError(written)
    return time(int(hour), int(minute))


def _matter(row: Any, origin: str) -> BookableMatter:
    fields = group(row, origin)
    key = text(fields, "key", origin)
    return BookableMatter(
        key, text(fields, "name", f"{origin}: {key}"), texts(fields, "words", f"{origin}: {key}"),
        str(fields.get("guide") or ""),
    )  # fmt: skip


def _place(row: Any, known: Mapping[str, KnownPlace], matters: set[str], name: str) -> BookablePlace:
    fields = group(row, f"{name}: places")
    key = text(fields, "key", f"{name}: places")
    origin = f"{name}: place {key}"
    if key not in known:
        raise ValueError(f"{origin} is none of the places")
    place, hours = known[key], group(fields.get("hours"), f"{origin}: hours")
    usual = _stretches(hours, "working", HoursKind.USUAL, origin)
    if not usual:
        raise ValueError(f"{origin}: hours has no working")
    rest = group(hours.get("rest") or {}, f"{origin}: rest")
    if unknown := set(hours) - {"working", "late", "makeup", "rest", "rest_notice_workdays"}:
        raise ValueError(f"{origin}: hours has the unknown field {min(unknown)}")
    if strange := set(rest) - set(WEEKDAYS):
        raise ValueError(f"{origin}: rest has the unknown weekday {min(strange)}")
    every_day, late = _late(hours, origin)
    desks = tuple(_desk(desk, matters, origin) for desk in rows(fields, "desks", origin))
    return BookablePlace(
        key=key,
        name=place.name,
        address=place.address,
        phone=place.phone,
        position=(place.latitude, place.longitude),
        desks=desks,
        working=(*usual, *every_day),
        late=late,
        makeup=_stretches(hours, "makeup", HoursKind.USUAL, origin) if "makeup" in hours else usual,
        rest={WEEKDAYS[day]: _stretches(rest, day, HoursKind.REST, origin) for day in rest},
        rest_notice_workdays=count(hours, "rest_notice_workdays", origin, default=0, least=0, most=10),
        way=str(fields.get("way") or ""),
        aliases=tuple(place.aliases),
        note=place.note,
    )


def _late(
    hours: Mapping[str, Any], origin: str
) -> tuple[tuple[OpenHours, ...], Mapping[int, tuple[OpenHours, ...]]]:
    """Read the late hours of every working day, which are a list, or of some weekdays, which stand by their names."""
    written = hours.get("late") or []
    if not isinstance(written, dict):
        return _stretches(hours, "late", HoursKind.LATE, origin), {}
    if strange := set(written) - set(WEEKDAYS):
        raise ValueError(f"{origin}: late has the unknown weekday {min(map(str, strange))}")
    some = {WEEKDAYS[day]: _stretches(written, day, HoursKind.LATE, f"{origin}: late") for day in written}
    return (), some


def _desk(row: Any, matters: set[str], origin: str) -> ServiceDesk:
    fields = group(row, f"{origin}: desks")
    key = text(fields, "key", f"{origin}: desks")
    own = texts(fields, "matters", f"{origin}: desk {key}")
    if unknown := set(own) - matters:
        raise ValueError(f"{origin}: desk {key} has the unknown matter {min(unknown)}")
    counts = group(fields.get("counters"), f"{origin}: desk {key}: counters")
    counters = {
        kind: count(counts, kind.value, f"{origin}: desk {key}", default=0, least=0, most=50)
        for kind in HoursKind
    }
    return ServiceDesk(
        key,
        text(fields, "name", f"{origin}: desk {key}"),
        own,
        count(fields, "minutes", f"{origin}: desk {key}", default=0, least=5, most=LONGEST_VISIT_MINUTES),
        counters,
    )


def _stretches(fields: Mapping[str, Any], name: str, kind: HoursKind, origin: str) -> tuple[OpenHours, ...]:
    listed = fields.get(name) or []
    if not isinstance(listed, list):
        raise ValueError(f"{origin}: {name} is no list")  # noqa: TRY004 - a file is wrong, not a call
    found = tuple(read_hours(row, kind, f"{origin}: {name}") for row in listed)
    if any(one.ends > other.starts for one, other in pairwise(found)):
        raise ValueError(f"{origin}: {name} overlaps or runs backwards")
    return found
