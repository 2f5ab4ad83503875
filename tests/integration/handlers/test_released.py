"""Documents found for a request on a real database: kept sealed, covered, copied, checked by a second person, proposed."""

import asyncio
import sys

import pytest
from sqlalchemy import select, text

from bot import audit
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError, ServiceError
from bot.privacy import Vault
from bot.sealed_files import PART_BYTES
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import Actor
from handlers.disclosure.case.retention import closed_on, erase_applicants
from handlers.disclosure.case.service import DisclosureService
from handlers.disclosure.case.store import log_of
from handlers.disclosure.decision.grounds import AnswerGround
from handlers.disclosure.released.darkroom import Darkroom
from handlers.disclosure.released.records import FilePartRecord, FoundDocumentRecord
from handlers.disclosure.released.service import ReleasedDocuments
from handlers.files.document_form import DocumentForm
from handlers.texts import Texts
from handlers.workdays import load_calendar
from knowledge.documents import store as documents
from tests.factories import found_papers, papers
from tests.factories.disclosure import FILED_AT, application, origin
from tests.factories.publication import knowledge_services

VAULT = Vault("a secret of the test")
EDGES = found_papers.SECRET_EDGES
WANG, ZHAO, QIAN = (Clerk(login, frozenset({Actor.STAFF})) for login in ("wang", "zhao", "qian"))


async def no_office(content: bytes, ending: str) -> bytes:
    raise ServiceError("letters.no_office", permanent=True)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(FILED_AT)


@pytest.fixture
def service(database: Database, clock: SettableClock) -> ReleasedDocuments:
    return released(database, clock)


def released(
    database: Database,
    clock: SettableClock,
    *,
    make_pages: object = no_office,
    darkroom: Darkroom | None = None,
) -> ReleasedDocuments:
    return ReleasedDocuments(
        database,
        vault=VAULT,
        clock=clock,
        editor=knowledge_services(database, clock).editor,
        make_pages=make_pages,  # type: ignore[arg-type]
        darkroom=darkroom,
    )


@pytest.fixture
async def number(database: Database, clock: SettableClock) -> str:
    filed = DisclosureService(
        database, vault=VAULT, clock=clock, calendar=load_calendar(), texts=Texts.load()
    )
    return (await filed.submit(application(), origin=origin())).number


async def covered(service: ReleasedDocuments, number: str) -> str:
    """Put a letter in and cover what is not to be shown."""
    added = await service.add(number, "报告.pdf", found_papers.letter(), clerk=WANG)
    await service.cover(added, 1, EDGES, ground="third_party", note="", clerk=WANG)
    return added


async def test_a_document_is_kept_with_its_case_and_sealed(
    database: Database, service: ReleasedDocuments, number: str
) -> None:
    content = found_papers.letter(2)
    added = await service.add(number, "C:\\资料\\李一鸣13800001234的材料.doc", content, clerk=WANG)
    [document] = await service.documents(number, clerk=WANG)
    assert (document.id, document.pages, document.form) == (added, 2, DocumentForm.PDF)
    assert document.name == "李一鸣13800001234的材料.pdf"
    assert await service.original(added, clerk=WANG) == content
    async with database.reading() as tx:
        parts = (await tx.scalars(select(FilePartRecord))).all()
        assert {part.owner for part in parts} == {added, f"{added}-pages", f"{added}-name"}
        assert all(found_papers.SECRET.encode() not in part.sealed for part in parts)
        log = await log_of(tx, [number])
        assert await audit.line_faults(tx) == []
        assert await audit.first_broken(tx) is None
    assert [line.kind for line in log] == ["submitted", "document_added"]
    assert closed_on(log) == closed_on(log[:1])


async def test_a_large_file_is_kept_in_small_parts(
    database: Database, service: ReleasedDocuments, number: str
) -> None:
    content = found_papers.letter() + b"%" * (2 * PART_BYTES)
    added = await service.add(number, "大.pdf", content, clerk=WANG)
    async with database.reading() as tx:
        parts = await tx.scalars(select(FilePartRecord).where(FilePartRecord.owner == added))
        assert len(parts.all()) == 3
    assert await service.original(added, clerk=WANG) == content


