"""The measures recomputed from the logs by other code, the cases behind each figure, and exclusions."""

import io
import random
from collections import Counter
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from bot import audit
from bot.clock import local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from handlers.complaints.case.kinds import ComplaintKind
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.scores import ServiceRating
from handlers.complaints.measures.figure import GOES_ON
from handlers.complaints.measures.rates import COUNTS
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.complaints.measures.service import FigureQuery
from handlers.complaints.measures.store import CountedMonths
from handlers.complaints.measures.tallies import KeptCounts, kept_counts
from handlers.complaints.measures.tally_records import ComplaintTallyRecord as Line
from handlers.complaints.measures.town_map import town_map
from handlers.complaints.measures.workbook import measures_workbook
from handlers.complaints.wall.service import WallOrder
from tests.factories.complaints import (
    COUNTY,
    ENVIRONMENT,
    HEAD,
    MARKET,
    OFFICE,
    SECOND,
    TEXTS,
    UNIT,
    ComplaintDesk,
    came_from,
    complaint,
)

PERIOD = CountedMonths("2026-11", "2026-12")
CASES = 24
NEXT = ("accept", "dispatch", "report", "approve")


@pytest.fixture
def desk(database: Database) -> ComplaintDesk:
    return ComplaintDesk.of(database)


async def some_cases(desk: ComplaintDesk) -> list[str]:
    """Make cases in all states, by chance that is always the same."""
    chance = random.Random(14)
    numbers = []
    for at in range(CASES):
        kind = chance.choice((ComplaintKind.COMPLAINT, ComplaintKind.CONSULTATION, ComplaintKind.HELP))
        where = chance.choice(("县医院对面", "石桥镇石桥街", "不知道哪里"))
        told = complaint(kind, what=f"第{at}件：{'路灯' * (at % 3 + 1)}坏了", where=where)
        receipt = await desk.service.submit(told, origin=came_from(f"f{at}", citizen=f"openid-{at}"))
        numbers.append(receipt.number)
        for step in NEXT[: chance.randrange(5)]:
            desk.clock.advance(timedelta(hours=chance.choice((1, 4, 14))))
            result = {"result": chance.choice(("solved", "partly", "explained"))} if step == "report" else {}
            clerk = UNIT if step == "report" else SECOND if step == "approve" else OFFICE
            await desk.take(receipt.number, step, clerk, **result)
        if receipt.number in await desk.service.rateable(f"openid-{at}") and chance.random() < 0.7:
            scores = {"effect": chance.choice((1, 3, 5))}
            rating = ServiceRating(scores, unsolved=chance.random() < 0.2)
            await desk.service.rate(receipt.number, rating, citizen=f"openid-{at}")
    return numbers


async def recomputed(desk: ComplaintDesk, numbers: list[str]) -> Counter[str]:
    """Count again from what the desk shows of each case, with formulas written here."""
    found: Counter[str] = Counter()
    for number in numbers:
        story = await desk.ledger.story(number, clerk=OFFICE)
        steps = [line.step for line in story.timeline]
        ended = story.line.state in {ComplaintState.CLOSED, ComplaintState.CALL_BACK}
        found["registered"] += 1
        found["ended" if ended else "running"] += 1
        due = story.dates.due_on
        assert due is not None
        if not ended:
            found["overdue"] += local_date(desk.clock.now()) > due
            continue
        closed = story.dates.closed_on
        assert closed is not None
        found["late"] += closed > due
        ratings = [line.detail for line in story.timeline if line.step in {"rate", "rate_low"}]
        said_unsolved = bool(ratings) and ratings[-1].get("unsolved") == "true"
        good = story.result == "solved" or (story.line.kind == "consultation" and story.result == "explained")
        found["solved" if good and not said_unsolved else "unsolved"] += 1
        found["rated"] += bool(ratings)
        found["satisfied"] += bool(ratings) and steps[-1] != "rate_low"
    return found


async def test_every_count_is_what_is_counted_again_and_opens_its_cases(desk: ComplaintDesk) -> None:
    numbers = await some_cases(desk)
    measurement = desk.services.measurement
    found = await measurement.measures(PERIOD, clerk=OFFICE)
    again = await recomputed(desk, numbers)
    assert {name: getattr(found.total, name) for name in COUNTS if again[name]} == {
        name: again[name] for name in COUNTS if again[name]
    }
    total = found.total
    # Each case is exactly one figure, or a listed exclusion.
    assert total.registered == total.excluded + total.running + total.ended == CASES
    assert total.ended == total.solved + total.unsolved + total.answered + total.redirected
    assert total.response == (again["ended"] - again["late"]) / (again["ended"] + again["overdue"])
    assert total.solution == again["solved"] / (again["solved"] + again["unsolved"])
    assert total.satisfaction == again["satisfied"] / again["rated"]
    for dimension, tallies in (
        ("unit", found.by_unit),
        ("kind", found.by_kind),
        ("area", found.by_area),
        ("matter", found.by_matter),
        ("month", found.by_month),
    ):
        for name in COUNTS:
            assert sum(getattr(tally, name) for tally in tallies.values()) == getattr(total, name)
            for value, tally in tallies.items():
                query = FigureQuery(PERIOD, name, dimension, value)
                cases, more = await measurement.behind(query, clerk=OFFICE)
                assert (len(cases), more) == (getattr(tally, name), False), (name, dimension, value)
    assert set(found.by_area) == {"城东街道", "石桥镇", ""}
    with pytest.raises(InputError):
        await measurement.behind(FigureQuery(PERIOD, "prettier"), clerk=OFFICE)
    stories = [await desk.ledger.story(number, clerk=OFFICE) for number in numbers]
    going_on = [one.line.number for one in stories if one.line.state.value in GOES_ON]
    assert (await measurement.oldest(clerk=OFFICE))[0].number == min(going_on)
    before = await measurement.measures(CountedMonths("2027-11", "2027-12"), clerk=OFFICE)
    assert (before.total.registered, before.year_before.registered) == (0, CASES)


