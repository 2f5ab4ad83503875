import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from bot import audit
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.evidence import EvidenceError
from handlers.complaints.case import store
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintState, ComplaintStep
from handlers.complaints.case.records import ComplaintDoorRecord, ComplaintEventRecord
from handlers.complaints.case.retention import EndedComplaints
from handlers.complaints.case.scores import ServiceRating
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.case.taking import dates_of
from handlers.complaints.proceeding.step_fields import ComplaintOrder
from tests.factories.complaints import (
    CALENDAR,
    ENVIRONMENT,
    HEAD,
    MARKET,
    OFFICE,
    OTHER_UNIT,
    SECOND,
    TOLD_AT,
    UNIT,
    ComplaintDesk,
    came_from,
    complaint,
)

GOOD, LOW = ServiceRating({"speed": 5, "effect": 4}), ServiceRating({"effect": 2})


@pytest.fixture
def desk(database: Database) -> ComplaintDesk:
    return ComplaintDesk.of(database)


async def state_of(desk: ComplaintDesk, number: str) -> ComplaintState:
    return (await desk.ledger.story(number, clerk=OFFICE)).line.state


async def test_a_complaint_is_registered_sealed_and_seen_by_its_citizen(desk: ComplaintDesk) -> None:
    told = complaint(name="李一鸣", phone="13800001234", what="我叫李一鸣，楼下油烟大，电话13800001234")
    receipt = await desk.service.submit(told, origin=came_from())
    assert (receipt.number, receipt.due_on) == ("SQ202611200001", date(2026, 12, 4))
    async with desk.database.reading() as tx:
        row = await store.by_number(tx, receipt.number)
        assert row is not None
        assert b"13800001234" not in row.told
        assert "13800001234" not in row.gist
        assert "李一鸣" not in row.gist
    (case,) = await desk.ledger.cases_of("openid-1")
    assert (case.number, case.stage) == (receipt.number, "已登记，等待受理")
    assert "2026年12月4日" in case.until
    stranger = await desk.ledger.case(receipt.number, citizen="openid-2")
    assert stranger is not None
    assert (stranger.title, stranger.turn, stranger.opened_on) == ("", "", None)


async def test_the_same_form_at_once_is_one_complaint(desk: ComplaintDesk) -> None:
    filed = (desk.service.submit(complaint(), origin=came_from()) for _ in range(6))
    assert len({receipt.number for receipt in await asyncio.gather(*filed)}) == 1
    async with desk.database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(ComplaintEventRecord)) == 1


async def test_from_registration_to_a_good_rating(desk: ComplaintDesk) -> None:
    number = await desk.handled()
    assert await state_of(desk, number) is ComplaintState.HANDLING
    await desk.take(number, "report", UNIT)
    await desk.take(number, "approve", SECOND)
    done = await desk.service.rate(number, GOOD, citizen="openid-1")
    assert (done.called, await state_of(desk, number)) == (False, ComplaintState.CLOSED)
    told = await desk.told()
    assert ["受理" in told[0], "分给" in told[1], "审核" in told[2], "解决了" in told[3]] == [True] * 4
    # Each names who has taken its step: the office that accepted it, then the unit that it was given to.
    assert "由诉求办理机构受理" in told[0]
    assert [ENVIRONMENT in words for words in told] == [False, True, True, True]
    assert all(number in words and "2026年" in words for words in told)
    assert not any("油烟大" in words or "医院" in words for words in told)
    async with desk.database.reading() as tx:
        assert await audit.first_broken(tx) is None
        assert await audit.line_faults(tx) == []


async def test_an_objection_once_and_the_applicants_day_stays(desk: ComplaintDesk) -> None:
    number = await desk.handled()
    await desk.take(number, "object", UNIT)
    with pytest.raises(ProcedureError):
        await desk.take(number, "uphold", UNIT)
    await desk.take(number, "redispatch", SECOND)
    story = await desk.ledger.story(number, clerk=OTHER_UNIT)
    assert (story.line.unit, story.dates.due_on) == (MARKET, date(2026, 12, 4))
    with pytest.raises(ProcedureError) as again:
        await desk.take(number, "object", OTHER_UNIT)
    assert again.value.text_key == "complaints.missing.objected_before"
    with pytest.raises(InputError):
        await desk.ledger.story(number, clerk=UNIT)


async def test_an_extension_is_told_with_its_reason(desk: ComplaintDesk) -> None:
    number = await desk.handled()
    with pytest.raises(ProcedureError):
        await desk.take(number, "extend", OFFICE)
    await desk.take(number, "extend", HEAD)
    assert "要等检测报告" in (await desk.told())[-1]
    assert "2026年12月11日" in (await desk.told())[-1]


