import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from adapters.storage.read_only import NothingWrittenError, ReadOnlyDatabase
from bot import audit
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError, ServiceError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.disclosure.case.docket import dates_of
from handlers.disclosure.case.ledger import DisclosureLedger
from handlers.disclosure.case.lifecycle import State, Step
from handlers.disclosure.case.receipts import ConfirmedBy
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.case.recounting import DateRecount
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.case.store import Filter, by_number, log_of
from handlers.texts import Texts
from handlers.workdays import load_calendar
from tests.factories.disclosure import FILED_AT, IDENTITY, application, origin

CALENDAR = load_calendar()
TEXTS = Texts.load()
VAULT = Vault("a secret of the test")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(FILED_AT)


@pytest.fixture
def service(database: Database, clock: SettableClock) -> DisclosureService:
    return DisclosureService(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS)


@pytest.fixture
def ledger(database: Database, clock: SettableClock) -> DisclosureLedger:
    return DisclosureLedger(database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS)


async def count(database: Database, record: type) -> int:
    async with database.transaction() as tx:
        return await tx.scalar(select(func.count()).select_from(record)) or 0


async def parcels(database: Database) -> list[ParcelRecord]:
    async with database.transaction() as tx:
        return list((await tx.scalars(select(ParcelRecord))).all())


async def test_an_application_is_registered_and_waits_for_confirmation(
    database: Database, service: DisclosureService, ledger: DisclosureLedger
) -> None:
    receipt = await service.submit(application(), origin=origin())
    assert receipt.number == "GK202611200001"
    assert receipt.submitted_at == FILED_AT
    story = await ledger.story(receipt.number)
    assert story.line.state is State.AWAITING_CONFIRMATION
    assert story.line.receipt_on is None
    assert story.line.due_on is None
    assert [happening.kind for happening in story.timeline] == ["submitted"]
    assert story.next_steps == (Step.CONFIRM, Step.WITHDRAW)
    assert (story.notice_version, story.notice_at) == ("2026-1", FILED_AT)
    assert await parcels(database) == []


async def test_the_same_form_is_one_request_however_often_it_arrives(
    database: Database, service: DisclosureService
) -> None:
    first = await service.submit(application(), origin=origin())
    again = await service.submit(application(), origin=origin())
    assert again == first
    assert await count(database, DisclosureRequestRecord) == 1
    assert await count(database, DisclosureEventRecord) == 1


async def test_the_same_form_at_once_is_one_request(database: Database, service: DisclosureService) -> None:
    receipts = await asyncio.gather(*(service.submit(application(), origin=origin()) for _ in range(8)))
    assert len(set(receipts)) == 1
    assert await count(database, DisclosureRequestRecord) == 1
    assert await count(database, audit.AuditRecord) == 1


async def test_different_forms_at_once_get_different_numbers(
    database: Database, service: DisclosureService
) -> None:
    receipts = await asyncio.gather(
        *(service.submit(application(), origin=origin(f"form-{place}")) for place in range(10))
    )
    assert len({receipt.number for receipt in receipts}) == 10
    async with database.transaction() as tx:
        assert await audit.first_broken(tx) is None


async def test_no_clear_personal_value_lies_in_the_tables(
    database: Database, service: DisclosureService
) -> None:
    words = f"本人{IDENTITY}的低保审批材料"
    receipt = await service.submit(application(information=words), origin=origin())
    async with database.transaction() as tx:
        row = await by_number(tx, receipt.number)
        entries = (await tx.scalars(select(audit.AuditRecord))).all()
    assert row
    kept = " ".join(str(getattr(row, column.key)) for column in DisclosureRequestRecord.__table__.columns)
    kept += " ".join(str(entry.detail) for entry in entries)
    for clear in (IDENTITY, "李一鸣", "13800001234", "下坝村"):
        assert clear not in kept
    assert row.name_masked == "李*"
    assert row.identity_fingerprint == VAULT.fingerprint(IDENTITY, purpose="identity")


