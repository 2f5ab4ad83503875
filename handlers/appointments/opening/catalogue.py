"""What can be booked: matters, the places and desks that do them, and the hours of each by kind of day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from handlers.appointments.opening.home_service import NO_HOME_SERVICE, HomeService


class HoursKind(StrEnum):
    """Three different things: the usual hours, the late ones of a working day (延时), a rest day by appointment (预约服务)."""

    USUAL = "usual"
    LATE = "late"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class OpenHours:
    """A stretch of a day in which a place is open."""

    starts: time
    ends: time
    kind: HoursKind = HoursKind.USUAL


@dataclass(frozen=True, slots=True)
class ServiceDesk:
    """Counters that do the same matters: how long one visit takes, and how many counters there are by kind of hours."""

    key: str
    name: str
    matters: tuple[str, ...]
    minutes: int
    counters: Mapping[HoursKind, int]


@dataclass(frozen=True, slots=True)
class BookablePlace:
    """One place: its hours of working, make-up and rest days (by weekday, Monday being 1), and its desks.

    `late` are hours of working days that only some weekdays have (延时服务 on Wednesdays).

    A rest day has to be booked so many working days before. `way` tells how to get there, `note` what the county says
    of the place besides.
    """

    key: str
    name: str
    address: str
    phone: str
    position: tuple[float, float]
    desks: tuple[ServiceDesk, ...]
    working: tuple[OpenHours, ...]
    makeup: tuple[OpenHours, ...]
    rest: Mapping[int, tuple[OpenHours, ...]] = field(default_factory=dict)
    rest_notice_workdays: int = 0
    way: str = ""
    aliases: tuple[str, ...] = ()
    note: str = ""
    late: Mapping[int, tuple[OpenHours, ...]] = field(default_factory=dict)

    def desk(self, key: str) -> ServiceDesk | None:
        """Give the desk of a key."""
        return next((desk for desk in self.desks if desk.key == key), None)

    def desk_for(self, matter: str) -> ServiceDesk | None:
        """Give the desk that does a matter."""
        return next((desk for desk in self.desks if matter in desk.matters), None)


@dataclass(frozen=True, slots=True)
class BookableMatter:
    """Something to be done by appointment: what people call it, and the guide that tells what to bring."""

    key: str
    name: str
    words: tuple[str, ...]
    guide: str = ""


@dataclass(frozen=True, slots=True)
class NoShowRule:
    """The gentle rule: after so many visits missed within so many days, none is booked here for some days."""

    missed: int = 3
    within_days: int = 90
    pause_days: int = 7


@dataclass(frozen=True, slots=True)
class AppointmentCounty:
    """What the county's file says of appointments; without places nothing can be booked."""

    matters: tuple[BookableMatter, ...] = ()
    places: tuple[BookablePlace, ...] = ()
    days_ahead: int = 15
    notice: timedelta = timedelta(minutes=30)
    no_show: NoShowRule = NoShowRule()
    priority_age: int = 0
    home: HomeService = NO_HOME_SERVICE
    sample: bool = False

    def matter(self, key: str) -> BookableMatter | None:
        """Give the matter of a key."""
        return next((matter for matter in self.matters if matter.key == key), None)

    def place(self, key: str) -> BookablePlace | None:
        """Give the place of a key."""
        return next((place for place in self.places if place.key == key), None)

    def places_for(self, matter: str) -> tuple[BookablePlace, ...]:
        """Give the places that do a matter."""
        return tuple(place for place in self.places if place.desk_for(matter))

    def named(self, said: str) -> tuple[BookableMatter, ...]:
        """Give the matters that words name: those of the longest word found, several where it is not clear which."""
        found = [
            (len(word), matter)
            for matter in self.matters
            for word in (matter.name, *matter.words)
            if word in said
        ]
        found = found or [
            (len(word), matter) for matter in self.matters for word in matter.words if said_apart(word, said)
        ]
        longest = max((length for length, _ in found), default=0)
        return tuple(dict.fromkeys(matter for length, matter in found if length == longest))


VERBS = "办领换补查开交迁上盖学改"
BETWEEN = re.compile(r"(?:了|个|一个|一下|张|一张|本|一本|份|过|我的?|他的?|她的?|新|下|的){0,2}")
BEFORE_ONE_LETTER = re.compile(r"(?:^|[把将个的那张本,，。 ])$")
AHEAD = re.compile(r"(?:给|也|都|就|去|来|想|要|先|一起){0,3}")


def said_apart(word: str, said: str) -> bool:
    """Whether a verb and its thing stand apart or the other way round in words: 领个证 and 把证领了 are 领证."""
    verb, thing = word[:1], word[1:]
    if verb not in VERBS or not thing:
        return False
    for start in _places(said, verb):
        if (between := BETWEEN.match(said, start + 1)) and said.startswith(thing, between.end()):
            return True
    for start in _places(said, thing):
        if len(thing) == 1 and not BEFORE_ONE_LETTER.search(said[:start]):
            # 身份证领 is no 领证.
            continue
        if (ahead := AHEAD.match(said, start + len(thing))) and said.startswith(verb, ahead.end()):
            return True
    return False


def _places(said: str, part: str) -> Iterator[int]:
    place = said.find(part)
    while place >= 0:
        yield place
        place = said.find(part, place + 1)


NO_APPOINTMENTS = AppointmentCounty()