async def test_whoever_reports_approves_nothing(desk: ComplaintDesk) -> None:
    number = await desk.handled()
    both = UNIT.__class__("unit", UNIT.parts | OFFICE.parts, UNIT.unit)
    await desk.take(number, "report", both)
    with pytest.raises(ProcedureError) as refused:
        await desk.take(number, "approve", both)
    assert refused.value.text_key == "complaints.missing.second_person"


async def test_what_could_not_be_solved_names_the_law(desk: ComplaintDesk) -> None:
    number = await desk.handled()
    with pytest.raises(ProcedureError) as refused:
        await desk.take(number, "report", UNIT, result="unable")
    assert refused.value.values["fields"] == "依据（无法解决的必填）"
    await desk.take(number, "report", UNIT, result="unable", law="《大气污染防治法》第八十一条")
    await desk.take(number, "approve", SECOND)
    assert "《大气污染防治法》第八十一条" in (await desk.told())[-1]


async def test_a_low_rating_is_called_back_by_another_reopened_once_then_supervised(
    desk: ComplaintDesk,
) -> None:
    number = await desk.closed()
    assert (await desk.service.rate(number, LOW, citizen="openid-1")).called
    await desk.service.rate(number, GOOD, citizen="openid-1")
    assert await state_of(desk, number) is ComplaintState.CALL_BACK
    await desk.take(number, "reopen", SECOND)
    await desk.take(number, "report", UNIT)
    await desk.take(number, "approve", OFFICE)
    await desk.service.rate(number, ServiceRating({}, unsolved=True), citizen="openid-1")
    with pytest.raises(ProcedureError):
        await desk.take(number, "reopen", SECOND)
    await desk.take(number, "supervise", SECOND)
    await desk.take(number, "conclude", HEAD)
    story = await desk.ledger.story(number, clerk=OFFICE)
    assert (story.line.state, story.dates.rounds) == (ComplaintState.FINISHED, 2)
    assert story.dates.started_on == date(2026, 11, 20)


async def test_a_rating_is_the_applicants_alone_and_changes_for_a_week(desk: ComplaintDesk) -> None:
    number = await desk.closed()
    with pytest.raises(InputError):
        await desk.service.rate(number, LOW, citizen="openid-2")
    await desk.service.rate(number, GOOD, citizen="openid-1")
    desk.clock.advance(timedelta(days=7))
    await desk.service.rate(number, GOOD, citizen="openid-1")
    desk.clock.advance(timedelta(days=1))
    with pytest.raises(ProcedureError):
        await desk.service.rate(number, LOW, citizen="openid-1")
    with pytest.raises(ProcedureError):
        await desk.take(number, "archive", OFFICE)
    desk.clock.advance(timedelta(days=23))
    await desk.take(number, "archive", OFFICE)
    assert await desk.service.rateable("openid-1") == ()


async def test_a_suggestion_is_answered_by_its_unit(desk: ComplaintDesk) -> None:
    number = await desk.file(kind=ComplaintKind.SUGGESTION)
    await desk.take(number, "accept", OFFICE)
    await desk.take(number, "dispatch", OFFICE)
    await desk.take(number, "answer", UNIT)
    assert await state_of(desk, number) is ComplaintState.FINISHED
    assert "已列入计划" in (await desk.told())[-1]


async def test_a_merged_complaint_is_closed_with_its_lead_and_keeps_its_day(desk: ComplaintDesk) -> None:
    lead = await desk.handled()
    desk.clock.advance(timedelta(days=3))
    number = await desk.file("form-2")
    due = (await desk.ledger.story(number, clerk=OFFICE)).dates.due_on
    with pytest.raises(InputError):
        await desk.take(number, "merge", OFFICE, lead=number)
    await desk.take(number, "merge", OFFICE, lead=lead.lower())
    story = await desk.ledger.story(number, clerk=OFFICE)
    assert (story.lead, story.dates.due_on) == (lead, due)
    with pytest.raises(InputError):
        await desk.take(lead, "merge", OFFICE, lead=number)
    await desk.take(lead, "report", UNIT)
    await desk.take(lead, "approve", SECOND)
    assert await state_of(desk, number) is ComplaintState.CLOSED
    assert number in (await desk.told())[-1]
    assert "已装油烟净化器" in (await desk.told())[-1]
    await desk.service.rate(number, LOW, citizen="openid-1")
    await desk.take(number, "reopen", SECOND)
    assert (await desk.ledger.story(number, clerk=UNIT)).dates.rounds == 2


