"""What the desk changes of the rules for some days: closed, other hours, more or fewer counters; each with its reason."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.appointments.opening.catalogue import OpenHours


class ChangeKind(StrEnum):
    """What a change does."""

    CLOSED = "closed"
    HOURS = "hours"
    COUNTERS = "counters"


@dataclass(frozen=True, slots=True)
class OpeningChange:
    """A change from one day to another at a place; without a desk it holds for all of them."""

    place: str
    first_on: date
    last_on: date
    kind: ChangeKind
    desk: str = ""
    hours: tuple[OpenHours, ...] = ()
    counters: int = 0
    reason: str = ""
    number: int = 0

    def holds(self, place: str, desk: str, day: date) -> bool:
        """Whether a desk is changed on a day."""
        return self.place == place and self.desk in {"", desk} and self.first_on <= day <= self.last_on
