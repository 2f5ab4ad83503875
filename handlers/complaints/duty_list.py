"""The duty list as data: which unit handles which class of matters, which help, within how many working days.

From the file `duties.yml` beside the county file. A county without one chooses the unit by hand.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handlers.complaints.county_file import tree_of

FILE = "duties.yml"
MOST_WORKDAYS = 20


@dataclass(frozen=True, slots=True)
class MatterDuty:
    """One class of matters: its name, the unit that handles it, those that help, its own limit where it has one.

    `basis` says why it is this unit's, as the office tells a unit that objects. Where `by_place` is set, the 乡镇 or
    街道 of the place handles it before the unit does (属地管理). `classes` are the classes of complaints that the matter
    may be in, `words` tell it from others in them.
    """

    matter: str
    unit: str
    helpers: tuple[str, ...] = ()
    workdays: int | None = None
    basis: str = ""
    by_place: bool = False
    classes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyList:
    """All classes of matters in the order of the file."""

    duties: tuple[MatterDuty, ...] = ()

    def duty(self, matter: str) -> MatterDuty | None:
        """Give the duty for a class; None for one that is not listed."""
        return next((duty for duty in self.duties if duty.matter == matter), None)

    @property
    def matters(self) -> tuple[str, ...]:
        """The names of the classes."""
        return tuple(duty.matter for duty in self.duties)


NO_DUTIES = DutyList()


def load(path: Path, *, units: Collection[str]) -> DutyList:
    """Read the list; raises `ValueError` naming what cannot be read, and every unit that is none of the county's."""
    return of(tree_of(path), origin=path.name, units=units)


def of(tree: Any, *, origin: str, units: Collection[str]) -> DutyList:
    """Give the list that a file's fields tell of; raises `ValueError` as `load` does."""
    listed = tree.get("duties") if isinstance(tree, Mapping) else None
    if not isinstance(listed, list) or not listed:
        raise ValueError(f"{origin}: duties 里没有事项")
    duties = tuple(_duty(one, f"{origin}: duties[{at}]") for at, one in enumerate(listed, start=1))
    strange = {name for duty in duties for name in (duty.unit, *duty.helpers)} - set(units)
    if strange:
        raise ValueError(f"{origin}: 机构名录里没有 {'、'.join(sorted(strange))}")
    names = [duty.matter for duty in duties]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{origin}: {'、'.join(twice)} 写了两次")
    return DutyList(duties)


def _duty(one: Any, origin: str) -> MatterDuty:
    if not isinstance(one, Mapping) or not one.get("matter") or not one.get("unit"):
        raise ValueError(f"{origin}: 要有 matter（事项）和 unit（主办单位）")
    if unknown := [str(name) for name in one if name not in MatterDuty.__dataclass_fields__]:
        raise ValueError(f"{origin}: 不认识 {'、'.join(unknown)}")
    helpers, workdays = one.get("helpers") or [], one.get("workdays")
    if not isinstance(helpers, list):
        raise ValueError(f"{origin}: helpers（协办单位）要写成清单")  # noqa: TRY004 - a file is wrong, not a call
    if workdays is not None and not (type(workdays) is int and 1 <= workdays <= MOST_WORKDAYS):
        raise ValueError(f"{origin}: workdays 是1到{MOST_WORKDAYS}个工作日")
    by_place = one.get("by_place", False)
    if not isinstance(by_place, bool):
        raise ValueError(f"{origin}: by_place（属地先办）只能是 true 或者 false")  # noqa: TRY004 - a file is wrong, not a call
    return MatterDuty(
        str(one["matter"]),
        str(one["unit"]),
        tuple(map(str, helpers)),
        workdays,
        str(one.get("basis") or ""),
        by_place,
        _listed(one, "classes", origin),
        _listed(one, "words", origin),
    )


def _listed(one: Mapping[str, Any], name: str, origin: str) -> tuple[str, ...]:
    values = one.get(name) or []
    if not isinstance(values, list):
        raise ValueError(f"{origin}: {name} 要写成清单")  # noqa: TRY004 - a file is wrong, not a call
    return tuple(map(str, values))
