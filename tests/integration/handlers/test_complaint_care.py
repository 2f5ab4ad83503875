"""The wall, repeats, events and alerts, on both databases."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import audit
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.complaints.alerts.rules import AlertKind
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.repeats.records import ComplaintSignRecord, ComplaintTermRecord
from handlers.complaints.wall.service import WallOrder
from tests.factories.complaints import (
    ENVIRONMENT,
    HEAD,
    MARKET,
    OFFICE,
    OTHER_UNIT,
    SECOND,
    UNIT,
    ComplaintDesk,
    came_from,
    complaint,
)

GRILL_AGAIN = "楼下那家烧烤店，半夜油烟还是很大，熏得睡不着"


@pytest.fixture
def desk(database: Database) -> ComplaintDesk:
    return ComplaintDesk.of(database)


async def filed(desk: ComplaintDesk, form: str, *, citizen: str = "openid-1", **told: Any) -> str:
    return (await desk.service.submit(complaint(**told), origin=came_from(form, citizen=citizen))).number


async def state_of(desk: ComplaintDesk, number: str) -> ComplaintState:
    return (await desk.ledger.story(number, clerk=OFFICE)).line.state


async def seen_by_market(desk: ComplaintDesk) -> set[str]:
    return {line.number for line in (await desk.ledger.page(ComplaintFilter(OTHER_UNIT))).lines}


async def test_a_complaint_about_a_unit_is_hidden_from_it_at_once_and_not_given_to_it(
    desk: ComplaintDesk,
) -> None:
    number = await filed(desk, "f1", what="举报市监局收好处费，假酒没人查")
    (wall,) = await desk.services.walls.of(number, clerk=OFFICE)
    assert (wall.unit, wall.found) == (MARKET, True)
    await desk.take(number, "accept", OFFICE)
    for fields in ({"unit": MARKET}, {"helpers": MARKET}):
        with pytest.raises(InputError) as refused:
            await desk.take(number, "dispatch", OFFICE, **fields)
        assert refused.value.text_key == "care.wall.refused.given"
    await desk.take(number, "dispatch", OFFICE)
    assert await seen_by_market(desk) == set()
    # Not even what was given to it before: the wall is raised later, and it sees the complaint no more.
    other = await filed(desk, "f2", citizen="openid-2", what="菜场缺斤少两")
    await desk.take(other, "accept", OFFICE)
    await desk.take(other, "dispatch", OFFICE, unit=MARKET, reason="市场归它")
    assert await seen_by_market(desk) == {other}
    await desk.services.walls.raise_wall(other, WallOrder(MARKET, reason="说的是它的人"), clerk=OFFICE)
    assert await seen_by_market(desk) == set()
    assert await desk.ledger.count_by_state(OTHER_UNIT) == {}
    with pytest.raises(InputError):
        await desk.ledger.story(other, clerk=OTHER_UNIT)
    with pytest.raises(InputError):
        await desk.take(other, "report", OTHER_UNIT)
    async with desk.database.reading() as tx:
        assert await audit.line_faults(tx) == []


async def test_a_wall_is_lifted_with_a_reason_and_a_persons_own_by_another(desk: ComplaintDesk) -> None:
    walls = desk.services.walls
    number = await filed(desk, "f1", what="举报市监局收好处费")
    (found,) = await walls.of(number, clerk=OFFICE)
    with pytest.raises(InputError):
        await walls.lift(number, found.id, " ", clerk=OFFICE)
    await walls.lift(number, found.id, "说的是店，不是局", clerk=OFFICE)
    assert await walls.of(number, clerk=OFFICE) == ()
    await walls.raise_wall(number, WallOrder(login="second", reason="他是店主的亲戚"), clerk=OFFICE)
    (own,) = await walls.of(number, clerk=OFFICE)
    with pytest.raises(ProcedureError):
        await walls.lift(number, own.id, "看错了", clerk=OFFICE)
    with pytest.raises(InputError):
        await desk.ledger.story(number, clerk=SECOND)
    await walls.lift(number, own.id, "核实过", clerk=HEAD)
    assert (await desk.ledger.story(number, clerk=SECOND)).line.number == number


async def test_only_the_head_permits_that_a_unit_learns_who_it_was(desk: ComplaintDesk) -> None:
    named = complaint(ComplaintKind.REPORT, name="李一鸣", phone="13800001234")
    number = (await desk.service.submit(named, origin=came_from())).number
    await desk.take(number, "accept", OFFICE)
    await desk.take(number, "dispatch", OFFICE)
    walls = desk.services.walls
    assert (await desk.ledger.reveal(number, clerk=UNIT, reason="现场核实")).name == ""
    with pytest.raises(ProcedureError):
        await walls.permit(number, ENVIRONMENT, "要当面核实", clerk=OFFICE)
    with pytest.raises(InputError):
        await walls.permit(number, "青岚县公安局", "要当面核实", clerk=HEAD)
    await walls.permit(number, ENVIRONMENT, "要当面核实", clerk=HEAD)
    assert (await desk.ledger.reveal(number, clerk=UNIT, reason="现场核实")).name == "李一鸣"
    story = await desk.ledger.story(number, clerk=UNIT)
    assert "identity_permit" in {line.step for line in story.timeline}


async def test_told_again_within_thirty_days_the_old_case_is_taken_up(desk: ComplaintDesk) -> None:
    old = await desk.closed()
    desk.clock.advance(timedelta(days=29))
    new = await filed(desk, "f2", what=GRILL_AGAIN)
    supposed = await desk.services.repeats.supposed(new, clerk=OFFICE)
    assert supposed is not None
    assert (supposed.number, supposed.same) == (old, ("person", "place"))
    assert await desk.services.repeats.join(new, clerk=OFFICE, version=1) == old
    assert (await state_of(desk, old), await state_of(desk, new)) == (
        ComplaintState.HANDLING,
        ComplaintState.MERGED,
    )
    told = await desk.told()
    assert ("不用再说一遍" in told[-2], old in told[-2], new in told[-1]) == (True, True, True)
    assert await desk.services.repeats.supposed(new, clerk=OFFICE) is None
    # Taken up once already: the next time it goes to the supervisor, and the new one stays a case of its own.
    await desk.take(old, "report", UNIT)
    await desk.take(old, "approve", SECOND)
    third = await filed(desk, "f3", citizen="openid-3", what=GRILL_AGAIN)
    assert await desk.services.repeats.join(third, clerk=OFFICE, version=1) == old
    assert (await state_of(desk, old), await state_of(desk, third)) == (
        ComplaintState.SUPERVISED,
        ComplaintState.REGISTERED,
    )


async def test_after_thirty_days_or_of_another_matter_nothing_is_supposed(desk: ComplaintDesk) -> None:
    await desk.closed()
    other = await filed(desk, "f2", what="路灯坏了三个星期没人修", where="县医院对面")
    assert await desk.services.repeats.supposed(other, clerk=OFFICE) is None
    desk.clock.advance(timedelta(days=31))
    late = await filed(desk, "f3", what=GRILL_AGAIN)
    assert await desk.services.repeats.supposed(late, clerk=OFFICE) is None
    with pytest.raises(InputError):
        await desk.services.repeats.join(late, clerk=OFFICE, version=1)


async def test_a_repeat_of_what_is_about_the_reader_is_no_neighbour(desk: ComplaintDesk) -> None:
    old = await desk.closed()
    desk.clock.advance(timedelta(days=3))
    new = await filed(desk, "f2", citizen="openid-2", what=GRILL_AGAIN)
    assert [one.number for one in await desk.services.similar.of(new, clerk=OFFICE)] == [old]
    (one,) = await desk.services.similar.of(new, clerk=OFFICE)
    assert one.answer == "已装油烟净化器"
    await desk.services.walls.raise_wall(old, WallOrder(login="second", reason="亲戚"), clerk=OFFICE)
    assert await desk.services.similar.of(new, clerk=SECOND) == []
    assert await desk.services.repeats.supposed(new, clerk=SECOND) is None


async def test_five_hundred_in_ten_minutes_are_one_event_with_one_lead_and_one_message(
    desk: ComplaintDesk,
) -> None:
    services = desk.services
    for number in range(60):
        await filed(
            desk,
            f"f{number}",
            citizen=f"openid-{number}",
            what=f"阳光花园{number % 9 + 1}栋从中午开始停水，打电话没人接",
            where=f"城东街道阳光花园{number % 9 + 1}栋",
        )
        desk.clock.advance(timedelta(seconds=1))
    apart = await filed(desk, "apart", citizen="openid-x", what="石桥镇路灯坏了没人修", where="石桥镇石桥街")
    while await services.sifting.step():
        pass
    (line,) = await services.incident_stories.lines(clerk=OFFICE)
    assert (line.members, line.area) == (60, "城东街道")
    assert await services.incident_stories.of(apart, clerk=OFFICE) == ""
    with pytest.raises(InputError):
        await services.incidents.merge(line.number, clerk=OFFICE)
    await desk.take(line.lead, "accept", OFFICE)
    await desk.take(line.lead, "dispatch", OFFICE)
    await services.incidents.merge(line.number, clerk=OFFICE)
    with pytest.raises(InputError):
        await services.incidents.write(line.number, "联系张三丰13812345678", clerk=OFFICE)
    await services.incidents.write(line.number, "主管爆裂，今晚十点前恢复供水。", clerk=OFFICE)
    (message,) = (await services.incident_stories.story(line.number, clerk=OFFICE)).messages
    with pytest.raises(ProcedureError):
        await services.incidents.approve(line.number, message.id, clerk=OFFICE)
    await services.incidents.approve(line.number, message.id, clerk=SECOND)
    later = await filed(
        desk, "later", citizen="openid-late", what="阳光花园3栋停水，没人接电话", where="城东街道阳光花园3栋"
    )
    while await services.sifting.step() + await services.following.step():
        pass
    assert await services.incident_stories.of(later, clerk=OFFICE) == line.number
    async with desk.database.reading() as tx:
        merged = await tx.scalar(
            select(func.count()).select_from(ComplaintRecord).where(ComplaintRecord.lead == line.lead)
        )
    assert merged == 60
    assert sum("今晚十点前恢复供水" in words for words in await desk.told()) == 61
    await desk.take(line.lead, "report", UNIT)
    await desk.take(line.lead, "approve", SECOND)
    assert await state_of(desk, later) is ComplaintState.CLOSED


async def test_what_an_intake_writes_and_looks_through_is_bounded(desk: ComplaintDesk) -> None:
    number = await filed(
        desk, "f1", what="油烟" + "，".join(f"第{n}家烧烤店的排风口对着窗户" for n in range(200))
    )
    async with desk.database.reading() as tx:
        terms = await tx.scalar(select(func.count()).select_from(ComplaintTermRecord))
        sign = await tx.get_one(ComplaintSignRecord, number)
    assert terms == len(sign.terms) <= 12
    assert "openid-1" not in sign.person
    assert len(sign.person) == 64


async def test_a_sweep_gives_each_alert_once_and_the_head_takes_cards_back(desk: ComplaintDesk) -> None:
    number, alerts = await desk.handled(), desk.services.alerts
    assert await alerts.sweep() == 0
    desk.clock.advance(timedelta(days=12))
    assert await alerts.sweep() == 1
    assert await alerts.sweep() == 0
    (card,) = await alerts.of(number, clerk=OFFICE)
    assert (card.kind, card.unit) == (AlertKind.YELLOW, ENVIRONMENT)
    assert [one.id for one in await alerts.latest(clerk=UNIT)] == [card.id]
    assert await alerts.latest(clerk=OTHER_UNIT) == ()
    with pytest.raises(ProcedureError):
        await alerts.lift(card.id, "单位报过", clerk=OFFICE)
    await alerts.lift(card.id, "检测机构停电", clerk=HEAD)
    assert await alerts.cards(since=desk.clock.now() - timedelta(days=30), clerk=OFFICE) == {}
    desk.clock.advance(timedelta(days=4))
    assert await alerts.sweep() == 2
    dates = (await desk.ledger.story(number, clerk=OFFICE)).dates
    assert dates.due_on is not None
    assert dates.started_on.isoformat() == "2026-11-20"
    async with desk.database.reading() as tx:
        assert await audit.line_faults(tx) == []


async def test_urging_is_the_offices_and_once_a_day(desk: ComplaintDesk) -> None:
    number, alerts = await desk.handled(), desk.services.alerts
    with pytest.raises(ProcedureError):
        await alerts.urge(number, "快一点", clerk=UNIT)
    await alerts.urge(number, "快一点", clerk=OFFICE)
    with pytest.raises(InputError):
        await alerts.urge(number, "再快一点", clerk=SECOND)
    with pytest.raises(ProcedureError):
        await alerts.oversee(number, "每天报进展", clerk=OFFICE)
    await alerts.oversee(number, "每天报进展", clerk=HEAD)
    kinds = [one.kind for one in await alerts.of(number, clerk=UNIT)]
    assert kinds == [AlertKind.OVERSEE, AlertKind.URGE]


async def test_whoever_has_a_wall_before_one_case_still_sees_another_that_is_about_somebody_else(
    desk: ComplaintDesk,
) -> None:
    own, other = await filed(desk, "f1"), await filed(desk, "f2", citizen="openid-2", what="路灯坏了没人修")
    walls = desk.services.walls
    await walls.raise_wall(own, WallOrder(login="second", reason="说的是他"), clerk=OFFICE)
    await walls.raise_wall(other, WallOrder(MARKET, reason="说的是它"), clerk=OFFICE)
    assert await walls.hidden([own, other], clerk=SECOND) == {own}
    assert (await desk.ledger.story(other, clerk=SECOND)).line.number == other
    with pytest.raises(InputError):
        await desk.ledger.story(own, clerk=SECOND)


async def test_two_sweeps_at_once_give_each_alert_once(desk: ComplaintDesk) -> None:
    numbers = [await desk.handled(f"f{at}") for at in range(4)]
    desk.clock.advance(timedelta(days=12))
    given = await asyncio.gather(*(desk.services.alerts.sweep() for _ in range(3)))
    assert sum(given) == len(numbers)
    for number in numbers:
        assert len(await desk.services.alerts.of(number, clerk=OFFICE)) == 1
    async with desk.database.reading() as tx:
        assert await audit.line_faults(tx) == []


async def test_cards_are_counted_without_what_is_about_the_reader(desk: ComplaintDesk) -> None:
    number, alerts = await desk.handled(), desk.services.alerts
    await desk.handled("f2")
    desk.clock.advance(timedelta(days=12))
    await alerts.sweep()
    since = desk.clock.now() - timedelta(days=30)
    assert await alerts.cards(since=since, clerk=UNIT) == {ENVIRONMENT: {"yellow": 2}}
    assert await alerts.cards(since=since, clerk=OTHER_UNIT) == {}
    await desk.services.walls.raise_wall(number, WallOrder(ENVIRONMENT, reason="说的是它"), clerk=OFFICE)
    assert await alerts.cards(since=since, clerk=UNIT) == {ENVIRONMENT: {"yellow": 1}}
    assert await alerts.cards(since=since, clerk=OFFICE) == {ENVIRONMENT: {"yellow": 2}}