async def test_staff_confirm_and_the_clock_starts(
    database: Database, service: DisclosureService, ledger: DisclosureLedger, clock: SettableClock
) -> None:
    receipt = await service.submit(application(), origin=origin())
    clock.advance(timedelta(days=3))
    done = await service.confirm_receipt(receipt.number, actor="wang")
    assert (done.receipt_on, done.due_on, done.provisional) == (date(2026, 11, 23), date(2026, 12, 21), False)
    story = await ledger.story(receipt.number)
    assert story.line.state is State.RECEIVED
    assert story.dates.correction_notice_by == date(2026, 12, 2)
    assert story.line.remaining_workdays == 20
    assert [(happening.kind, happening.actor) for happening in story.timeline] == [
        ("submitted", "A"),
        ("confirmed", "wang"),
    ]
    [parcel] = await parcels(database)
    assert (parcel.citizen, parcel.channel) == ("openid-1", "wechat")
    assert "2026年12月21日" in str(parcel.body["text"])
    assert receipt.number in str(parcel.body["text"])
    async with database.transaction() as tx:
        assert await audit.first_broken(tx) is None


async def test_a_second_confirmation_is_refused_and_changes_nothing(
    database: Database, service: DisclosureService
) -> None:
    receipt = await service.submit(application(), origin=origin())
    await service.confirm_receipt(receipt.number, actor="wang")
    with pytest.raises(ProcedureError) as refused:
        await service.confirm_receipt(receipt.number, actor="wang")
    assert refused.value.article == "第三十一条"
    assert len(await parcels(database)) == 1
    assert await count(database, DisclosureEventRecord) == 2


async def test_two_clerks_confirming_at_once_confirm_once(
    database: Database, service: DisclosureService
) -> None:
    receipt = await service.submit(application(), origin=origin())
    done = await asyncio.gather(
        *(service.confirm_receipt(receipt.number, actor=f"clerk-{place}") for place in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, ProcedureError) for result in done) == 3
    assert len(await parcels(database)) == 1


async def test_the_cached_due_date_is_the_derived_one(database: Database, service: DisclosureService) -> None:
    receipt = await service.submit(application(), origin=origin())
    await service.confirm_receipt(receipt.number, actor="wang")
    async with database.transaction() as tx:
        row = await by_number(tx, receipt.number)
        assert row
        derived = dates_of(
            row, await log_of(tx, [receipt.number]), calendar=CALENDAR, today=date(2026, 11, 20)
        )
    assert (row.receipt_on, row.due_on, row.due_provisional) == (
        derived.receipt_on,
        derived.due_on,
        derived.provisional,
    )


async def test_without_next_years_calendar_the_date_is_provisional(
    database: Database, service: DisclosureService, ledger: DisclosureLedger, clock: SettableClock
) -> None:
    clock.set(datetime(2026, 12, 14, 2, 0, tzinfo=UTC))
    receipt = await service.submit(application(), origin=origin())
    done = await service.confirm_receipt(receipt.number, actor="wang")
    assert (done.due_on, done.provisional) == (None, True)
    clock.set(datetime(2026, 12, 18, 2, 0, tzinfo=UTC))
    line = await ledger.case(receipt.number, citizen="openid-1")
    assert line
    assert line.until == "届满日期待国务院公布下一年度放假安排后确定，目前已计4个工作日。"
    [parcel] = await parcels(database)
    assert "国务院公布下一年度放假安排" in str(parcel.body["text"])


async def test_the_applicants_tap_is_recorded_once_and_counts_only_when_the_setting_says_so(
    database: Database, service: DisclosureService, ledger: DisclosureLedger, clock: SettableClock
) -> None:
    receipt = await service.submit(application(), origin=origin())
    for _ in range(2):
        done = await service.confirm_by_applicant(receipt.number, citizen="openid-1")
        assert done.receipt_on is None
    story = await ledger.story(receipt.number)
    assert story.applicant_confirmed
    assert story.line.state is State.AWAITING_CONFIRMATION
    assert [happening.kind for happening in story.timeline] == ["submitted", "applicant_confirmed"]
    counting = DisclosureService(
        database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS, confirmed_by=ConfirmedBy.APPLICANT
    )
    done = await counting.confirm_by_applicant(receipt.number, citizen="openid-1")
    assert done.receipt_on == date(2026, 11, 20)
    assert (await counting.confirm_by_applicant(receipt.number, citizen="openid-1")) == done


