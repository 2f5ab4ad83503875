"""Reminders of due dates: put on the desk once a case and day, whichever process comes first, and read by whose they are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.docket import dates_of
from handlers.disclosure.case.lifecycle import DONE, Actor
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.reminders.days import (
    LONGEST_BEFORE,
    count_by_reader,
    is_reminded,
    reaches_head,
    reminding_day,
)
from handlers.disclosure.reminders.records import DueReminderRecord
from handlers.disclosure.statute.clocks import remaining_workdays
from handlers.workdays import WorkingCalendar

REMINDED_TOGETHER = 200
SHOWN = 50
PROGRAM = "program"


class DueReminders:
    """Reminds whoever handles a case, and from the last day before it is due the head of the disclosure office.

    The day that counts is the earlier of the due date and the one that a court might take (disclosure-rules §16).
    """

    def __init__(self, database: Database, *, clock: Clock, calendar: WorkingCalendar) -> None:
        self._database = database
        self._clock = clock
        self._calendar = calendar

    async def remind(self) -> dict[str, int]:
        """Put today's reminders on the desk; give how many were new, by whom they are for: `handler` and `head`."""
        told = {"handler": 0, "head": 0}
        today = reminding_day(self._clock.now(), self._calendar)
        if today is None:
            return told
        last = self._calendar.nth_workday_after(today, LONGEST_BEFORE) or today + timedelta(days=7)
        after: str | None = ""
        while after is not None:
            lefts, after = await self._remind_some(today, last, after)
            for reader, count in count_by_reader(lefts).items():
                told[reader] += count
        return told

    async def _remind_some(self, today: date, last: date, after: str) -> tuple[dict[str, int], str | None]:
        """Remind of the next cases behind a number; give the working days left of each, and the last number, if any."""
        try:
            async with self._database.transaction() as tx:
                requests = await _unreminded(tx, today, last, after)
                if not requests:
                    return {}, None
                log = await store.log_by_number(tx, [request.number for request in requests])
                lefts = {
                    request.number: left
                    for request in requests
                    if (left := self._left(request, log.get(request.number, ()), today)) is not None
                    and is_reminded(left)
                }
                await self._keep(tx, lefts, today)
        except IntegrityError:
            # Another process was quicker; its reminders are the ones.
            return {}, None
        return lefts, requests[-1].number

    def _left(
        self, request: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord], today: date
    ) -> int | None:
        dates = dates_of(request, log, calendar=self._calendar, today=today)
        warned = replace(dates, due_on=dates.warn_by)
        return remaining_workdays(warned, on=today, calendar=self._calendar)

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
        """Give the numbers of the cases that somebody was last reminded of and that are still open, the pressing first."""
        async with self._database.reading() as tx:
            day = await tx.scalar(select(func.max(DueReminderRecord.reminded_on)))
            if day is None:
                return ()
            record = DisclosureRequestRecord
            rows = await tx.scalars(
                select(record.number)
                .join(DueReminderRecord, DueReminderRecord.number == record.number)
                .where(DueReminderRecord.reminded_on == day, record.state.not_in(DONE), _for(clerk))
                .order_by(record.warn_on, record.number)
                .limit(SHOWN)
            )
            return tuple(rows)


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


async def _unreminded(
    tx: AsyncSession, today: date, last: date, after: str
) -> Sequence[DisclosureRequestRecord]:
    record = DisclosureRequestRecord
    reminded = exists().where(
        DueReminderRecord.number == record.number, DueReminderRecord.reminded_on == today
    )
    rows = await tx.scalars(
        select(record)
        .where(record.number > after, record.state.not_in(DONE), record.warn_on <= last, ~reminded)
        .order_by(record.number)
        .limit(REMINDED_TOGETHER)
        .with_for_update(skip_locked=True)
    )
    return rows.all()
