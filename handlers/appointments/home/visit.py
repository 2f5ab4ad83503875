"""Visits at home as values: what is asked for, and what is kept as its citizen and the desk are shown it."""

from dataclasses import dataclass
from datetime import datetime, time

from handlers.appointments.home.half_days import HalfDay
from handlers.appointments.home.lifecycle import HomeState
from handlers.appointments.home.particulars import ToldHome
from handlers.appointments.home.records import HomeVisitRecord
from handlers.talk.spoken_time import spoken


@dataclass(frozen=True, slots=True)
class HomeWish:
    """What is asked for: the matter, by which rule, for whom, where, and on which half of a day."""

    matter: str
    condition: str
    whom: str
    told: ToldHome
    half: HalfDay


@dataclass(frozen=True, slots=True)
class KeptHomeVisit:
    """A visit without its sealed words; `when` is as it is said, with the hour once the desk set one."""

    number: str
    matter: str
    condition: str
    whom: str
    half: HalfDay
    at: str
    assignee: str
    state: HomeState
    made_at: datetime

    @property
    def when(self) -> str:
        """Give the half of the day, or the hour in it."""
        return spoken(self.half.day, time.fromisoformat(self.at)) if self.at else self.half.spoken


def open_key(citizen: str, wish: HomeWish) -> str:
    """Give what is open at most once: one visit a citizen, person and matter."""
    return f"{citizen}:{wish.whom}:{wish.matter}"


def kept(row: HomeVisitRecord) -> KeptHomeVisit:
    """Give a row as a value."""
    return KeptHomeVisit(
        number=row.number,
        matter=row.matter,
        condition=row.condition,
        whom=row.whom,
        half=HalfDay(row.day, row.part),
        at=row.at,
        assignee=row.assignee,
        state=HomeState(row.state),
        made_at=row.made_at,
    )
