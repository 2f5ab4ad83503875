"""The load of a place: by day and by hour how many seats there were, who booked one, who was seen and who did not come."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.clock import Clock, local_date
from bot.database import Database
from handlers.appointments.booking import store
from handlers.appointments.booking.lifecycle import AppointmentState
from handlers.appointments.opening.catalogue import BookablePlace
from handlers.appointments.opening.slots import DAY, slots_of
from handlers.workdays import Calendar

MOST_LOAD_DAYS = 92
Key = TypeVar("Key", date, int)


@dataclass(frozen=True, slots=True)
class LoadFigure:
    """What came of the seats of a stretch of time; `open` are those booked of whom the desk has said nothing."""

    seats: int = 0
    served: int = 0
    missed: int = 0
    open: int = 0

    @property
    def booked(self) -> int:
        """Give how many had booked."""
        return self.served + self.missed + self.open

    def __add__(self, other: "LoadFigure") -> "LoadFigure":
        """Give both together."""
        return LoadFigure(
            self.seats + other.seats,
            self.served + other.served,
            self.missed + other.missed,
            self.open + other.open,
        )


@dataclass(frozen=True, slots=True)
class PlaceLoad:
    """The load of a place or of one desk from a day to another: each day, and each hour that has a seat."""

    by_day: Mapping[date, LoadFigure]
    by_hour: Mapping[int, LoadFigure]

    @property
    def whole(self) -> LoadFigure:
        """Give all days together."""
        return sum(self.by_day.values(), LoadFigure())


class AppointmentLoad:
    """Counts what the desk has noted; nothing of it names anybody."""

    def __init__(self, database: Database, *, calendar: Callable[[], Calendar], clock: Clock) -> None:
        self._database = database
        self._calendar = calendar
        self._clock = clock

    async def of(self, place: BookablePlace, desk: str, first: date, last: date) -> PlaceLoad:
        """Give the load from one day to another, of every desk where none is named; of very many days the first ones."""
        last = min(last, first + DAY * (MOST_LOAD_DAYS - 1))
        async with self._database.reading() as tx:
            counted = await store.counts_by_hour(tx, place.key, first, last, desk=desk)
            changes = await store.changes_of(tx, place.key, since=first)
        calendar = self._calendar()
        pieces = [
            (day, slot.starts.hour, LoadFigure(seats=slot.quota))
            for day in _days(first, last)
            for one in place.desks
            if desk in {"", one.key}
            for slot in slots_of(place, one, day, calendar=calendar, changes=changes)
        ]
        pieces += [(day, hour, _figure(state, count)) for (day, hour, state), count in counted.items()]
        return PlaceLoad(
            _summed((day, figure) for day, _, figure in pieces),
            _summed((hour, figure) for _, hour, figure in pieces),
        )

    def usual_days(self) -> tuple[date, date]:
        """Give the days shown unless others are asked for: the last two weeks with today."""
        today = local_date(self._clock.now())
        return today - DAY * 13, today


def _days(first: date, last: date) -> Sequence[date]:
    return [first + DAY * step for step in range((last - first).days + 1)]


def _figure(state: AppointmentState, count: int) -> LoadFigure:
    if state is AppointmentState.SERVED:
        return LoadFigure(served=count)
    if state is AppointmentState.MISSED:
        return LoadFigure(missed=count)
    return LoadFigure(open=count)


def _summed(pieces: Iterable[tuple[Key, LoadFigure]]) -> Mapping[Key, LoadFigure]:
    found: dict[Key, LoadFigure] = {}
    for key, figure in pieces:
        found[key] = found.get(key, LoadFigure()) + figure
    return {key: found[key] for key in sorted(found)}
