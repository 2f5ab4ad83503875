"""Which unit a complaint goes to, and why: by place where the duty list says so, else by duty (G13)."""

from dataclasses import dataclass
from datetime import date

from bot.message import Wording
from handlers.complaints.duty_list import NO_DUTIES, DutyList, MatterDuty
from handlers.complaints.routing.grid import NO_GRID, CountyGrid, FoundPlace


@dataclass(frozen=True, slots=True)
class Destination:
    """The unit that handles a matter at a place, those that help, and the reason in words, as a unit that objects reads it."""

    unit: str
    helpers: tuple[str, ...]
    reason: str


def destination(
    duty: MatterDuty, place: FoundPlace | None, texts: Wording, *, suggests: bool = False
) -> Destination:
    """Give where a matter goes: 属地管理 before 职责 where the duty list says so and the place is known.

    What is only suggested goes to the unit whose policy it is, wherever that was (P10c).
    """
    if suggests:
        reason = texts("complaints.routing.suggestion", unit=duty.unit, basis=duty.basis)
        return Destination(duty.unit, duty.helpers, reason)
    if duty.by_place and place is not None:
        helpers = tuple(dict.fromkeys(unit for unit in (duty.unit, *duty.helpers) if unit != place.unit))
        where = place.cell.name if place.cell else place.town
        reason = texts("complaints.routing.by_place", where=where, unit=place.unit, basis=duty.basis)
        return Destination(place.unit, helpers, reason)
    unknown = duty.by_place and place is None
    reason = texts("complaints.routing.place_unknown", basis=duty.basis) if unknown else duty.basis
    return Destination(duty.unit, duty.helpers, reason)


@dataclass(frozen=True, slots=True)
class DutyPerson:
    """Somebody of the grid as the desk shows it; `is_on_duty` today."""

    role: str
    name: str
    phone: str
    is_on_duty: bool


@dataclass(frozen=True, slots=True)
class GridDuty:
    """The grid that a place lies in, with its chain of persons."""

    name: str
    town: str
    people: tuple[DutyPerson, ...]


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """The duty list and the grid together: all that routing knows of the county."""

    duties: DutyList = NO_DUTIES
    grid: CountyGrid = NO_GRID

    def destination(
        self, matter: str, place: FoundPlace | None, texts: Wording, *, suggests: bool = False
    ) -> Destination | None:
        """Give where a matter at a place goes; None for a matter that is not listed."""
        duty = self.duties.duty(matter)
        return destination(duty, place, texts, suggests=suggests) if duty else None


def grid_duty(place: FoundPlace | None, day: date) -> GridDuty | None:
    """Give who is responsible in the grid of a place, and who of them is on duty on a day; None where no grid is known."""
    if place is None or place.cell is None:
        return None
    on_duty = place.cell.on_duty(day)
    people = tuple(
        DutyPerson(person.role, person.name, person.phone, person is on_duty) for person in place.cell.people
    )
    return GridDuty(place.cell.name, place.town, people)
