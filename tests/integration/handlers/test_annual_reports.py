"""The report comes from the ledger as it stands; only what the ledger cannot know is entered, agency by agency."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from handlers.disclosure.annual_report import form
from handlers.disclosure.annual_report.entry import AnnualEntry
from handlers.disclosure.case.lifecycle import State
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.figures.annual import AnnualReports
from tests.factories.proceedings import AGENCIES
from tests.factories.rows import row

NOW = datetime(2027, 1, 11, 1, tzinfo=UTC)
PUBLISHED = {line: dict.fromkeys(columns, 2) for line, columns in form.PUBLISHED_COLUMNS.items()}
OTHERS = [one.key for one in AGENCIES.agencies[1:]]


def carried(natural: int) -> dict[str, int]:
    return {**dict.fromkeys(form.APPLICANTS, 0), "natural": natural, form.TOTAL: natural}


def request(received: date | None, **values: Any) -> DisclosureRequestRecord:
    values = {"state": State.SEARCHING.value, "category": "natural", "information": "甲"} | values
    return row(DisclosureRequestRecord, receipt_on=received, **values)


@pytest.fixture
async def reports(database: Database) -> AnnualReports:
    async with database.transaction() as tx:
        tx.add_all(
            [
                request(date(2025, 12, 30)),
                request(date(2026, 3, 3)),
                request(date(2026, 3, 4), agency=OTHERS[0], category="business"),
                request(None),
                request(date(2027, 1, 4)),
            ]
        )
    return AnnualReports(database, clock=SettableClock(NOW))


async def test_the_ledger_makes_the_report_and_names_what_it_does_not_count(reports: AnnualReports) -> None:
    report = await reports.report("", 2026, name="青岚县人民政府")
    cells = [report.cell(line) for line in (form.NEW, form.CARRIED_OVER, form.CARRIED_FORWARD)]
    assert (cells, len(report.unclassified), report.broken()) == ([1, 1, 2], 1, ())
    assert report.published == {}


async def test_last_years_published_row_is_held_against_this_years(reports: AnnualReports) -> None:
    await reports.enter(AnnualEntry({}, carried(2)), agency="", year=2026, actor="wangli")
    (natural, total) = (await reports.report("", 2026, name="县")).broken()
    assert (natural.row, natural.column, natural.wanted, natural.found) == (
        form.REQUEST_ROWS[form.CARRIED_OVER],
        "自然人",
        2,
        1,
    )
    assert total.column == "总计"
    await reports.enter(AnnualEntry({}, carried(1)), agency="", year=2026, actor="wangli")
    assert (await reports.report("", 2026, name="县")).broken() == ()


async def test_all_agencies_are_merged_and_table_two_when_each_has_entered_it(
    reports: AnnualReports,
) -> None:
    whole = await reports.whole(2026, agencies=AGENCIES, name="县")
    assert (whole.cell(form.NEW), whole.cell(form.NEW, "business"), whole.published) == (2, 1, {})
    for key in ("", *OTHERS[1:]):
        await reports.enter(AnnualEntry(PUBLISHED, None), agency=key, year=2026, actor="wangli")
    lacking = AGENCIES.agency(OTHERS[0])
    assert lacking
    assert await reports.lacking(2026, agencies=AGENCIES) == (lacking.name,)
    await reports.enter(AnnualEntry(PUBLISHED, None), agency=OTHERS[0], year=2026, actor="liuhua")
    assert await reports.lacking(2026, agencies=AGENCIES) == ()
    whole = await reports.whole(2026, agencies=AGENCIES, name="县")
    assert whole.published["permits"]["decisions"] == 2 * len(AGENCIES.agencies)
    assert await reports.entered("", 2025) == AnnualEntry({}, None)


async def test_every_entry_is_in_the_chain(reports: AnnualReports, database: Database) -> None:
    await reports.enter(AnnualEntry(PUBLISHED, carried(1)), agency="", year=2026, actor="wangli")
    await reports.enter(AnnualEntry(), agency="", year=2026, actor="liuhua")
    assert await reports.entered("", 2026) == AnnualEntry({}, None)
    async with database.reading() as tx:
        chosen = select(AuditRecord.actor).where(AuditRecord.action == "disclosure:annual-entry")
        assert list(await tx.scalars(chosen.order_by(AuditRecord.id))) == ["wangli", "liuhua"]
