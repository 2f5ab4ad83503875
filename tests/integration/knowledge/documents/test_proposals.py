"""What a program read out of a file is never public before a person has confirmed it."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from knowledge.documents.document import Document, DocumentState, Kind
from knowledge.documents.draft import Draft, Fault
from knowledge.ingest.read import read
from knowledge.library.dry_run import ImportOutcome
from tests.factories import papers
from tests.factories.publication import knowledge_services, release

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def notice(amount: str = "60", number: str = "青民〔2026〕12号") -> bytes:
    return papers.word(
        papers.centred("青岚县民政局关于发放高龄津贴的通知"),
        papers.paragraph(number),
        papers.paragraph(
            f"八十周岁以上老人每人每月{amount}元，按月发放到社会保障卡，由乡镇人民政府受理申请。"
        ),
        papers.paragraph("青岚县民政局"),
        papers.paragraph("2026年1月15日"),
    )


@pytest.fixture
def service(database: Database) -> KnowledgeServices:
    return knowledge_services(database, SettableClock(NOW))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "通知.docx"
    path.write_bytes(notice())
    return path


async def imported(service: KnowledgeServices, path: Path) -> str:
    """Import a file of one document; give its id."""
    await service.imports.keep(read([path]), author="w", publish=True)
    (found,) = (await service.shelf.page()).items
    return found.document.id


async def test_nothing_is_public_before_it_is_confirmed(service: KnowledgeServices, file: Path) -> None:
    result = await service.imports.keep(read([file]), author="w", publish=True)
    assert (result.added, result.proposed, result.published) == (1, 1, 0)
    identifier = await imported(service, file)
    with pytest.raises(InputError) as refused:
        await release(service, identifier)
    assert refused.value.text_key == "knowledge.unconfirmed"
    waiting = await service.proposals.of(identifier)
    assert waiting is not None
    assert waiting.proposal.value("issuer") == "青岚县民政局"
    assert await service.proposals.waiting() == 1
    document = await service.proposals.confirm(
        identifier, {"theme": "养老", "expires_on": "2030-12-31", "genre": ""}, actor="chen"
    )
    assert (document.theme, document.expires_on, document.genre) == ("养老", date(2030, 12, 31), "")
    assert await service.proposals.waiting() == 0
    assert (await release(service, identifier)).state is DocumentState.PUBLISHED


async def test_the_same_file_again_changes_nothing_even_after_corrections(
    service: KnowledgeServices, file: Path
) -> None:
    identifier = await imported(service, file)
    await service.proposals.confirm(identifier, {"theme": "养老"}, actor="chen")
    again = await service.imports.keep(read([file]), author="w")
    assert (again.unchanged, again.changed) == (1, 0)
    assert (await service.documents.read(identifier)).version.document.theme == "养老"


async def test_a_changed_file_keeps_corrections_and_waits_again(
    service: KnowledgeServices, file: Path
) -> None:
    identifier = await imported(service, file)
    await service.proposals.confirm(identifier, {"theme": "养老", "kind": "notice"}, actor="chen")
    await release(service, identifier)
    await asyncio.to_thread(file.write_bytes, notice("90"))
    again = await service.imports.keep(read([file]), author="w", publish=True)
    assert (again.changed, again.published) == (1, 0)
    reading = await service.documents.read(identifier)
    assert "90元" in reading.version.text
    assert (reading.version.document.theme, reading.version.document.kind) == ("养老", Kind.NOTICE)
    assert reading.listed.public_version != reading.listed.current_version
    with pytest.raises(InputError):
        await release(service, identifier)


@pytest.mark.parametrize(
    "values", [{"title": " "}, {"written_on": "去年"}, {"id": "x"}, {"validity": "好"}, {"colour": "red"}]
)
async def test_a_wrong_correction_is_named(
    service: KnowledgeServices, file: Path, values: dict[str, str]
) -> None:
    identifier = await imported(service, file)
    with pytest.raises(InputError) as refused:
        await service.proposals.confirm(identifier, values, actor="chen")
    assert refused.value.text_key == "knowledge.bad_field"
    assert await service.proposals.waiting() == 1


async def test_what_has_no_proposal_cannot_be_confirmed(service: KnowledgeServices) -> None:
    await service.imports.keep([Draft(Document("a", "甲"), "正文。", "a.jsonl", 1)], author="w")
    assert await service.proposals.of("a") is None
    with pytest.raises(InputError):
        await service.proposals.confirm("a", {}, actor="w")
    assert (await release(service, "a")).state is DocumentState.PUBLISHED


async def test_a_dry_run_tells_outcomes_proposals_and_twins(
    service: KnowledgeServices, file: Path, tmp_path: Path
) -> None:
    identifier = await imported(service, file)
    copy = tmp_path / "抄件.docx"
    copy.write_bytes(notice(number="青民〔2026〕13号"))
    (tmp_path / "坏.docx").write_bytes(b"x")
    rows = await service.dry_run.rows(read([tmp_path]))
    by_file = {row.file: row for row in rows}
    assert by_file["坏.docx"].outcome is ImportOutcome.FAULTY
    assert by_file["通知.docx"].outcome is ImportOutcome.UNCHANGED
    new = by_file["抄件.docx"]
    assert new.outcome is ImportOutcome.CREATED
    assert new.proposal is not None
    assert new.proposal.value("number") == "青民〔2026〕13号"
    assert [twin.id for twin in new.twins] == [identifier]
    assert new.twins[0].share > 0.8
    assert new.twins[0].same_name
    assert (await service.shelf.page()).total == 1


async def test_a_twin_that_is_kept_already_is_shown(
    service: KnowledgeServices, file: Path, tmp_path: Path
) -> None:
    identifier = await imported(service, file)
    await service.imports.keep([Fault("a", 1, "x")], author="w")
    (row,) = await service.dry_run.rows(
        [Draft(Document("b", "另一题"), (await service.documents.read(identifier)).version.text, "b")]
    )
    assert [(twin.id, twin.kept, twin.same_name) for twin in row.twins] == [(identifier, True, False)]
