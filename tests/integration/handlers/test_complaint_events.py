"""Events among many: each has its turn, and what happens elsewhere hides none, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.database import Database
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.incidents.records import ComplaintIncidentRecord
from handlers.complaints.repeats.records import ComplaintSignRecord
from tests.factories.complaints import OFFICE, ComplaintDesk, came_from, complaint


@pytest.fixture
def desk(database: Database) -> ComplaintDesk:
    return ComplaintDesk.of(database)


async def filed(desk: ComplaintDesk, form: str, *, citizen: str = "openid-1", **told: Any) -> str:
    return (await desk.service.submit(complaint(**told), origin=came_from(form, citizen=citizen))).number


async def state_of(desk: ComplaintDesk, number: str) -> ComplaintState:
    return (await desk.ledger.story(number, clerk=OFFICE)).line.state


async def test_however_many_events_are_open_each_has_its_turn(desk: ComplaintDesk) -> None:
    services, now = desk.services, desk.clock.now()
    old = await desk.handled("lead")
    member = await filed(desk, "member", citizen="openid-m", what="阳光花园停水，打电话没人接")
    async with desk.database.transaction() as tx:
        for at in range(80):
            tx.add(
                ComplaintIncidentRecord(
                    number=f"SJ{at:04d}", title="停水", place="", area="", lead=old, members=1,
                    opened_at=now + timedelta(minutes=at), last_at=now,
                )
            )  # fmt: skip
        (await tx.get_one(ComplaintSignRecord, member)).incident = "SJ0000"
    desk.clock.advance(timedelta(minutes=80))
    # The oldest of all: eighty newer ones are open, and nothing is to be done about any of them.
    await services.incidents.merge("SJ0000", clerk=OFFICE)
    assert await services.following.step() == 1
    assert await state_of(desk, member) is ComplaintState.MERGED
    assert await services.following.step() == 0
    async with desk.database.reading() as tx:
        due = select(func.count()).where(ComplaintIncidentRecord.look_at <= desk.clock.now())
        assert await tx.scalar(due) == 0


async def test_what_happens_elsewhere_at_the_same_time_hides_no_event(desk: ComplaintDesk) -> None:
    services = desk.services
    for at in range(5):
        await filed(
            desk, f"here{at}", citizen=f"openid-h{at}", what="石桥镇停水，打电话没人接", where="石桥镇石桥街"
        )
    for at in range(45):
        await filed(
            desk, f"there{at}", citizen=f"openid-t{at}", what="阳光花园停水，打电话没人接", where="县医院对面"
        )
    while await services.sifting.step():
        pass
    lines = await services.incident_stories.lines(clerk=OFFICE)
    assert {(line.area, line.members) for line in lines} == {("石桥镇", 5), ("城东街道", 45)}
