"""An activity as a value: what the desk wrote of it, and how many come."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.clock import SHANGHAI
from handlers.activities.programme.kinds import ActivityKind
from handlers.activities.programme.lifecycle import ActivityPhase, ActivityState
from handlers.talk.spoken_time import spoken_day, spoken_hour, spoken_span


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """One point of an agenda: the hour as it is written, which may be empty, and what takes place."""

    at: str
    what: str


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """What the desk writes of an activity; `until` is when its sign-up ends, `asks_contact` that a name and a phone are needed."""

    kind: ActivityKind
    title: str
    about: str
    day: date
    starts: time
    ends: time
    place: str
    address: str
    unit: str
    phone: str
    capacity: int
    until: datetime
    asks_contact: bool
    agenda: tuple[AgendaPoint, ...] = ()
    topics: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    @property
    def begins_at(self) -> datetime:
        """The instant at which it begins."""
        return datetime.combine(self.day, self.starts, SHANGHAI)

    @property
    def ends_at(self) -> datetime:
        """The instant at which it ends."""
        return datetime.combine(self.day, self.ends, SHANGHAI)

    @property
    def when(self) -> str:
        """Day and hours in words."""
        begins, ends = spoken_hour(self.starts), spoken_hour(self.ends)
        span = spoken_span(self.starts, self.ends) if begins[:2] == ends[:2] else f"{begins}—{ends}"
        return f"{spoken_day(self.day)}{span}"


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity with its number in the list; `taken` seats are given out, so many are `waiting`; `reason` says why it was called off."""

    number: int
    plan: ActivityPlan
    state: ActivityState
    taken: int = 0
    waiting: int = 0
    reason: str = ""

    @property
    def left(self) -> int:
        """How many seats are free; nobody has one before those who wait."""
        return 0 if self.waiting else max(self.plan.capacity - self.taken, 0)

    def phase(self, now: datetime) -> ActivityPhase:
        """Give how it stands at an instant."""
        if self.state is ActivityState.CALLED_OFF:
            return ActivityPhase.CALLED_OFF
        if now >= self.plan.ends_at:
            return ActivityPhase.OVER
        if now >= self.plan.begins_at:
            return ActivityPhase.ONGOING
        if self.state is ActivityState.CLOSED or now >= self.plan.until:
            return ActivityPhase.CLOSED
        return ActivityPhase.OPEN if self.left else ActivityPhase.FULL

    def takes(self, now: datetime) -> bool:
        """Whether somebody may still sign up, if only to wait."""
        return self.phase(now) in {ActivityPhase.OPEN, ActivityPhase.FULL}


def pool_of(number: int) -> str:
    """Give the pool in which the seats of an activity lie; all of them are alike."""
    return f"activity:{number}"
