"""The rules of coming weeks at the desk: shown as they stand, and what a change would do before it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.message import Wording
from handlers.appointments.booking import store
from handlers.appointments.booking.appointment import awaited_of, pool_on, subject_of
from handlers.appointments.booking.displacement import Displacement, displace
from handlers.appointments.booking.lifecycle import AppointmentStep
from handlers.appointments.booking.messages import AppointmentMessages
from handlers.appointments.booking.records import AppointmentRecord, OpeningChangeRecord
from handlers.appointments.opening.catalogue import AppointmentCounty, BookablePlace, ServiceDesk
from handlers.appointments.opening.changes import ChangeKind, OpeningChange
from handlers.appointments.opening.day_class import DayClass, day_class
from handlers.appointments.opening.slots import DAY, slots_of
from handlers.capacity.seats import leave_line, want_no_longer
from handlers.workdays import Calendar

REASON_LETTERS = 120
MOST_DAYS = 92
MOST_COUNTERS = 50


@dataclass(frozen=True, slots=True)
class PreviewedDay:
    """What a change does to a desk's day: seats before and after, who has booked, and how many of those lose their slot."""

    day: date
    day_class: DayClass
    desk: ServiceDesk
    seats_before: int
    seats_after: int
    booked: int
    displaced: int


class OpeningRules:
    """Shows the rules of a place, previews a change, makes it, takes it back."""

    def __init__(
        self,
        database: Database,
        *,
        county: AppointmentCounty,
        calendar: Callable[[], Calendar],
        clock: Clock,
        texts: Wording,
    ) -> None:
        self._database = database
        self._calendar = calendar
        self._clock = clock
        self._messages = AppointmentMessages(county, texts)
        self.county = county

    async def changes(self, place: str) -> Sequence[OpeningChange]:
        """Give the changes of a place that hold today or later."""
        async with self._database.reading() as tx:
            return await store.changes_of(tx, place, since=local_date(self._clock.now()))

    async def preview(self, change: OpeningChange) -> Sequence[PreviewedDay]:
        """Give day by day what a change would do; raises `InputError` where it cannot be made."""
        self._require_sound(change)
        async with self._database.reading() as tx:
            return await self._previewed(tx, change)

    async def coming(self, place: BookablePlace) -> Sequence[PreviewedDay]:
        """Give the days that may be booked, as they stand: seats of each desk, and who has booked."""
        first = local_date(self._clock.now())
        last = first + DAY * self.county.days_ahead
        async with self._database.reading() as tx:
            known = await store.changes_of(tx, place.key, since=first)
            booked = await store.counts_by_day(tx, place.key, first, last)
        calendar, found, day = self._calendar(), [], first
        while day <= last:
            for desk in place.desks:
                slots = slots_of(place, desk, day, calendar=calendar, changes=known)
                seats, count = sum(slot.quota for slot in slots), booked.get((desk.key, day), 0)
                found.append(PreviewedDay(day, day_class(day, calendar), desk, seats, seats, count, 0))
            day += DAY
        return found

    async def _previewed(self, tx: AsyncSession, change: OpeningChange) -> list[PreviewedDay]:
        place = self._place(change)
        known = await store.changes_of(tx, place.key, since=change.first_on)
        booked = await store.counts_by_day(tx, place.key, change.first_on, change.last_on)
        lost = [row for row, _ in await self._losing(tx, place, change, known)]
        calendar, found, day = self._calendar(), [], change.first_on
        while day <= change.last_on:
            for desk in place.desks:
                if change.holds(place.key, desk.key, day):
                    before, after = (
                        sum(
                            slot.quota for slot in slots_of(place, desk, day, calendar=calendar, changes=each)
                        )
                        for each in (known, (*known, change))
                    )
                    gone = sum(row.desk == desk.key and row.day == day for row in lost)
                    count = booked.get((desk.key, day), 0)
                    kind = day_class(day, calendar)
                    found.append(PreviewedDay(day, kind, desk, before, after, count, gone))
            day += DAY
        return found

    async def _losing(
        self,
        tx: AsyncSession,
        place: BookablePlace,
        change: OpeningChange,
        known: Sequence[OpeningChange],
        *,
        lock: bool = False,
    ) -> list[tuple[AppointmentRecord, ServiceDesk]]:
        """Give the booked visits for which no seat is left after a change: of a slot those lose it who booked last."""
        rows = await store.booked_between(tx, place.key, change.first_on, change.last_on, lock=lock)
        calendar, losing = self._calendar(), []
        left: dict[str, int] = {}
        for row in rows:
            desk = place.desk(row.desk)
            if desk is None or not change.holds(place.key, desk.key, row.day):
                continue
            name = subject_of(row)
            if name not in left:
                slots = slots_of(place, desk, row.day, calendar=calendar, changes=(*known, change))
                left[name] = next((slot.quota for slot in slots if slot.subject == name), 0)
            if left[name]:
                left[name] -= 1
            else:
                losing.append((row, desk))
        return losing

    async def change(self, change: OpeningChange, *, actor: str) -> int:
        """Make a change; whoever loses a slot by it is told at once, with the next free ones. Give how many those were.

        Raises `InputError` where it cannot be made.
        """
        self._require_sound(change)
        place = self._place(change)
        async with self._database.transaction() as tx:
            now = self._clock.now()
            known = await store.changes_of(tx, place.key, since=local_date(now))
            losing = await self._losing(tx, place, change, known, lock=True)
            row = _record(change, actor=actor, now=now)
            tx.add(row)
            await tx.flush()
            detail = {"place": place.key, "kind": change.kind.value, "first": change.first_on.isoformat()}
            await audit.record(
                tx, "appointment:change-rules", actor=actor, subject=str(row.id), now=now, detail=detail
            )
            cause = Displacement(
                self.county, self._calendar(), (*known, change), change.reason.strip(), actor
            )
            for lost, desk in losing:
                await displace(tx, lost, cause, self._messages, place=place, desk=desk, now=now)
            if change.kind is ChangeKind.CLOSED:
                await self._end_waits(tx, change, now=now, actor=actor)
            return len(losing)

    async def _end_waits(self, tx: AsyncSession, change: OpeningChange, *, now: datetime, actor: str) -> None:
        """Let nobody wait for a day on which nobody is seen; who waits for other days as well waits on for those."""
        for row in await store.waiting_since(tx, change.place, change.first_on):
            awaited = awaited_of(row)
            closed = [day for day in awaited.days if change.holds(row.place, row.desk, day)]
            still = [await want_no_longer(tx, row.number, pool=pool_on(row, day)) for day in closed]
            if not closed or still[-1]:
                left = awaited.without(closed)
                row.awaited, row.day = left.text, left.days[-1]
                continue
            detail = {"reason": change.reason}
            store.take(tx, row, AppointmentStep.LAPSE, at=now, actor=actor, detail=detail)
            await leave_line(tx, row.number, now=now)
            await self._messages.tell(tx, row, "wait_closed", now=now, reason=change.reason)

    async def withdraw(self, number: int, *, place: str, actor: str) -> None:
        """Take a change back; whoever lost a slot by it has been told and books anew. Raises `InputError` for an unknown one."""
        async with self._database.transaction() as tx:
            query = select(OpeningChangeRecord).where(
                OpeningChangeRecord.id == number,
                OpeningChangeRecord.place == place,
                OpeningChangeRecord.withdrawn_at.is_(None),
            )
            row = (await tx.scalars(query.with_for_update())).one_or_none()
            if row is None:
                raise InputError("appointments.refused.no_change")
            now = self._clock.now()
            row.withdrawn_at, row.withdrawn_by = now, actor
            await audit.record(
                tx,
                "appointment:withdraw-change",
                actor=actor,
                subject=str(number),
                now=now,
                detail={"place": place},
            )

    def _place(self, change: OpeningChange) -> BookablePlace:
        place = self.county.place(change.place)
        if place is None or (change.desk and place.desk(change.desk) is None):
            raise InputError("appointments.refused.no_place")
        return place

    def _require_sound(self, change: OpeningChange) -> None:
        """Raise `InputError` naming what is wrong with a change."""
        self._place(change)
        if change.first_on < local_date(self._clock.now()):
            raise InputError("appointments.refused.change_past")
        if change.last_on < change.first_on:
            raise InputError("appointments.refused.change_backwards")
        if (change.last_on - change.first_on) > timedelta(days=MOST_DAYS):
            raise InputError("appointments.refused.change_long", days=MOST_DAYS)
        if not change.reason.strip() or len(change.reason) > REASON_LETTERS:
            raise InputError("appointments.refused.change_reason", letters=REASON_LETTERS)
        if change.kind is ChangeKind.HOURS and not change.hours:
            raise InputError("appointments.refused.change_hours")
        if change.kind is ChangeKind.COUNTERS and not 0 <= change.counters <= MOST_COUNTERS:
            raise InputError("appointments.refused.change_counters", most=MOST_COUNTERS)


def _record(change: OpeningChange, *, actor: str, now: datetime) -> OpeningChangeRecord:
    return OpeningChangeRecord(
        place=change.place,
        desk=change.desk,
        first_on=change.first_on,
        last_on=change.last_on,
        kind=change.kind.value,
        hours=[[f"{one.starts:%H:%M}-{one.ends:%H:%M}", one.kind.value] for one in change.hours],
        counters=change.counters,
        reason=change.reason.strip(),
        entered_by=actor,
        entered_at=now,
        withdrawn_by="",
        withdrawn_at=None,
    )
