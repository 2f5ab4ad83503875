"""The county this program speaks for: names and phones that many answers need, from one checked file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the county's government with the phone that answers citizens."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class County:
    """The county's name, its hotline, the office in charge of disclosure (主动公开、依申请公开) and its units.

    `sample` says that the county is invented and every answer has to say so.
    """

    name: str
    hotline: str
    office: Unit
    office_hours: str
    office_address: str
    units: tuple[Unit, ...] = ()
    sample: bool = False

    def phone_of(self, unit: str) -> str:
        """Give the phone of a unit by its full name; empty when the file does not list it."""
        return next((known.phone for known in self.units if known.name == unit), "")


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
