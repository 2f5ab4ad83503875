"""Reminders of due dates: put on the desk once a case and day, whichever process comes first, and read by whose they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.docket import dates_of
from handlers.disclosure.case.lifecycle import DONE, Actor, State
from handlers.disclosure.case.milestone import pending_milestone
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.reminders.candidates import Candidates, locked
from handlers.disclosure.reminders.days import (
    LONGEST_BEFORE,
    count_by_reader,
    is_reminded,
    reaches_head,
    reminding_day,
)
from handlers.disclosure.reminders.records import DueReminderRecord
from handlers.disclosure.statute.clocks import Clocks, remaining_workdays
from handlers.workdays import WorkingCalendar

REMINDED_TOGETHER = 200
SHOWN = 50
PROGRAM = "program"


class DueReminders:
    """Reminds whoever handles a case, and from the last day before it is due the head of the disclosure office.

    The day that counts is the earlier of the due date and the one that a court might take (disclosure-rules §16). On the
    day of one of the office's own marks too, while what it asks for is to be done (disclosure-rules §3.1). Of a case
    whose due date waits for next year's calendar nobody is reminded.
    """

    def __init__(self, database: Database, *, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar
        self._candidates = Candidates()

    async def remind(self) -> dict[str, int]:
        """Put today's reminders on the desk; give how many were new, by whom they are for: `handler` and `head`."""
        told = {"handler": 0, "head": 0}
        today = reminding_day(self._clock.now(), self._calendar)
        if today is None:
            return told
        last = self._calendar.nth_workday_after(today, LONGEST_BEFORE) or today + timedelta(days=7)
        async with self._database.reading() as tx:
            numbers = await self._candidates.open(tx, today=today, pressing_by=last)
        for start in range(0, len(numbers), REMINDED_TOGETHER):
            lefts = await self._remind_some(numbers[start : start + REMINDED_TOGETHER], today)
            for reader, count in count_by_reader(lefts).items():
                told[reader] += count
        return told

    async def _remind_some(self, numbers: Sequence[str], today: date) -> dict[str, int]:
        """Remind of those of some cases whose day it is; give the working days left of each."""
        try:
            async with self._database.transaction() as tx:
                requests = await locked(tx, numbers, today=today)
                log = await store.log_by_number(tx, [request.number for request in requests])
                lefts = {
                    request.number: left
                    for request in requests
                    if (left := self._left(request, log.get(request.number, ()), today)) is not None
                }
                await self._keep(tx, lefts, today)
        except IntegrityError:
            # Another process was quicker; its reminders are the ones.
            return {}
        self._candidates.saw(requests)
        return lefts

    def _left(
        self, request: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord], today: date
    ) -> int | None:
        """Give the working days left of a case that is reminded of today."""
        dates = dates_of(request, log, calendar=self._calendar, today=today)
        warned = replace(dates, due_on=dates.warn_by)
        left = remaining_workdays(warned, on=today, calendar=self._calendar)
        return left if left is not None and (is_reminded(left) or _is_marked(request, dates, today)) else None

    async def _keep(self, tx: AsyncSession, lefts: dict[str, int], today: date) -> None:
        if not lefts:
            return
        now = self._clock.now()
        tx.add_all(
            DueReminderRecord(
                number=number, reminded_on=today, left_workdays=left, to_head=reaches_head(left), at=now
            )
            for number, left in lefts.items()
        )
        await tx.flush()
        detail = {reader: str(count) for reader, count in count_by_reader(lefts).items()}
        detail["until"] = max(lefts)
        await audit.record(
            tx, "disclosure:remind", actor=PROGRAM, subject=today.isoformat(), now=now, detail=detail
        )

    async def waiting(self, clerk: Clerk) -> tuple[str, ...]:
        """Give the numbers of the cases that somebody was last reminded of and that are still open, the pressing first.

        What was reminded of for a mark alone is left out as soon as what the mark asks for is done.
        """
        async with self._database.reading() as tx:
            day = await tx.scalar(select(func.max(DueReminderRecord.reminded_on)))
            if day is None:
                return ()
            record = DisclosureRequestRecord
            rows = await tx.execute(
                select(record, DueReminderRecord.left_workdays)
                .join(DueReminderRecord, DueReminderRecord.number == record.number)
                .where(DueReminderRecord.reminded_on == day, record.state.not_in(DONE), _for(clerk))
                .order_by(record.warn_on, record.number)
                .limit(SHOWN)
            )
            found = dict(rows.all())
            marked = [request.number for request, left in found.items() if not is_reminded(left)]
            log = await store.log_by_number(tx, marked) if marked else {}
        return self._standing(found, log)

    def _standing(
        self,
        found: Mapping[DisclosureRequestRecord, int],
        log: Mapping[str, Sequence[DisclosureEventRecord]],
    ) -> tuple[str, ...]:
        """Give the numbers of those whose date is near, or whose mark is not met yet."""
        today = local_date(self._clock.now())
        return tuple(
            request.number
            for request, left in found.items()
            if is_reminded(left)
            or pending_milestone(
                State(request.state),
                dates_of(request, log.get(request.number, ()), calendar=self._calendar, today=today),
                on=today,
            )
        )


def _is_marked(request: DisclosureRequestRecord, dates: Clocks, today: date) -> bool:
    """Whether one of the office's own marks falls on a day with its work still to be done."""
    mark = pending_milestone(State(request.state), dates, on=today)
    return mark is not None and mark[1] == today


def _for(clerk: Clerk) -> ColumnElement[bool]:
    """Give the condition of a reminder that is somebody's: the handler's, everybody's who may handle a case of nobody's."""
    record = DisclosureRequestRecord
    mine: list[ColumnElement[bool]] = [record.handler == clerk.login]
    if Actor.STAFF in clerk.parts:
        mine.append(and_(record.handler == "", record.unit == "", record.agency == clerk.agency))
    if Actor.UNIT in clerk.parts and clerk.unit:
        mine.append(and_(record.handler == "", record.unit == clerk.unit))
    if Actor.HEAD in clerk.parts:
        mine.append(and_(DueReminderRecord.to_head, record.agency == clerk.agency))
    return and_(store.seen_by(clerk), or_(false(), *mine))