async def test_the_copy_is_made_with_the_boxes_and_keeps_them(
    database: Database, service: ReleasedDocuments, number: str
) -> None:
    added = await covered(service, number)
    copy = await service.make_copy(added, clerk=WANG)
    content = await service.copy(copy, clerk=WANG)
    assert content.startswith(b"%PDF")
    assert found_papers.SECRET.encode() not in content
    [drawn] = (await service.document(added, clerk=WANG)).boxes
    await service.uncover(added, drawn.id, clerk=WANG)
    await service.uncover(added, drawn.id, clerk=WANG)
    document = await service.document(added, clerk=WANG)
    [kept] = document.copies[0].boxes
    assert (document.boxes, document.changed_since) == ((), True)
    assert (kept.box, kept.ground) == (drawn.box, AnswerGround.THIRD_PARTY)
    assert "第十五条" in kept.article
    assert await service.copy(copy, clerk=WANG) == content
    await service.make_copy(added, clerk=WANG)
    document = await service.document(added, clerk=WANG)
    assert [(one.serial, len(one.boxes)) for one in document.copies] == [(1, 1), (2, 0)]
    assert not document.changed_since
    async with database.reading() as tx:
        actions = (await tx.scalars(select(audit.AuditRecord.action).order_by(audit.AuditRecord.id))).all()
        assert await audit.first_broken(tx) is None
    assert actions[1:] == [
        "disclosure:document-added",
        "disclosure:cover",
        "disclosure:copy-made",
        "disclosure:uncover",
        "disclosure:copy-made",
    ]


async def test_copies_made_at_once_get_different_numbers(service: ReleasedDocuments, number: str) -> None:
    added = await covered(service, number)
    await asyncio.gather(*(service.make_copy(added, clerk=WANG) for _ in range(3)))
    assert [one.serial for one in (await service.document(added, clerk=WANG)).copies] == [1, 2, 3]


async def test_whoever_made_a_copy_does_not_check_it(service: ReleasedDocuments, number: str) -> None:
    added = await covered(service, number)
    copy = await service.make_copy(added, clerk=WANG)
    with pytest.raises(ProcedureError, match="own_check"):
        await service.check_copy(copy, clerk=WANG)
    with pytest.raises(ProcedureError, match="unchecked"):
        await service.propose(copy, title="报告", text="正文", clerk=ZHAO)
    await service.check_copy(copy, clerk=ZHAO)
    [kept] = (await service.document(added, clerk=WANG)).copies
    assert (kept.checked_by, kept.checked_at) == ("zhao", FILED_AT)
    with pytest.raises(InputError, match="checked_already"):
        await service.check_copy(copy, clerk=QIAN)


async def test_what_was_released_is_proposed_once_as_a_draft(
    database: Database, service: ReleasedDocuments, number: str
) -> None:
    added = await covered(service, number)
    copy = await service.make_copy(added, clerk=WANG)
    await service.check_copy(copy, clerk=ZHAO)
    words = await service.text_outside(added, clerk=WANG)
    assert found_papers.OPEN_WORDS in words
    assert "SECRET" not in words
    assert "339901" not in words
    with pytest.raises(InputError, match="no_title"):
        await service.propose(copy, title=" ", text=words, clerk=WANG)
    draft = await service.propose(copy, title="青岚县2025年决算", text=words, clerk=WANG)
    async with database.reading() as tx:
        record = await documents.locked_record(tx, draft)
        assert record
        assert (record.state, record.title) == ("draft", "青岚县2025年决算")
    with pytest.raises(InputError, match="proposed_already"):
        await service.propose(copy, title="青岚县2025年决算", text=words, clerk=WANG)
    assert (await service.document(added, clerk=WANG)).copies[0].proposed == draft


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7 nothing of the kind", "broken"),
        (b"<html></html>", "kind"),
        (papers.word(papers.paragraph("x")), "no_office"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "broken"),
        (b"\xff\xd8\xff" + bytes(50), "broken"),
    ],
    ids=["pdf", "page", "office", "png", "jpeg"],
)
async def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(
    database: Database, service: ReleasedDocuments, number: str, content: bytes, why: str
) -> None:
    with pytest.raises(InputError) as refused:
        await service.add(number, "x.pdf", content, clerk=WANG)
    assert refused.value.text_key == f"released.refused.{why}"
    assert Texts.load()(refused.value.text_key, **refused.value.values)
    async with database.reading() as tx:
        assert (await tx.scalars(select(FoundDocumentRecord))).all() == []
        assert (await tx.scalars(select(FilePartRecord))).all() == []


async def test_an_office_file_goes_through_the_office_suite(
    database: Database, clock: SettableClock, number: str
) -> None:
    asked = []

    async def suite(content: bytes, ending: str) -> bytes:
        asked.append(ending)
        return found_papers.letter()

    service = released(database, clock, make_pages=suite)
    content = papers.workbook({"一": [["决算"]]})
    added = await service.add(number, "表.xls", content, clerk=WANG)
    document = await service.document(added, clerk=WANG)
    assert (asked, document.name, document.pages) == (["xlsx"], "表.xlsx", 1)
    assert await service.original(added, clerk=WANG) == content
    assert (await service.picture(added, 1, clerk=WANG)).startswith(b"\x89PNG")


