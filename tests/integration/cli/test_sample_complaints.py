"""The demonstration's complaints go through the real services, nobody is written to, and a second start adds nothing."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from adapters.cli.sample.complaint_desk import ENDED, OFFICE, SECOND, bring, fill_desk
from adapters.cli.sample.invented_complaints import invented_complaints
from adapters.county import CountyData
from adapters.storage.picture_holders import filed_forms
from bot import audit
from bot.clock import SystemClock
from bot.database import Database
from bot.outbound.outbox import ParcelRecord
from handlers.complaints.case.kinds import ComplaintResult
from handlers.complaints.case.lifecycle import ComplaintState
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.pictures.service import EVIDENCE, FORM, PictureService
from tests.factories.complaints import HEAD, TEXTS, ComplaintDesk
from tests.factories.site import QINGLAN

SOME = 24


def demonstration(database: Database) -> Any:
    desk, county = ComplaintDesk.of(database), CountyData.load(QINGLAN / "county.yml")
    services = desk.services_of(county)
    return SimpleNamespace(
        resources=SimpleNamespace(database=database),
        vault=desk.vault,
        clock=SystemClock(),
        county=county,
        texts=TEXTS,
        services=SimpleNamespace(complaints=services),
    )


async def test_the_sample_county_has_complaints_in_all_states(database: Database) -> None:
    program = demonstration(database)
    await fill_desk(program, QINGLAN, most=SOME)
    await fill_desk(program, QINGLAN, most=SOME)
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(ParcelRecord)) == 0
        assert await tx.scalar(select(func.count()).select_from(ComplaintRecord)) == SOME
        figures = Counter(await tx.scalars(select(ComplaintFactRecord.figure)))
        assert await audit.line_faults(tx) == []
    assert figures["solved"] >= SOME / 6
    page = await program.services.complaints.ledger.page(ComplaintFilter(HEAD), size=SOME)
    assert len({line.state for line in page.lines}) >= 3


async def test_every_page_of_complaints_has_something_to_show(database: Database) -> None:
    program = demonstration(database)
    services = program.services.complaints
    cases = invented_complaints(QINGLAN, now=program.clock.now())
    event = [case for case in cases if case.form_id.startswith("sample-event")]
    unfounded = [case for case in cases if case.result is ComplaintResult.UNABLE and case.stands in ENDED]
    by_hotline = [case for case in cases if case.channel == "hotline"]
    visited = next(case for case in cases if case.stands == "visited")
    await bring(program, QINGLAN, [*unfounded[:4], by_hotline[0], visited, *event])
    while await services.sifting.step():
        pass
    (shown,) = await services.incident_stories.lines(clerk=HEAD)
    assert (shown.area, shown.members) == ("青溪街道", len(event))
    exclusions = await services.measurement.exclusions(clerk=HEAD)
    assert {one.approved for one in exclusions} == {True, None}
    assert (await services.hotline_back.counted())[0] >= 1
    # What was closed long ago waits for nobody's visit any more.
    page = await services.ledger.page(ComplaintFilter(HEAD), size=50)
    assert all(line.next_on is None for line in page.lines if line.gist.startswith(visited.what[:10]))


async def test_what_was_told_twice_stands_beside_and_is_called_back_about(database: Database) -> None:
    program = demonstration(database)
    services = program.services.complaints
    cases = invented_complaints(QINGLAN, now=program.clock.now())
    repeats = [case for case in cases if case.form_id.startswith("sample-repeat")]
    lamp = next(case for case in cases if case.stands == "call_back" and case.told_scene)
    await bring(program, QINGLAN, [*repeats, lamp])
    async with database.reading() as tx:
        rows = {row.form_id: row for row in await tx.scalars(select(ComplaintRecord))}
    first, again = rows["sample-repeat-0-0"], rows["sample-repeat-0-1"]
    assert (first.state, again.state) == (ComplaintState.CLOSED, ComplaintState.REGISTERED)
    supposed = await services.repeats.supposed(again.number, clerk=OFFICE)
    assert supposed is not None
    assert supposed.number == first.number
    # The county's unit has somebody who asks again, the office somebody who calls back.
    assert (first.handler, first.visit_on is not None) == ("minzheng", True)
    assert rows[lamp.form_id].caller in {OFFICE.login, SECOND.login}
    taken_up, joined = rows["sample-repeat-1-0"], rows["sample-repeat-1-1"]
    assert (taken_up.state, joined.state) == (ComplaintState.HANDLING, ComplaintState.MERGED)
    assert joined.lead == taken_up.number
    pictures = PictureService(database, vault=program.vault, clock=program.clock, filed=filed_forms)
    for holder in (f"{FORM}{taken_up.form_id}", f"{EVIDENCE}{taken_up.number}"):
        (photo,) = await pictures.pictures(holder)
        assert photo.kept
        assert photo.sent_at < program.clock.now()
