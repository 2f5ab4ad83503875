"""A document read off pictures keeps its file, and nobody may submit it before a person has looked at what is doubtful."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from adapters.services.knowledge import KnowledgeServices
from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.privacy import Vault
from knowledge.documents.draft import Fault
from knowledge.documents.scans.records import ScanPartRecord
from knowledge.ingest.read import read
from tests.factories import papers
from tests.factories.publication import AS_IT_IS, WRITER, knowledge_services
from tests.factories.scan_pages import PreparedScans, doubted, page, piece
from tests.factories.snapshots import png
from tests.fakes.index_notice import ToldIndex

CLOCK = SettableClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
BODY = "为做好高龄津贴发放工作，现将有关事项通知如下，请认真执行。"
PAGES = (
    page(
        [
            piece("关于发放高龄津贴的通知", 270, 60, letter=26),
            piece("青民〔2026〕3号", 330, 140),
            piece(BODY, 140, 220),
            doubted("每人每月1,260元。", "1,260", 140, 260),
        ]
    ),
    page(
        [
            doubted("联系人：王建国，自2026年3月1日起。", "王建国", 140, 100),
            piece("特此通知。", 140, 180),
            piece(BODY, 140, 220),
        ],
        number=2,
    ),
)


@pytest.fixture
def service(database: Database) -> KnowledgeServices:
    return KnowledgeServices.of(database, CLOCK, index=ToldIndex(), vault=lambda: Vault("s" * 32))


async def imported(service: KnowledgeServices, folder: Path, content: bytes | None = None) -> str:
    """Import one picture; give its document's id."""
    path = folder / "扫描.png"
    path.write_bytes(content or png())
    await service.imports.keep(read([path], scans=PreparedScans(folder, PAGES)), author="w", publish=True)
    (found,) = (await service.shelf.page()).items
    return found.document.id


async def refusal(service: KnowledgeServices, identifier: str) -> str:
    """Submit a document whose particulars are confirmed; give why it is refused."""
    await service.proposals.confirm(identifier, {}, actor="w")
    with pytest.raises(InputError) as refused:
        await service.reviews.submit(identifier, AS_IT_IS, actor=WRITER)
    return refused.value.text_key


async def test_it_waits_until_each_doubtful_place_was_looked_at(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    identifier = await imported(service, tmp_path)
    assert await service.scans.waiting(identifier) == 2
    assert await refusal(service, identifier) == "scans.waiting"
    sheet = await service.scans.sheet(identifier)
    assert [(one.number, one.doubts, one.waiting) for one in sheet.pages] == [(1, 1, 1), (2, 1, 1)]
    assert await service.scans.look(identifier, 1, ticked={(3, 0)}, lines={}, actor="陈明") == 1
    assert (await service.scans.sheet(identifier)).number == 2
    # A place that is not there is nobody's tick.
    assert await service.scans.look(identifier, 2, ticked={(7, 0), (0, 3)}, lines={}, actor="陈明") == 1
    assert await service.scans.look(identifier, 2, ticked={(0, 0)}, lines={}, actor="陈明") == 0
    given = await service.reviews.submit(identifier, AS_IT_IS, actor=WRITER)
    assert given.version == 1


async def test_a_mended_line_makes_a_version_and_counts_as_looked_at(
    service: KnowledgeServices, database: Database, tmp_path: Path
) -> None:
    identifier = await imported(service, tmp_path)
    left = await service.scans.look(
        identifier, 1, ticked=set(), lines={3: "每人每月1,250元。", 0: "关于发放高龄津贴的通知"}, actor="陈明"
    )
    assert left == 1
    version = (await service.documents.read(identifier)).version
    assert (version.number, "1,250元" in version.text, "1,260" in version.text) == (2, True, False)
    assert (await service.scans.sheet(identifier, 1)).lines[3].text == "每人每月1,250元。"
    async with database.reading() as tx:
        row = (await tx.scalars(select(AuditRecord).where(AuditRecord.action == "knowledge:scan"))).one()
        assert row.detail["mended"] == "1"


async def test_a_line_that_left_the_text_is_not_mended_and_nothing_is_ticked(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    identifier = await imported(service, tmp_path)
    await service.scans.look(identifier, 1, ticked=set(), lines={1: "青民〔2026〕5号"}, actor="陈明")
    for lines, key in (({0: "长" * 600}, "scans.too_long"),):
        with pytest.raises(InputError) as refused:
            await service.scans.look(identifier, 2, ticked={(0, 0)}, lines=lines, actor="陈明")
        assert refused.value.text_key == key
    assert await service.scans.waiting(identifier) == 2
    with pytest.raises(InputError, match=r"scans\.missing"):
        await service.scans.look(identifier, 9, ticked=set(), lines={}, actor="陈明")


async def test_the_file_is_kept_sealed_and_comes_back_as_it_was(
    service: KnowledgeServices, database: Database, tmp_path: Path
) -> None:
    content = png(width=40, height=30)
    identifier = await imported(service, tmp_path, content)
    kept = await service.scans.file(identifier, 2)
    assert (kept.form, kept.content, kept.turn) == ("picture", content, 0)
    async with database.reading() as tx:
        assert content not in b"".join(await tx.scalars(select(ScanPartRecord.sealed)))


async def test_the_original_takes_the_scan_out_of_force(
    service: KnowledgeServices, database: Database, tmp_path: Path
) -> None:
    identifier = await imported(service, tmp_path)
    original = papers.word(
        papers.centred("关于发放高龄津贴的通知"),
        papers.paragraph("青民〔2026〕3号"),
        papers.paragraph("每人每月1,250元。"),
    )
    (tmp_path / "原稿.docx").write_bytes(original)
    done = await service.imports.keep(read([tmp_path / "原稿.docx"]), author="w")
    assert done.changed == 1
    assert await service.scans.waiting(identifier) is None
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(ScanPartRecord)) == 1


async def test_without_recognition_it_is_said_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "扫描.jpg").write_bytes(png())
    (fault,) = [item for item in read([tmp_path / "扫描.jpg"]) if isinstance(item, Fault)]
    assert "mingbai scans install" in fault.reason


async def test_without_a_key_nothing_is_kept(database: Database, tmp_path: Path) -> None:
    bare = knowledge_services(database, CLOCK)
    with pytest.raises(ServiceError, match=r"scans\.no_key"):
        await imported(bare, tmp_path)
    assert (await bare.shelf.page()).items == ()
