"""The demonstration's complaints go through the real services, nobody is written to, and a second start adds nothing."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from adapters.cli.sample.complaint_desk import fill_desk
from adapters.county import CountyData
from bot import audit
from bot.clock import SystemClock
from bot.database import Database
from bot.outbound.outbox import ParcelRecord
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.case.store import ComplaintFilter
from handlers.complaints.measures.records import ComplaintFactRecord
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
    assert figures["solved"] > SOME / 4
    page = await program.services.complaints.ledger.page(ComplaintFilter(HEAD), size=SOME)
    assert len({line.state for line in page.lines}) >= 3