async def test_folding_changes_no_figure_and_leaves_one_line_for_each_count(desk: ComplaintDesk) -> None:
    await some_cases(desk)
    measurement, folding = desk.services.measurement, desk.services.folding
    before = await measurement.measures(PERIOD, clerk=OFFICE)
    async with desk.database.reading() as tx:
        lines = await tx.scalar(select(func.count()).select_from(Line))
    folded = 0
    while found := await folding.step():
        folded += found
    assert folded == lines
    assert await measurement.measures(PERIOD, clerk=OFFICE) == before
    async with desk.database.reading() as tx:
        key = (Line.month, Line.unit, Line.dimension, Line.value)
        twice = select(*key).group_by(*key).having(func.count() > 1)
        assert (await tx.execute(twice)).all() == []
        facts = (await tx.scalars(select(ComplaintFactRecord))).all()
    # Taking every case off again leaves nothing: each was counted once, under the key that it has now.
    async with desk.database.reading() as tx:
        kept = await kept_counts(tx)
    assert kept.without(facts).by("unit") == {}
    assert all(not any(counts.values()) for counts in merged(kept.without(facts)).values())
    # A case that changes after it was folded is counted anew.
    number = await desk.closed("late-1")
    await desk.service.rate(number, ServiceRating({}, unsolved=True), citizen="openid-1")
    after = await measurement.measures(PERIOD, clerk=OFFICE)
    assert (after.total.registered, after.total.unsolved) == (
        before.total.registered + 1,
        before.total.unsolved + 1,
    )


def merged(kept: KeptCounts) -> dict[tuple[str, ...], Counter[str]]:
    found: dict[tuple[str, ...], Counter[str]] = {}
    for (_, *key), counts in kept.lines:
        found.setdefault(tuple(key), Counter()).update(counts)
    return found


async def test_a_unit_counts_its_own_and_nothing_that_is_about_it(desk: ComplaintDesk) -> None:
    number = await desk.closed()
    await desk.handled("f2")
    measurement = desk.services.measurement
    assert (await measurement.measures(PERIOD, clerk=UNIT)).total.registered == 2
    await desk.services.walls.raise_wall(number, WallOrder(ENVIRONMENT, reason="说的是它"), clerk=OFFICE)
    own = await measurement.measures(PERIOD, clerk=UNIT)
    assert (own.total.registered, set(own.by_unit)) == (1, {ENVIRONMENT})
    cases, _ = await measurement.behind(FigureQuery(PERIOD), clerk=UNIT)
    assert number not in {case.number for case in cases}
    assert MARKET not in own.by_unit
    assert (await measurement.measures(PERIOD, clerk=OFFICE)).total.registered == 2


async def test_an_exclusion_is_proposed_approved_by_another_listed_and_ends_with_a_new_round(
    desk: ComplaintDesk,
) -> None:
    number, measurement = await desk.closed(), desk.services.measurement
    running = await desk.handled("f2")
    with pytest.raises(InputError):
        await measurement.propose(running, "withdrawn", "撤回了", clerk=OFFICE)
    with pytest.raises(InputError):
        await measurement.propose(number, "too_hard", "太难了", clerk=OFFICE)
    await measurement.propose(number, "unfounded_wish", "已书面说明", clerk=HEAD)
    (one,) = await measurement.exclusions(clerk=OFFICE)
    assert one.approved is None
    assert (await measurement.measures(PERIOD, clerk=OFFICE)).total.solved == 1
    for clerk in (OFFICE, HEAD):
        with pytest.raises(ProcedureError):
            await measurement.decide(one.id, approved=True, reason="同意", clerk=clerk)
    second_head = HEAD.__class__("head-2", HEAD.parts)
    await measurement.decide(one.id, approved=True, reason="同意", clerk=second_head)
    total = (await measurement.measures(PERIOD, clerk=OFFICE)).total
    assert (total.registered, total.excluded, total.solved, total.ended) == (2, 1, 0, 0)
    await desk.service.rate(number, ServiceRating({}, unsolved=True), citizen="openid-1")
    await desk.take(number, "reopen", SECOND)
    total = (await measurement.measures(PERIOD, clerk=OFFICE)).total
    assert (total.excluded, total.running) == (0, 2)
    (one,) = await measurement.exclusions(clerk=OFFICE)
    assert one.lapsed
    async with desk.database.reading() as tx:
        assert await audit.line_faults(tx) == []


async def test_the_workbook_and_the_map_show_the_same_figures(desk: ComplaintDesk) -> None:
    await some_cases(desk)
    found = await desk.services.measurement.measures(PERIOD, clerk=OFFICE)
    book = openpyxl.load_workbook(io.BytesIO(measures_workbook(found, (), TEXTS)))
    sheet = book["各乡镇、街道"]
    told = {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert told["石桥镇"] == found.by_area["石桥镇"].registered
    assert told["合计"] == CASES
    drawn = town_map(
        COUNTY.areas,
        found.by_area,
        title="图",
        words=lambda area, _: f"<{area}>",
        address=lambda area: f"/x?a={area}&b",
    )
    assert drawn.count("<circle") == 2
    assert f">{found.by_area['石桥镇'].registered}</text>" in drawn
    assert "&lt;石桥镇&gt;" in drawn
