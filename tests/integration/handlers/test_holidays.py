"""Notices of days off on both databases: two persons, every process, and the cases that follow."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.case.recounting import DateRecount
from handlers.disclosure.case.service import DisclosureService
from handlers.holidays.live import LiveCalendar
from handlers.holidays.records import DISCARDED, ENTERED, SIGNED
from handlers.holidays.service import HolidayNotices
from tests.factories.disclosure import application, origin
from tests.factories.holidays import MAKEUP, typed
from tests.factories.talk import TEXTS

VAULT = Vault("a secret of the test")
LATE = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)


class Process:
    """One process of the program: its own calendar and services on the shared database."""

    def __init__(self, database: Database, clock: SettableClock) -> None:
        self.calendar = LiveCalendar()
        self.holidays = HolidayNotices(database, calendar=self.calendar, clock=clock)
        self.disclosure = DisclosureService(
            database, vault=VAULT, clock=clock, calendar=self.calendar, texts=TEXTS
        )
        self.recounting = DateRecount(database, clock=clock, calendar=self.calendar, texts=TEXTS)
        self.ledger = DisclosureLedger(
            database, vault=VAULT, clock=clock, calendar=self.calendar, texts=TEXTS
        )


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(LATE)


@pytest.fixture
def here(database: Database, clock: SettableClock) -> Process:
    return Process(database, clock)


@pytest.fixture
def there(database: Database, clock: SettableClock) -> Process:
    return Process(database, clock)


async def parcels(database: Database) -> Sequence[ParcelRecord]:
    async with database.reading() as tx:
        return (await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))).all()


async def test_a_notice_is_in_force_everywhere_only_after_a_second_person_signed(
    database: Database, here: Process, there: Process
) -> None:
    number = await here.holidays.enter(typed(), actor="wang")
    assert await here.holidays.refresh() == 0
    with pytest.raises(InputError) as caught:
        await here.holidays.sign(number, actor="wang")
    assert caught.value.text_key == "holidays.refused.same_person"
    assert here.calendar.known_until() == date(2026, 12, 31)
    await here.holidays.sign(number, actor="li")
    assert here.calendar.known_until() == date(2027, 12, 31)
    assert await there.holidays.refresh() == 1
    assert await there.holidays.refresh() == 0
    assert there.calendar.current == here.calendar.current
    kept = await there.holidays.one(number)
    assert (kept.state, kept.entered_by, kept.signed_by) == (SIGNED, "wang", "li")
    assert kept.typed == typed()
    async with database.reading() as tx:
        actions = (await tx.scalars(select(AuditRecord.action).order_by(AuditRecord.id))).all()
    assert list(actions) == ["holidays:enter", "holidays:sign"]


async def test_what_is_done_is_not_done_again_and_what_is_discarded_is_kept(here: Process) -> None:
    number = await here.holidays.enter(typed(), actor="wang")
    with pytest.raises(InputError, match="known"):
        await here.holidays.enter(typed(), actor="li")
    await here.holidays.discard(number, actor="li")
    for step in (here.holidays.sign, here.holidays.discard):
        with pytest.raises(InputError, match="done"):
            await step(number, actor="zhao")
        with pytest.raises(InputError, match="unknown"):
            await step(number + 1, actor="zhao")
    again = await here.holidays.enter(typed(), actor="wang")
    assert [(one.number, one.state) for one in await here.holidays.all()] == [
        (again, ENTERED),
        (number, DISCARDED),
    ]
    assert here.calendar.known_until() == date(2026, 12, 31)


async def test_a_corrected_notice_replaces_the_signed_one(here: Process, clock: SettableClock) -> None:
    first = await here.holidays.enter(typed(), actor="wang")
    await here.holidays.sign(first, actor="li")
    clock.advance(timedelta(minutes=5))
    second = await here.holidays.enter(typed(makeup_days=MAKEUP[1:]), actor="wang")
    await here.holidays.sign(second, actor="li")
    assert here.calendar.is_workday(date(2026, 12, 26)) is False
    assert await here.holidays.unfollowed() == [first, second]
    await here.holidays.followed(first)
    assert await here.holidays.unfollowed() == [second]


async def test_open_requests_follow_a_notice_and_each_applicant_is_told_once(
    database: Database, here: Process, there: Process, clock: SettableClock
) -> None:
    waiting = await here.disclosure.submit(application(), origin=origin("form-1"))
    assert (await here.disclosure.confirm_receipt(waiting.number, actor="wang")).provisional
    withdrawn = await here.disclosure.submit(application(), origin=origin("form-2"))
    await here.disclosure.confirm_receipt(withdrawn.number, actor="wang")
    await here.disclosure.withdraw(withdrawn.number, citizen=origin("form-2").citizen)
    unconfirmed = await here.disclosure.submit(application(), origin=origin("form-3"))
    assert await here.ledger.count_provisional() == 1
    sent_before = len(await parcels(database))

    number = await here.holidays.enter(typed(), actor="wang")
    await here.holidays.sign(number, actor="li")
    await there.holidays.refresh()
    assert await there.recounting.recount(number) == 1
    assert await there.recounting.recount(number) == 0

    assert await here.ledger.count_provisional() == 0
    moved = await here.ledger.moved_by(number)
    assert (moved.count, [line.number for line in moved.lines]) == (1, [waiting.number])
    [line] = moved.lines
    assert (line.due_before, line.due_after, line.was_provisional, line.told) == (
        None,
        date(2027, 1, 7),
        True,
        True,
    )
    told = (await parcels(database))[sent_before:]
    assert len(told) == 1
    assert "2027年1月7日" in str(told[0].body)
    story = await here.ledger.story(waiting.number)
    assert (story.line.due_on, story.dates.provisional) == (date(2027, 1, 7), False)
    async with database.reading() as tx:
        row = await tx.get(DisclosureRequestRecord, unconfirmed.number)
        closed = await tx.get(DisclosureRequestRecord, withdrawn.number)
    assert row
    assert closed
    # Internet: the system's own confirmation of 10 December might count.
    assert (row.due_on, row.warn_on) == (None, date(2027, 1, 7))
    assert closed.due_provisional

    # A corrected notice moves a date that was told: it is listed, and nobody is written to unasked.
    clock.advance(timedelta(minutes=1))
    second = await here.holidays.enter(typed(makeup_days=MAKEUP[1:]), actor="wang")
    await here.holidays.sign(second, actor="li")
    assert await here.recounting.recount(second) == 1
    [line] = (await here.ledger.moved_by(second)).lines
    assert (line.due_before, line.due_after, line.told) == (date(2027, 1, 7), date(2027, 1, 8), False)
    assert len(await parcels(database)) == sent_before + 1


async def test_from_the_fourth_of_december_a_request_is_provisional_and_the_citizen_reads_how_far_it_is_counted(
    here: Process, clock: SettableClock
) -> None:
    receipt = await here.disclosure.submit(application(), origin=origin("form-1"))
    await here.disclosure.confirm_receipt(receipt.number, actor="wang")
    clock.set(datetime(2026, 12, 15, 2, tzinfo=UTC))
    case = await here.ledger.case(receipt.number, citizen=origin("form-1").citizen)
    assert case
    assert case.until == TEXTS("disclosure.until.provisional", counted=3)
    story = await here.ledger.story(receipt.number)
    assert story.until == case.until
    assert story.reasons[-1] == TEXTS("clock.provisional", count=20)
    assert story.days[-1].count == 3