async def test_of_two_on_one_version_the_second_is_told(desk: ComplaintDesk) -> None:
    number = await desk.file()
    order = ComplaintOrder(ComplaintStep.ACCEPT, {})
    await desk.proceedings.take(number, order, clerk=OFFICE, version=1)
    with pytest.raises(InputError) as second:
        await desk.proceedings.take(number, order, clerk=SECOND, version=1)
    assert second.value.values == {"who": "office"}


async def test_units_see_what_they_were_given_and_no_names_of_whistle_blowers(desk: ComplaintDesk) -> None:
    named = complaint(ComplaintKind.REPORT, name="李一鸣", phone="13800001234")
    number = (await desk.service.submit(named, origin=came_from())).number
    assert (await desk.ledger.page(ComplaintFilter(UNIT))).lines == ()
    await desk.take(number, "accept", OFFICE)
    await desk.take(number, "dispatch", OFFICE, helpers=MARKET)
    for clerk in (UNIT, OTHER_UNIT):
        assert [line.number for line in (await desk.ledger.page(ComplaintFilter(clerk))).lines] == [number]
        told = await desk.ledger.reveal(number, clerk=clerk, reason="现场核实")
        assert (told.name, told.phone) == ("", "")
        assert told.where == "县医院对面"
    assert (await desk.ledger.story(number, clerk=OTHER_UNIT)).steps == ()
    assert (await desk.ledger.reveal(number, clerk=OFFICE, reason="核实")).name == ""
    assert (await desk.ledger.reveal(number, clerk=HEAD, reason="核实")).name == "李一鸣"
    with pytest.raises(InputError):
        await desk.ledger.reveal(number, clerk=HEAD, reason=" ")


async def test_the_copied_dates_are_those_of_the_log(desk: ComplaintDesk) -> None:
    number = await desk.handled()
    async with desk.database.reading() as tx:
        row = await store.by_number(tx, number)
        assert row is not None
        dates = dates_of(row, await store.log_of(tx, number), calendar=CALENDAR)
    assert (row.due_on, row.warn_on) == (dates.due_on, dates.next_by)
    assert await desk.ledger.count_due_soon(OFFICE) == 0
    desk.clock.advance(timedelta(days=10))
    assert await desk.ledger.count_due_soon(OFFICE) == 1


async def test_doors_are_counted_by_the_day_and_nobody_is_marked(desk: ComplaintDesk) -> None:
    await asyncio.gather(*(desk.service.show_door("review") for _ in range(4)))
    async with desk.database.reading() as tx:
        (row,) = (await tx.scalars(select(ComplaintDoorRecord))).all()
        assert (row.door, row.day, row.shown) == ("review", date(2026, 11, 20), 4)
    assert {column.name for column in ComplaintDoorRecord.__table__.columns} == {"door", "day", "shown"}


async def test_the_log_cannot_be_changed(desk: ComplaintDesk) -> None:
    number = await desk.file()
    with pytest.raises((EvidenceError, DatabaseError)):
        async with desk.database.transaction() as tx:
            await tx.execute(update(ComplaintEventRecord).values(actor="somebody"))
    async with desk.database.reading() as tx:
        assert [line.actor for line in await store.log_of(tx, number)] == ["citizen"]


async def test_a_year_after_the_end_the_words_are_gone(desk: ComplaintDesk) -> None:
    number = await desk.file()
    await desk.take(number, "decline", OFFICE)
    rule = EndedComplaints()
    for days, count in ((366, 0), (1, 1)):
        desk.clock.advance(timedelta(days=days))
        async with desk.database.transaction() as tx:
            assert (await rule.due(tx, now=desk.clock.now())).count == count
            assert await rule.erase(tx, now=desk.clock.now(), limit=10) == count
    async with desk.database.reading() as tx:
        row = await store.by_number(tx, number)
        assert row is not None
        assert (row.told, row.citizen, row.submitted_at) == (b"", "", TOLD_AT)
        assert await audit.line_faults(tx) == []
    story = await desk.ledger.story(number, clerk=OFFICE)
    assert story.erased
    assert all(not paper.words for paper in story.papers)


async def test_what_nobody_ended_is_held_back(desk: ComplaintDesk) -> None:
    await desk.file()
    desk.clock.advance(timedelta(days=400))
    async with desk.database.reading() as tx:
        due = await EndedComplaints().due(tx, now=desk.clock.now())
    assert (due.count, [held.reason for held in due.held]) == (0, ["open_complaint"])