async def test_nobody_else_confirms_or_withdraws(service: DisclosureService) -> None:
    receipt = await service.submit(application(), origin=origin())
    with pytest.raises(InputError) as stranger:
        await service.confirm_by_applicant(receipt.number, citizen="openid-2")
    with pytest.raises(InputError) as unknown:
        await service.withdraw("GK202611209999", citizen="openid-1")
    assert stranger.value.text_key == unknown.value.text_key == "disclosure.refused.unknown"


async def test_withdrawing_closes_the_request_once(
    service: DisclosureService, ledger: DisclosureLedger, database: Database
) -> None:
    receipt = await service.submit(application(), origin=origin())
    await service.confirm_receipt(receipt.number, actor="wang")
    await service.withdraw(receipt.number, citizen="openid-1")
    await service.withdraw(receipt.number, citizen="openid-1")
    story = await ledger.story(receipt.number)
    assert story.line.state is State.CLOSED
    assert story.line.remaining_workdays is None
    assert await count(database, DisclosureEventRecord) == 3
    with pytest.raises(ProcedureError):
        await service.confirm_receipt(receipt.number, actor="wang")


async def test_a_citizen_sees_the_own_case_and_a_stranger_stage_and_date_only(
    service: DisclosureService, ledger: DisclosureLedger
) -> None:
    receipt = await service.submit(application(), origin=origin())
    [own] = await ledger.cases_of("openid-1")
    assert (own.number, own.title, own.next_steps) == (
        receipt.number,
        "青岚县2025年财政决算报告",
        ("confirm", "withdraw"),
    )
    assert own.until == TEXTS("disclosure.until.unconfirmed")
    await service.confirm_receipt(receipt.number, actor="wang")
    strange = await ledger.case(receipt.number, citizen="openid-2")
    assert strange
    assert strange.until == "依法最迟于2026年12月18日答复。"
    assert (strange.title, strange.turn, strange.opened_on, strange.next_steps) == ("", "", None, ())
    assert await ledger.cases_of("openid-2") == []
    assert await ledger.case("GK202601010001", citizen="openid-1") is None


async def test_every_look_at_clear_values_leaves_a_trace(
    database: Database, service: DisclosureService, ledger: DisclosureLedger
) -> None:
    receipt = await service.submit(application(), origin=origin())
    clear = await ledger.reveal(receipt.number, actor="wang", reason="电话核对申请内容")
    assert (clear.name, clear.identity, clear.phone) == ("李一鸣", IDENTITY, "13800001234")
    with pytest.raises(InputError):
        await ledger.reveal(receipt.number, actor="wang", reason="  ")
    async with database.transaction() as tx:
        looks = (
            await tx.scalars(select(audit.AuditRecord).where(audit.AuditRecord.action == "disclosure:reveal"))
        ).all()
        assert await audit.first_broken(tx) is None
    assert [(look.actor, look.subject, look.detail) for look in looks] == [
        ("wang", receipt.number, {"reason": "电话核对申请内容"})
    ]


async def test_another_secret_opens_nothing(database: Database, service: DisclosureService) -> None:
    receipt = await service.submit(application(), origin=origin())
    stolen = DisclosureLedger(
        database, vault=Vault("another secret"), clock=SettableClock(FILED_AT), calendar=CALENDAR, texts=TEXTS
    )
    with pytest.raises(ServiceError) as failed:
        await stolen.reveal(receipt.number, actor="wang", reason="核对")
    assert failed.value.permanent


