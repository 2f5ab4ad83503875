"""The county this program speaks for: names and phones that many answers need, from one checked file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the county's government with the phone that answers citizens."""

    name: str
    phone: str


class ChangedPhones:
    """The phones of units as the desk changed them; exchanged whole, between two turns of the event loop."""

    def __init__(self) -> None:
        self._phones: Mapping[str, str] = {}

    def take(self, phones: Mapping[str, str]) -> None:
        """Let these stand in place of those of the county file."""
        self._phones = dict(phones)

    def of(self, unit: Unit) -> Unit:
        """Give a unit with the phone that is in force."""
        phone = self._phones.get(unit.name)
        return replace(unit, phone=phone) if phone else unit


@dataclass(frozen=True, slots=True)
class County:
    """The county's name, its hotline, the office in charge of disclosure (主动公开、依申请公开) and its units.

    `sample` says that the county is invented and every answer has to say so. `units` are those of the county file;
    whoever tells citizens a phone asks `reached_units` or `phone_of`, where changes of the desk are in force.
    """

    name: str
    hotline: str
    office: Unit
    office_hours: str
    office_address: str
    units: tuple[Unit, ...] = ()
    sample: bool = False
    changed: ChangedPhones = field(default_factory=ChangedPhones, compare=False, repr=False)

    @property
    def reached_units(self) -> tuple[Unit, ...]:
        """Give the units with the phones that are in force."""
        return tuple(self.changed.of(unit) for unit in self.units)

    def phone_of(self, unit: str) -> str:
        """Give the phone of a unit by its full name; empty when the file does not list it."""
        return next((self.changed.of(known).phone for known in self.units if known.name == unit), "")


UNNAMED = County("", "", Unit("", ""), "", "")
"""No county at all: for what is put together without its file."""


def load(path: Path) -> County:
    """Read a county file; raises `ValueError` naming file and field where something is missing or no text."""
    return of(read_yaml(path.read_text("utf-8")), origin=path.name)


def of(fields: object, *, origin: str) -> County:
    """Give the county that a file's fields tell of; raises `ValueError` as `load` does, `origin` is the file's name."""
    tree = _group(fields, origin=origin)
    office = _group(tree.get("disclosure_office"), origin=f"{origin}: disclosure_office")
    units = tree.get("units") or []
    return County(
        name=_text(tree, "name", origin=origin),
        hotline=_text(tree, "hotline", origin=origin),
        office=_unit(office, origin=f"{origin}: disclosure_office"),
        office_hours=_text(office, "hours", origin=f"{origin}: disclosure_office"),
        office_address=_text(office, "address", origin=f"{origin}: disclosure_office"),
        units=tuple(_unit(unit, origin=f"{origin}: units[{at}]") for at, unit in enumerate(units, start=1)),
        sample=tree.get("sample") is True,
    )


def _unit(tree: Any, *, origin: str) -> Unit:
    fields = _group(tree, origin=origin)
    return Unit(_text(fields, "name", origin=origin), _text(fields, "phone", origin=origin))


def _group(tree: Any, *, origin: str) -> Mapping[str, Any]:
    if isinstance(tree, Mapping):
        return tree
    raise ValueError(f"{origin} holds no fields")


def _text(tree: Mapping[str, Any], name: str, *, origin: str) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{origin}: {name} is missing or no text")
    return value.strip()
