"""Which slots fit a wish and are free, and in a word why none does: said with what is possible instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.clock import local_date
from handlers.appointments.opening.awaited import AwaitedTime, days_between
from handlers.appointments.opening.catalogue import AppointmentCounty, BookablePlace, ServiceDesk
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.appointments.opening.day_class import DayClass, day_class
from handlers.appointments.opening.slots import (
    DAY,
    TimeSlot,
    hours_of,
    is_in_time,
    slots_of,
)
from handlers.appointments.opening.time_wish import TimeWish
from handlers.workdays import Calendar

SHOWN_SLOTS = 6
SHOWN_A_HALF_DAY = 3
NOON = time(12)


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot with how many may still come."""

    slot: TimeSlot
    left: int


@dataclass(frozen=True, slots=True)
class SlotAnswer:
    """What is offered to a wish: slots that fit, or `refusal` (the end of a text key), why none does, with other slots.

    `waits` are the times for which one may wait, the narrowest first; `reason` is what the desk wrote of a closing.
    """

    slots: tuple[FreeSlot, ...]
    refusal: str = ""
    reason: str = ""
    waits: tuple[AwaitedTime, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class DeskDays:
    """One desk with everything that its slots follow from; `taken` counts the seats taken by subject."""

    county: AppointmentCounty
    place: BookablePlace
    desk: ServiceDesk
    calendar: Calendar
    changes: Sequence[OpeningChange]
    taken: Mapping[str, int]

    def all_on(self, day: date) -> tuple[TimeSlot, ...]:
        """Give the slots of a day."""
        return slots_of(self.place, self.desk, day, calendar=self.calendar, changes=self.changes)

    def in_time_on(self, day: date, now: datetime) -> tuple[TimeSlot, ...]:
        """Give the slots of a day that may still be booked, the full ones too."""
        notice = self.county.notice
        return tuple(
            slot
            for slot in self.all_on(day)
            if is_in_time(slot, self.place, now=now, notice=notice, calendar=self.calendar)
        )

    def left(self, slot: TimeSlot) -> int:
        """Give how many may still come."""
        return max(slot.quota - self.taken.get(slot.subject, 0), 0)

    def last_day(self, today: date) -> date:
        """Give the last day that may be booked."""
        return today + DAY * self.county.days_ahead

    def free(
        self, now: datetime, *, since: date | None = None, until: date | None = None
    ) -> Iterator[FreeSlot]:
        """Give the free slots in order, all that may be booked or those of some days."""
        today = local_date(now)
        day, last = max(today, since or today), min(self.last_day(today), until or date.max)
        while day <= last:
            for slot in self.in_time_on(day, now):
                if left := self.left(slot):
                    yield FreeSlot(slot, left)
            day += DAY


def days_of_pools(county: AppointmentCounty, place: str, desk: str, today: date) -> tuple[str, ...]:
    """Give the pools of every day that may be booked, to count what is taken."""
    return tuple(
        f"{place}:{desk}:{(today + DAY * step).isoformat()}" for step in range(county.days_ahead + 1)
    )


def answer_wish(desk: DeskDays, wish: TimeWish, *, now: datetime) -> SlotAnswer:
    """Give the slots for a wish; where none fits, why, and the next ones that are free."""
    today = local_date(now)
    fitting = [
        one for one in desk.free(now, since=wish.first_on, until=wish.last_on) if _fits(one.slot, wish)
    ]
    if fitting and not wish.fault and not (wish.last_on and wish.last_on < today):
        return SlotAnswer(shown(fitting), day=wish.first_on if wish.is_one_day else None)
    refusal, reason = _why(desk, wish, now=now)
    waits = waits_for(desk, wish, now=now) if refusal in {"full", "span"} else ()
    others = shown(_near(desk, wish, now=now))
    return SlotAnswer(others, refusal or "none", reason, waits, day=wish.first_on)


def shown(free: Sequence[FreeSlot]) -> tuple[FreeSlot, ...]:
    """Give so many as a list shows, of each half of a day the first few."""
    found: list[FreeSlot] = []
    counted: dict[tuple[date, bool], int] = {}
    for one in free:
        half = one.slot.day, one.slot.starts < NOON
        counted[half] = counted.get(half, 0) + 1
        if counted[half] <= SHOWN_A_HALF_DAY:
            found.append(one)
        if len(found) == SHOWN_SLOTS:
            break
    return tuple(found)


def _fits(slot: TimeSlot, wish: TimeWish) -> bool:
    if wish.at is not None:
        # 9点 where visits begin at 8:30 and 9:30: both are near enough to be chosen from.
        length = _minute(slot.ends) - _minute(slot.starts)
        return abs(_minute(slot.starts) - _minute(wish.at)) < length
    return wish.since <= slot.starts < wish.until


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _near(desk: DeskDays, wish: TimeWish, *, now: datetime) -> list[FreeSlot]:
    """Give what is free from the day wished for on, else all that is free: on that very day first."""
    today = local_date(now)
    since = wish.first_on if wish.first_on and today <= wish.first_on <= desk.last_day(today) else today
    return list(desk.free(now, since=since)) or list(desk.free(now))


def waits_for(desk: DeskDays, wish: TimeWish, *, now: datetime) -> tuple[AwaitedTime, ...]:
    """Give the times for which one may wait, each of them full: the hours of a wish on its days, then any hour of these days."""
    today = local_date(now)
    first, last = wish.first_on or today, wish.last_on or desk.last_day(today)
    first, last = max(first, today), min(last, desk.last_day(today))
    booked = {
        day: slots
        for day in (days_between(first, last) if first <= last else ())
        if (slots := desk.in_time_on(day, now))
    }
    fitting = [slot for slots in booked.values() for slot in slots if _fits(slot, wish)]
    if not fitting or any(desk.left(slot) for slot in fitting):
        return ()
    days = tuple(dict.fromkeys(slot.day for slot in fitting))
    if wish.at is not None:
        starts, ends = min(slot.starts for slot in fitting), max(slot.ends for slot in fitting)
        narrow = AwaitedTime(days, starts, ends)
    else:
        narrow = AwaitedTime(days, wish.since, wish.until)
    whole = AwaitedTime(days)
    is_full = not any(desk.left(slot) for day in days for slot in booked[day])
    return tuple(dict.fromkeys((narrow, whole) if is_full else (narrow,)))


def _why(desk: DeskDays, wish: TimeWish, *, now: datetime) -> tuple[str, str]:
    """Give the key of why nothing fits, and the desk's own words for it."""
    today = local_date(now)
    if wish.fault:
        return wish.fault.value, ""
    if wish.first_on is None or wish.last_on is None:
        return ("full" if any(desk.in_time_on(today + DAY * step, now) for step in range(3)) else "none"), ""
    if wish.last_on < today:
        return "past", ""
    if wish.first_on > desk.last_day(today):
        return "far", ""
    if not wish.is_one_day:
        return "span", ""
    return _why_day(desk, wish, wish.first_on, now=now)


def _why_day(desk: DeskDays, wish: TimeWish, day: date, *, now: datetime) -> tuple[str, str]:
    closed = next(
        (
            change
            for change in desk.changes
            if change.kind is ChangeKind.CLOSED and change.holds(desk.place.key, desk.desk.key, day)
        ),
        None,
    )
    if closed is not None:
        return "closed", closed.reason
    kind = day_class(day, desk.calendar)
    if not hours_of(desk.place, desk.desk.key, day, calendar=desk.calendar, changes=desk.changes):
        return {DayClass.UNKNOWN: "unknown", DayClass.HOLIDAY: "holiday", DayClass.REST: "rest"}.get(
            kind, "rest"
        ), ""
    everything, in_time = desk.all_on(day), desk.in_time_on(day, now)
    if not any(_fits(slot, wish) for slot in everything):
        return "hours", ""
    if not any(_fits(slot, wish) for slot in in_time):
        coming = any(_fits(slot, wish) for slot in everything if slot.begins_at >= now + desk.county.notice)
        return ("rest_notice" if coming else "over"), ""
    return "full", ""
