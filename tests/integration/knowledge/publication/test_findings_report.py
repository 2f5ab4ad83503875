"""The report of findings: what was found in a period, and what became of it, by kind, unit and month."""

from datetime import UTC, date, datetime

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from knowledge.documents.document import Disclosure, Document, Explanation
from knowledge.documents.draft import Draft
from knowledge.publication.findings_report import Fate, Figures, FindingsLog
from knowledge.publication.lifecycle import Duty, Person
from knowledge.publication.proofreading.finding import Finding, Trouble, Weight
from knowledge.publication.submission import Submission
from tests.factories.publication import knowledge_services

NOVEMBER = datetime(2026, 11, 3, 2, tzinfo=UTC)
TYPO = Finding(Trouble.TYPO, Weight.LOOK, "misprint", "截止")
PHONE = Finding(Trouble.PERSONAL, Weight.REASON, "mobile", "139****1234")
LINK = Finding(Trouble.LINK, Weight.REASON, "dead", "http://x.example/1")
CLERK = Person("clerk", frozenset({Duty.DRAFT}))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOVEMBER)


@pytest.fixture
async def knowledge(database: Database, clock: SettableClock) -> KnowledgeServices:
    service = knowledge_services(database, clock)
    for name, unit in (("a", "甲县财政局"), ("b", "甲县教育局"), ("c", "甲县教育局")):
        await keep(service, name, unit)
    return service


async def keep(service: KnowledgeServices, name: str, unit: str, text: str = "第一条 内容。\n") -> None:
    document = Document(name, f"{name}办法", unit=unit, issuer=unit, explanation=Explanation.EXEMPT)
    await service.imports.keep([Draft(document, text, "x", 1)], author="w")


def fates(figures: Figures) -> tuple[int, int, int]:
    return (figures.fates[Fate.MENDED], figures.fates[Fate.KEPT], figures.fates[Fate.OPEN])


async def test_found_mended_kept_and_open_add_up(knowledge: KnowledgeServices, clock: SettableClock) -> None:
    log: FindingsLog = knowledge.findings
    await log.note("a", 1, [TYPO, PHONE, LINK])
    await log.note("b", 1, [TYPO])
    await log.note("c", 1, [])
    await keep(knowledge, "a", "甲县财政局", "第一条 改过的内容。\n")
    clock.set(datetime(2026, 12, 1, 2, tzinfo=UTC))
    await log.note("a", 2, [LINK, TYPO])
    report = await log.report(date(2026, 11, 1), date(2026, 11, 30))
    assert (report.whole.documents, report.whole.found) == (3, 4)
    assert fates(report.whole) == (1, 0, 3)
    assert [(one.of, one.documents, one.found) for one in report.units] == [
        ("甲县财政局", 1, 3), ("甲县教育局", 2, 1),
    ]  # fmt: skip
    assert {one.of: one.found for one in report.kinds} == {"typo": 2, "personal": 1, "link": 1}
    assert [(one.of, one.found) for one in report.months] == [("2026-11", 4)]
    for group in (report.kinds, report.units, report.months):
        assert sum(one.found for one in group) == report.whole.found
    # What is submitted as it stands is kept; the rest stays open.
    await knowledge.reviews.submit("a", Submission(Disclosure.ACTIVE), actor=CLERK)
    assert fates((await log.report(date(2026, 11, 1), date(2026, 11, 30))).whole) == (1, 2, 1)


async def test_only_the_period_counts(knowledge: KnowledgeServices, clock: SettableClock) -> None:
    await knowledge.findings.note("a", 1, [TYPO])
    clock.set(datetime(2027, 1, 5, 2, tzinfo=UTC))
    await knowledge.findings.note("b", 1, [PHONE])
    later = await knowledge.findings.report(date(2027, 1, 1), date(2027, 1, 31))
    assert (later.whole.documents, [one.of for one in later.kinds]) == (1, ["personal"])
    assert (await knowledge.findings.report(date(2026, 1, 1), date(2026, 1, 31))).whole.found == 0
    assert len((await knowledge.findings.report(date(2026, 11, 1), date(2027, 1, 31))).months) == 2


async def test_the_last_look_at_a_version_counts(knowledge: KnowledgeServices) -> None:
    await knowledge.findings.note("a", 1, [TYPO, TYPO, PHONE])
    await knowledge.findings.note("a", 1, [TYPO])
    report = await knowledge.findings.report(date(2026, 11, 3), date(2026, 11, 3))
    assert (report.whole.documents, report.whole.found) == (1, 1)