async def test_the_list_is_paged_filtered_and_urgent_first(
    service: DisclosureService, ledger: DisclosureLedger, clock: SettableClock
) -> None:
    for place in range(5):
        wanted = application(information=f"第{place}批征地补偿方案 100%_公开")
        await service.submit(wanted, origin=origin(f"form-{place}"))
        clock.advance(timedelta(days=1))
    await service.confirm_receipt("GK202611210001", actor="wang")
    first = await ledger.page(Filter(), size=3)
    second = await ledger.page(Filter(), number=2, size=3)
    assert first.more
    assert not second.more
    # Staff are warned by the day that a court might take: from Friday, Saturday and Sunday it is the same.
    days = ("20261122", "20261121", "20261120")
    assert [line.number for line in first.lines] == [f"GK{day}0001" for day in days]
    assert {line.earliest_due_on for line in first.lines} == {date(2026, 12, 18)}
    assert second.lines[0].earliest_due_on == date(2026, 12, 21)
    assert len({line.number for line in first.lines + second.lines}) == 5
    waiting = await ledger.page(Filter(states=("awaiting_confirmation",)))
    assert len(waiting.lines) == 4
    assert [line.number for line in (await ledger.page(Filter(words="第3批"))).lines] == ["GK202611230001"]
    assert len((await ledger.page(Filter(words="100%_"))).lines) == 5
    assert (await ledger.page(Filter(words="第%批"))).lines == ()
    assert await ledger.count_by_state() == {"awaiting_confirmation": 4, "received": 1}


async def test_the_dates_are_written_anew_when_a_calendar_appears(
    database: Database, clock: SettableClock
) -> None:
    clock.set(datetime(2025, 12, 15, 2, 0, tzinfo=UTC))
    old = type(CALENDAR)(CALENDAR.years - {2026}, CALENDAR.days_off, frozenset())
    blind = DisclosureService(database, vault=VAULT, clock=clock, calendar=old, texts=TEXTS)
    receipt = await blind.submit(application(), origin=origin())
    assert (await blind.confirm_receipt(receipt.number, actor="wang")).provisional
    recounts = [
        DateRecount(database, clock=clock, calendar=calendar, texts=TEXTS) for calendar in (old, CALENDAR)
    ]
    assert await recounts[0].recount() == 0
    assert await recounts[1].recount() == 1
    assert await recounts[1].recount() == 0
    async with database.reading() as tx:
        [row] = await tx.scalars(select(DisclosureRequestRecord))
    assert (row.due_on, row.due_provisional) == (date(2026, 1, 13), False)


async def test_where_the_systems_own_receipt_counts_the_day_of_submission_is_the_receipt_date(
    database: Database, ledger: DisclosureLedger, clock: SettableClock
) -> None:
    automatic = DisclosureService(
        database, vault=VAULT, clock=clock, calendar=CALENDAR, texts=TEXTS, confirmed_by=ConfirmedBy.SYSTEM
    )
    receipt = await automatic.submit(application(), origin=origin())
    assert receipt.received
    assert (await automatic.submit(application(), origin=origin())) == receipt
    story = await ledger.story(receipt.number)
    assert (story.line.state, story.line.receipt_on) == (State.RECEIVED, date(2026, 11, 20))
    assert story.line.due_on == story.line.earliest_due_on == date(2026, 12, 18)
    assert await count(database, ParcelRecord) == 1


async def test_the_same_service_on_another_database_keeps_who_confirms(
    database: Database, clock: SettableClock
) -> None:
    """What is only tried in the operators' desk is told as it would be done; the trial's services had no setting."""
    closed = DisclosureService(
        ReadOnlyDatabase(database),
        vault=VAULT,
        clock=clock,
        calendar=CALENDAR,
        texts=TEXTS,
        confirmed_by=ConfirmedBy.SYSTEM,
    )
    with pytest.raises(NothingWrittenError):
        await closed.submit(application(), origin=origin())
    assert (await closed.on(database).submit(application(), origin=origin())).received
