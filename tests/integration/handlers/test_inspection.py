"""Inspections on both engines: what is found of links, columns, guides and policies, and a quarter of reports."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import SettableClock
from bot.database import Database
from handlers.inspection.links import LinkRounds
from handlers.inspection.records import InspectionReportRecord, LinkCheckRecord
from handlers.inspection.schedule import ReportKind
from handlers.inspection.service import Inspections
from handlers.workdays import load_calendar
from knowledge.documents.document import DocumentState, Explanation, Kind, Validity
from knowledge.documents.records import DocumentRecord, VersionRecord
from knowledge.library.due import DueSettings
from tests.factories.rows import row

NOW = datetime(2026, 7, 1, 1, tzinfo=UTC)
TODAY = date(2026, 7, 1)
CARD = '{"id": "a", "title": "甲"}'


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


async def replies(first: date, last: date) -> Mapping[str, tuple[int, int]]:
    del first, last
    return {"甲县民政局": (4, 3)}


@pytest.fixture
def inspections(database: Database, clock: SettableClock) -> Inspections:
    return Inspections(
        database, rules=DueSettings("甲县"), calendar=load_calendar, replies=replies, clock=clock
    )


async def add(database: Database, identifier: str, kind: Kind, *, text: str = "", **more: object) -> None:
    values = {
        "unit": "甲县民政局",
        "issuer": "甲县人民政府",
        "dated_on": date(2026, 6, 1),
        "public_version": 1,
        "state": DocumentState.PUBLISHED,
        "validity": Validity.VALID,
        "explanation": Explanation.GENERAL,
        "guide_gaps": [],
        "interprets": [],
        **more,
    }
    async with database.transaction() as tx:
        tx.add(row(DocumentRecord, id=identifier, title=identifier, kind=kind, **values))
        await tx.flush()
        tx.add(
            row(
                VersionRecord,
                document_id=identifier,
                number=1,
                card=f'{{"id": "{identifier}", "title": "甲"}}',
                text=text,
            )
        )


async def test_the_sheet_counts_what_there_is(
    database: Database, inspections: Inspections, clock: SettableClock
) -> None:
    await add(database, "explained", Kind.POLICY)
    await add(database, "words", Kind.INTERPRETATION, interprets=["explained"])
    await add(database, "unexplained", Kind.POLICY)
    await add(database, "exempt", Kind.POLICY, explanation=Explanation.EXEMPT)
    await add(database, "new", Kind.POLICY, dated_on=TODAY)
    await add(database, "ended", Kind.POLICY, validity=Validity.ABOLISHED)
    await add(database, "whole", Kind.GUIDE)
    await add(database, "lacking", Kind.GUIDE, guide_gaps=["fee"])
    await add(database, "draft", Kind.GUIDE, public_version=None)
    await add(database, "notice", Kind.NOTICE, dated_on=date(2025, 12, 1))
    await add(database, "foreign", Kind.GUIDE, unit="乙县民政局", issuer="乙县人民政府")
    await add(
        database,
        "linked",
        Kind.CATALOGUE,
        text="见[旧页](https://old.example/a)和[新页](https://new.example/b)",
    )

    async def is_dead(address: str) -> bool | None:
        return "old" in address

    rounds = LinkRounds(database, clock=clock)
    assert await rounds.step(is_dead) > 0
    assert await rounds.step(is_dead) == 0
    await inspections.renew()
    sheet = await inspections.sheet()
    assert sheet is not None
    (line,) = sheet.lines
    assert line.parts == {
        "response": (3, 4),
        "pairing": (1, 2),
        "guides": (1, 2),
        "links": (1, 2),
        "columns": (4, 5),
    }
    assert line.score == pytest.approx(100 * (0.75 + 0.5 + 0.5 + 0.5 + 0.8) / 5)
    assert [one["id"] for one in sheet.unexplained] == ["unexplained"]
    assert [one["id"] for one in sheet.incomplete] == ["lacking"]
    assert [one["address"] for one in sheet.dead] == ["https://old.example/a"]
    assert [(one["kind"], one["days"]) for one in sheet.stale] == [("notice", 212)]


async def test_links_are_tried_again_after_a_week_and_forgotten_with_their_document(
    database: Database, clock: SettableClock
) -> None:
    await add(database, "linked", Kind.NOTICE, text="见[页](https://one.example/a)")
    rounds, asked = LinkRounds(database, clock=clock), Counter[str]()

    async def is_dead(address: str) -> bool | None:
        asked[address] += 1
        return None

    await rounds.step(is_dead)
    clock.advance(timedelta(days=6))
    await rounds.step(is_dead)
    clock.advance(timedelta(days=2))
    await rounds.step(is_dead)
    assert asked == {"https://one.example/a": 2}
    async with database.transaction() as tx:
        document = await tx.get(DocumentRecord, "linked")
        assert document is not None
        document.public_version = None
    await rounds.step(is_dead)
    async with database.reading() as tx:
        assert not (await tx.scalars(select(LinkCheckRecord))).all()


async def test_a_quarter_has_its_reports_each_once(
    database: Database, inspections: Inspections, clock: SettableClock
) -> None:
    await add(database, "notice", Kind.NOTICE)

    async def health() -> Mapping[str, str]:
        return {"index": "yes"}

    while clock.now().date() <= date(2026, 10, 1):
        # A worker looks every so often, at night too; on some days none runs at all.
        if clock.now().date() not in {date(2026, 8, 1), date(2026, 8, 2)}:
            await inspections.step(health)
        clock.advance(timedelta(hours=9))
    async with database.reading() as tx:
        rows = (await tx.scalars(select(InspectionReportRecord))).all()
    made = [(ReportKind(one.kind), one.first_on) for one in rows if one.kind != ReportKind.SHEET]
    kinds = Counter(kind for kind, _ in made)
    assert len(set(made)) == len(made)
    assert [day for kind, day in sorted(made) if kind is ReportKind.MONTHLY] == [
        date(2026, month, 1) for month in (6, 7, 8, 9)
    ]
    assert [day for kind, day in sorted(made) if kind is ReportKind.QUARTERLY] == [
        date(2026, 4, 1),
        date(2026, 7, 1),
    ]
    assert kinds[ReportKind.DAILY] == 93 - 2
    reports = await inspections.reports()
    assert all(
        one.health == ({"index": "yes"} if one.span.kind is ReportKind.DAILY else {}) for one in reports
    )