async def test_a_file_that_takes_too_long_is_given_up(
    database: Database, clock: SettableClock, number: str, tmp_path: object
) -> None:
    stuck = Darkroom(seconds=0.2, module="tests.fakes.stuck")
    with pytest.raises(InputError, match="slow"):
        await released(database, clock, darkroom=stuck).add(
            number, "x.pdf", found_papers.letter(), clerk=WANG
        )
    broken = Darkroom(module="this.is.no.module")
    with pytest.raises(InputError, match="broken"):
        await released(database, clock, darkroom=broken).add(
            number, "x.pdf", found_papers.letter(), clerk=WANG
        )
    assert "this.is.no.module" not in sys.modules


async def test_nothing_is_added_to_an_unknown_case_or_one_whose_applicant_was_erased(
    database: Database, service: ReleasedDocuments, number: str
) -> None:
    with pytest.raises(InputError, match="no_case"):
        await service.add("GK209901010001", "x.pdf", found_papers.letter(), clerk=WANG)
    async with database.transaction() as tx:
        await erase_applicants(tx, [number], now=FILED_AT)
    with pytest.raises(InputError, match="closed_case"):
        await service.add(number, "x.pdf", found_papers.letter(), clerk=WANG)


async def test_a_box_needs_a_page_a_place_and_a_ground(service: ReleasedDocuments, number: str) -> None:
    added = await service.add(number, "x.pdf", found_papers.letter(), clerk=WANG)
    for page, edges, ground, why in (
        (2, EDGES, "internal", "no_page"),
        (1, (5.0, 5.0, 5.0, 5.0), "internal", "empty_box"),
        (1, EDGES, "", "no_ground"),
        (1, EDGES, "provided", "no_ground"),
    ):
        with pytest.raises(InputError, match=why):
            await service.cover(added, page, edges, ground=ground, note="", clerk=WANG)
    await service.cover(added, 1, EDGES, ground="internal", note="李一鸣，13800001234", clerk=WANG)
    [drawn] = (await service.document(added, clerk=WANG)).boxes
    assert "13800001234" not in drawn.note
    for deed in (service.document, service.original, service.make_copy):
        with pytest.raises(InputError, match="missing"):
            await deed("none", clerk=WANG)
    with pytest.raises(InputError, match="missing_copy"):
        await service.copy("none", clerk=WANG)


async def test_a_file_that_was_changed_in_the_database_is_not_given(
    database: Database, service: ReleasedDocuments, number: str
) -> None:
    added = await service.add(number, "x.pdf", found_papers.letter() + b"%" * PART_BYTES, clerk=WANG)
    async with database.transaction() as tx:
        await tx.execute(
            text("DELETE FROM disclosure_file_parts WHERE owner = :owner AND place = 1"), {"owner": added}
        )
    with pytest.raises(ServiceError, match="changed_content"):
        await service.original(added, clerk=WANG)


async def test_another_agencys_documents_are_as_good_as_missing(
    service: ReleasedDocuments, number: str
) -> None:
    added = await covered(service, number)
    copy = await service.make_copy(added, clerk=WANG)
    stranger = Clerk("sun", frozenset({Actor.STAFF}), agency="jiaoyu")
    for deed in (service.document, service.original, service.make_copy):
        with pytest.raises(InputError, match=r"refused\.missing"):
            await deed(added, clerk=stranger)
    for deed in (service.copy, service.check_copy):
        with pytest.raises(InputError, match=r"refused\.missing"):
            await deed(copy, clerk=stranger)
    for asked in (service.documents(number, clerk=stranger), service.documents("GK0", clerk=WANG)):
        with pytest.raises(InputError, match="no_case"):
            await asked
    with pytest.raises(InputError, match="no_case"):
        await service.add(number, "x.pdf", found_papers.letter(), clerk=stranger)


async def test_whoever_looks_through_may_check_but_not_cover(service: ReleasedDocuments, number: str) -> None:
    added = await covered(service, number)
    copy = await service.make_copy(added, clerk=WANG)
    counsel = Clerk("li", frozenset({Actor.LEGAL}))
    assert len((await service.document(added, clerk=counsel)).boxes) == 1
    with pytest.raises(ProcedureError, match=r"refused\.part"):
        await service.cover(added, 1, EDGES, ground="internal", note="", clerk=counsel)
    for refused in (
        service.make_copy(added, clerk=counsel),
        service.add(number, "x.pdf", found_papers.letter(), clerk=counsel),
    ):
        with pytest.raises(ProcedureError, match=r"refused\.part"):
            await refused
    await service.check_copy(copy, clerk=counsel)
    assert (await service.document(added, clerk=WANG)).copies[0].checked_by == "li"
