"""Who calls back and who visits: by name, never whoever handled the case, on both databases."""

import pytest

from adapters.services.complaints import ComplaintServices
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.complaints.case.clerk import ComplaintClerk
from handlers.complaints.case.lifecycle import ComplaintActor, ComplaintState
from handlers.complaints.case.scores import ServiceRating
from handlers.complaints.wall.service import WallOrder
from tests.factories.complaints import CALENDAR, HEAD, OFFICE, SECOND, TEXTS, UNIT, ComplaintDesk


@pytest.fixture
def desk(database: Database) -> ComplaintDesk:
    return ComplaintDesk.of(database)


async def test_a_call_back_is_given_by_name_to_another_than_the_handler_and_may_be_passed_on(
    desk: ComplaintDesk,
) -> None:
    office = [
        ComplaintClerk(login, frozenset({ComplaintActor.OFFICE})) for login in ("unit", "office", "second")
    ]

    async def callers() -> list[ComplaintClerk]:
        return office

    services = ComplaintServices.of(
        desk.database, vault=desk.vault, clock=desk.clock, calendar=CALENDAR, texts=TEXTS, callers=callers
    )
    low = ServiceRating({"effect": 2})
    numbers = [await desk.closed(f"f{at}") for at in range(3)]
    for number in numbers:
        await services.service.rate(number, low, citizen="openid-1")
    # Who stated the result is `unit`; the others share the calls.
    callers_of = [(await desk.ledger.story(number, clerk=OFFICE)).caller for number in numbers]
    assert sorted(callers_of) == ["office", "office", "second"]
    mine = numbers[callers_of.index("second")]
    assert [line.number for line in await desk.ledger.to_call(SECOND)] == [mine]
    assert await services.calls.callers(mine, clerk=OFFICE) == ("office", "second")
    assert await services.calls.callers(mine, clerk=UNIT) == ()
    with pytest.raises(InputError):
        await services.calls.give(mine, "unit", clerk=OFFICE)
    with pytest.raises(ProcedureError):
        await services.calls.give(mine, "office", clerk=UNIT)
    await services.calls.give(mine, "office", clerk=OFFICE)
    assert await desk.ledger.to_call(SECOND) == ()
    await desk.take(mine, "record_call", SECOND)
    assert (await desk.ledger.story(mine, clerk=OFFICE)).caller == ""
    assert mine not in {line.number for line in await desk.ledger.to_call(OFFICE)}


async def test_the_own_follow_up_visit_waits_for_whoever_handled_it(desk: ComplaintDesk) -> None:
    number = await desk.closed()
    (waiting,) = await desk.ledger.to_call(UNIT)
    assert (waiting.number, waiting.state) == (number, ComplaintState.CLOSED)
    assert await desk.ledger.to_call(OFFICE) == ()
    await desk.services.walls.raise_wall(number, WallOrder(login="unit", reason="亲戚"), clerk=OFFICE)
    assert await desk.ledger.to_call(UNIT) == ()
    await desk.services.walls.lift(
        number, (await desk.services.walls.of(number, clerk=OFFICE))[0].id, "核实过", clerk=HEAD
    )
    await desk.take(number, "visit", UNIT)
    assert await desk.ledger.to_call(UNIT) == ()
