"""Reminders of due dates on a real database: once a case and day, to the handler, at last to the head too."""

import asyncio
from datetime import date

from sqlalchemy import select

from bot import audit
from bot.database import Database
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import Actor, Step
from handlers.disclosure.decision.grounds import AnswerGround
from handlers.disclosure.reminders.records import DueReminderRecord
from handlers.disclosure.reminders.service import DueReminders
from tests.factories.proceedings import (
    CALENDAR,
    COUNSEL,
    GRANTED,
    HEAD,
    STAFF,
    STRANGER,
    UNIT,
    Bureau,
)

ZHAO = Clerk("zhao", frozenset({Actor.STAFF}))


def reminders_of(bureau: Bureau) -> DueReminders:
    return DueReminders(bureau.database, clock=bureau.clock, calendar=CALENDAR)


async def days(database: Database, number: str) -> list[tuple[date, int, bool]]:
    async with database.reading() as tx:
        rows = await tx.scalars(
            select(DueReminderRecord).where(DueReminderRecord.number == number).order_by(DueReminderRecord.id)
        )
        return [(row.reminded_on, row.left_workdays, row.to_head) for row in rows]


async def test_a_case_is_reminded_of_on_its_days_and_once_on_each(database: Database) -> None:
    bureau = Bureau(database)
    number, reminders = await bureau.filed(), reminders_of(bureau)
    bureau.on(9, 1)
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    await bureau.take(number, Step.ASSIGN)
    # The make-up Sunday, the 20th, counts; the Mid-Autumn Festival, the 25th, does not.
    assert (await bureau.ledger.story(number)).dates.warn_by == date(2026, 9, 29)
    for day in range(1, 31):
        bureau.on(9, day)
        first = await reminders.remind()
        assert await reminders.remind() == {"handler": 0, "head": 0}
        assert first["handler"] in {0, 1}
    assert await days(database, number) == [
        # The eighth working day: nothing is drafted. By the third it was assigned.
        (date(2026, 9, 11), 12, False),
        (date(2026, 9, 21), 5, False),
        (date(2026, 9, 23), 3, False),
        (date(2026, 9, 28), 1, True),
        (date(2026, 9, 29), 0, True),
        (date(2026, 9, 30), -1, True),
    ]
    async with database.reading() as tx:
        assert await audit.first_broken(tx) is None


async def test_whoever_handles_it_sees_it_and_from_the_last_day_the_head(database: Database) -> None:
    bureau = Bureau(database)
    number, reminders = await bureau.filed(), reminders_of(bureau)
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    bureau.on(9, 21)
    assert await reminders.waiting(STAFF) == ()
    await reminders.remind()
    # Nobody's case is everybody's who may handle it.
    for clerk, seen in ((STAFF, True), (ZHAO, True), (UNIT, False), (HEAD, False), (STRANGER, False)):
        assert (await reminders.waiting(clerk) == (number,)) is seen
    await bureau.take(number, Step.ASSIGN)
    assert (await reminders.waiting(STAFF), await reminders.waiting(ZHAO)) == ((number,), ())
    # What was given to a unit is the unit's to be reminded of.
    await bureau.take(number, Step.ASSIGN, unit=UNIT.unit)
    assert (await reminders.waiting(UNIT), await reminders.waiting(STAFF)) == ((number,), ())
    bureau.on(9, 28)
    await reminders.remind()
    assert (await reminders.waiting(HEAD), await reminders.waiting(COUNSEL)) == ((number,), ())
    await bureau.take(number, Step.WITHDRAW, reason="书面撤回", on="2026-09-28")
    assert await reminders.waiting(HEAD) == ()


async def test_the_offices_own_marks_remind_on_their_day_until_their_work_is_done(database: Database) -> None:
    bureau = Bureau(database)
    number, reminders = await bureau.filed(), reminders_of(bureau)
    bureau.on(9, 9)
    await bureau.take(number, Step.CONFIRM, confirmed_with="电话")
    # The third working day, and nobody was given the case.
    for day, told in ((11, 0), (12, 0), (13, 0), (14, 1), (15, 0)):
        bureau.on(9, day)
        assert (await reminders.remind())["handler"] == told, day
    # Eleven are left of those a court might count, from the filing on the first; the marks count from the receipt.
    assert await days(database, number) == [(date(2026, 9, 14), 11, False)]
    assert (await reminders.waiting(STAFF), await reminders.waiting(HEAD)) == ((number,), ())
    await bureau.take(number, Step.ASSIGN)
    assert await reminders.waiting(STAFF) == ()
    # The eighth is a Sunday that is worked; whoever looked at the case in the morning looks again after a step.
    await bureau.write(number, AnswerGround.PROVIDED, GRANTED, STAFF)
    await bureau.take(number, Step.DRAFT_REPLY)
    bureau.on(9, 20)
    assert (await bureau.ledger.story(number)).dates.milestones.draft_on == date(2026, 9, 20)  # type: ignore[union-attr]
    assert (await reminders.remind())["handler"] == 0
    await bureau.take(number, Step.RETURN_DRAFT, COUNSEL, reason="还要再查")
    assert (await reminders.remind())["handler"] == 1
    assert await reminders.waiting(STAFF) == (number,)


async def test_the_earliest_date_that_a_court_might_take_reminds_too(database: Database) -> None:
    bureau = Bureau(database)
    number, reminders = await bureau.filed(), reminders_of(bureau)
    story = await bureau.ledger.story(number)
    assert (story.dates.due_on, story.dates.earliest_due_on) == (None, date(2026, 9, 29))
    bureau.on(9, 28)
    assert await reminders.remind() == {"handler": 1, "head": 1}
    assert await days(database, number) == [(date(2026, 9, 28), 1, True)]


async def test_of_several_processes_one_reminds(database: Database) -> None:
    bureau = Bureau(database)
    numbers = [await bureau.filed(f"form-{place}") for place in range(3)]
    bureau.on(9, 28)
    told = await asyncio.gather(*(reminders_of(bureau).remind() for _ in range(4)))
    assert sum(one["handler"] for one in told) == len(numbers)
    assert [len(await days(database, number)) for number in numbers] == [1, 1, 1]
