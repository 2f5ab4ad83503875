"""Drafts and versions are thrown away and brought back on real databases; what was public or reviewed stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.privacy import Vault
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.documents.scans.records import ScanRecord
from knowledge.documents.scans.scan import Box, Scan, ScanLine, ScanPage
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.library.discards import KEPT, OldDiscards
from knowledge.library.editor import WrittenVersion
from knowledge.library.import_choices import ImportChoices, row_key
from knowledge.publication.lifecycle import CHECKLISTS, Duty, Person, Stage, Step
from knowledge.publication.reviews import ReviewVerdict
from tests.factories.publication import AS_IT_IS, WRITER, knowledge_services, release
from tests.fakes.index_notice import ToldIndex

NOTICE = "关于停水的公告\n因检修，6月3日停水一天。\n青岚县水利局\n2026年6月1日\n"
VALUES = {"title": "夜班公交公告", "kind": "notice", "theme": "公安交通"}


REVIEWER = Person("sun", frozenset({Duty.FIRST}))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 11, 20, tzinfo=UTC))


@pytest.fixture
def knowledge(database: Database, clock: SettableClock) -> KnowledgeServices:
    return knowledge_services(database, clock)


def draft(text: str = NOTICE, file: str = "公告.txt") -> Draft:
    return to_draft(Manuscript(text), file=file)


def scanned(folder: Path) -> Draft:
    """Give a draft that was read off a picture of one line."""
    path = folder / "公告.png"
    path.write_bytes(b"a picture")
    page = ScanPage(1, 0, (ScanLine("停水一天。", 0.99, Box(0, 0, 100, 20)),))
    return replace(draft("停水一天。\n", "公告.png"), scan=Scan("png", "0" * 64, (page,), path))


async def test_a_wrong_import_is_thrown_away_and_brought_back_whole(knowledge: KnowledgeServices) -> None:
    one = draft()
    await knowledge.imports.keep([one], author="chen")
    name = one.document.id
    before = await knowledge.documents.read(name)
    gone = await knowledge.discards.discard(name, actor="chen")
    with pytest.raises(InputError, match=r"knowledge\.missing"):
        await knowledge.documents.read(name)
    assert await knowledge.proposals.of(name) is None
    assert [row.title for row in await knowledge.discards.discarded()] == ["关于停水的公告"]
    await knowledge.discards.restore(gone.id, actor="chen")
    after = await knowledge.documents.read(name)
    assert (after.version.document, after.version.text) == (before.version.document, before.version.text)
    waiting = await knowledge.proposals.of(name)
    assert waiting is not None
    assert waiting.confirmed_at is None
    assert await knowledge.discards.discarded() == []
    with pytest.raises(InputError, match="not_discarded"):
        await knowledge.discards.restore(gone.id, actor="chen")


async def test_a_draft_that_came_again_is_not_written_over(knowledge: KnowledgeServices) -> None:
    await knowledge.imports.keep([draft()], author="chen")
    gone = await knowledge.discards.discard(draft().document.id, actor="chen")
    assert (await knowledge.imports.keep([draft()], author="chen")).added == 1
    with pytest.raises(InputError, match="exists"):
        await knowledge.discards.restore(gone.id, actor="chen")


async def test_an_unwanted_version_gives_way_to_the_one_before(knowledge: KnowledgeServices) -> None:
    made = await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")
    name = made.document.id
    with pytest.raises(InputError, match="only_version"):
        await knowledge.discards.discard_version(name, 1, actor="chen")
    await release(knowledge, name)
    await knowledge.editor.save(
        name, WrittenVersion({"theme": "教育"}, "票价9元。", based_on=1), actor="chen"
    )
    gone = await knowledge.discards.discard_version(name, 2, actor="chen")
    reading = await knowledge.documents.read(name)
    assert (reading.listed.current_version, reading.listed.public_version, reading.version.text) == (
        1,
        1,
        "票价2元。\n",
    )
    assert reading.listed.document.theme == "公安交通"
    await knowledge.editor.save(name, WrittenVersion({}, "票价3元。", based_on=1), actor="chen")
    await knowledge.discards.restore(gone.id, actor="chen")
    assert [one.text for one in await knowledge.documents.versions(name)] == [
        "票价9元。\n",
        "票价3元。\n",
        "票价2元。\n",
    ]


async def test_a_draft_that_was_sent_back_goes_and_comes_back_with_what_was_said_of_it(
    knowledge: KnowledgeServices,
) -> None:
    name = (await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")).document.id
    await knowledge.reviews.submit(name, AS_IT_IS, actor=WRITER)
    back = ReviewVerdict(Step.SEND_BACK, 1, reason="票价不对")
    given = await knowledge.reviews.decide(name, back, actor=REVIEWER)
    gone = await knowledge.discards.discard(name, actor="chen")
    assert await knowledge.reviews.of(name) is None
    assert [one.reason for one in await knowledge.reviews.history(name)] == ["", "票价不对"]
    await knowledge.discards.restore(gone.id, actor="chen")
    assert await knowledge.reviews.of(name) == given
    assert [one.listed.document.id for one in await knowledge.reviews.sent_back()] == [name]


async def test_no_verdict_on_a_draft_that_is_gone_counts_for_another_of_its_name(
    knowledge: KnowledgeServices,
) -> None:
    one = Draft(Document("notice-bus", "夜班公交公告", Kind.NOTICE), "票价2元。", "a.md")
    await knowledge.imports.keep([one], author="chen")
    await knowledge.reviews.submit("notice-bus", AS_IT_IS, actor=WRITER)
    passed = ReviewVerdict(Step.PASS_FIRST, 1, ticked=frozenset(CHECKLISTS[Step.PASS_FIRST]))
    await knowledge.reviews.decide("notice-bus", passed, actor=REVIEWER)
    await knowledge.reviews.decide("notice-bus", ReviewVerdict(Step.RECALL, 1), actor=WRITER)
    await knowledge.discards.discard("notice-bus", actor="chen")
    await knowledge.imports.keep([one], author="chen")
    given = await knowledge.reviews.submit("notice-bus", AS_IT_IS, actor=WRITER)
    assert (given.round, given.taken) == (2, {})


async def versions_of(knowledge: KnowledgeServices, name: str) -> list[int]:
    return [one.number for one in await knowledge.documents.versions(name)]


@pytest.mark.parametrize("step", [Step.RECALL, Step.SEND_BACK])
async def test_a_submitted_version_goes_once_it_came_back_and_no_number_is_given_twice(
    knowledge: KnowledgeServices, step: Step
) -> None:
    name = (await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")).document.id
    await release(knowledge, name)
    await knowledge.editor.save(name, WrittenVersion({}, "票价9元。", based_on=1), actor="chen")
    await knowledge.reviews.submit(name, AS_IT_IS, actor=WRITER)
    with pytest.raises(ProcedureError, match="under_review"):
        await knowledge.discards.discard_version(name, 2, actor="chen")
    actor = WRITER if step is Step.RECALL else REVIEWER
    await knowledge.reviews.decide(name, ReviewVerdict(step, 2, reason="票价不对"), actor=actor)
    gone = await knowledge.discards.discard_version(name, 2, actor="chen")
    listed = (await knowledge.documents.read(name)).listed
    given = await knowledge.reviews.of(name)
    assert (listed.current_version, listed.public_version, given and given.stage) == (1, 1, Stage.PUBLISHED)
    assert await knowledge.reviews.sent_back() == ()
    with pytest.raises(ProcedureError, match="nothing_new"):
        await knowledge.reviews.submit(name, AS_IT_IS, actor=WRITER)
    await knowledge.discards.restore(gone.id, actor="chen")
    given = await knowledge.reviews.of(name)
    assert (await versions_of(knowledge, name), given and given.stage) == ([2, 1], Stage.DRAFT)
    assert len(await knowledge.reviews.sent_back()) == (step is Step.SEND_BACK)
    # What was said of the second version stays on record, and no other text becomes a second version.
    gone = await knowledge.discards.discard_version(name, 2, actor="chen")
    await knowledge.editor.save(name, WrittenVersion({}, "票价3元。", based_on=1), actor="chen")
    assert await versions_of(knowledge, name) == [3, 1]
    assert [one.version for one in await knowledge.reviews.history(name)][-2:] == [2, 2]
    await knowledge.discards.discard_version(name, 3, actor="chen")
    await knowledge.discards.restore(gone.id, actor="chen")
    given = await knowledge.reviews.submit(name, AS_IT_IS, actor=WRITER)
    assert (await versions_of(knowledge, name), given.version, given.taken) == ([2, 1], 2, {})


async def test_a_version_that_was_public_never_goes(knowledge: KnowledgeServices) -> None:
    name = (await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")).document.id
    await release(knowledge, name)
    await knowledge.editor.save(name, WrittenVersion({}, "票价9元。", based_on=1), actor="chen")
    await release(knowledge, name)
    await knowledge.reviews.withdraw(name, actor=REVIEWER, reason="写错了")
    with pytest.raises(InputError, match="was_public"):
        await knowledge.discards.discard_version(name, 2, actor="chen")


async def test_a_scan_waits_with_its_draft_and_goes_with_it(
    database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    vault = Vault("secret of the tests, long enough")
    knowledge = KnowledgeServices.of(database, clock, index=ToldIndex(), vault=lambda: vault)
    one = scanned(tmp_path)
    name = one.document.id
    await knowledge.imports.keep([one], author="chen")
    gone = await knowledge.discards.discard(name, actor="chen")
    await knowledge.discards.restore(gone.id, actor="chen")
    assert (await knowledge.scans.sheet(name)).lines
    await knowledge.discards.discard(name, actor="chen")
    async with database.transaction() as tx:
        await OldDiscards().erase(tx, now=clock.now() + KEPT + timedelta(days=1), limit=10)
        assert list(await tx.scalars(select(ScanRecord.id))) == []


async def test_what_was_public_or_reviewed_stays(knowledge: KnowledgeServices) -> None:
    made = await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")
    name = made.document.id
    await knowledge.reviews.submit(name, AS_IT_IS, actor=WRITER)
    with pytest.raises(ProcedureError, match="under_review"):
        await knowledge.discards.discard(name, actor="chen")
    await knowledge.imports.keep([draft()], author="chen")
    other = await knowledge.editor.create(WrittenVersion({"title": "另一公告"}, "明天停电。"), actor="chen")
    await release(knowledge, other.document.id)
    with pytest.raises(InputError, match="was_public"):
        await knowledge.discards.discard(other.document.id, actor="chen")
    with pytest.raises(InputError, match=r"was_public|only_version"):
        await knowledge.discards.discard_version(other.document.id, 1, actor="chen")


async def test_after_thirty_days_it_is_gone(
    knowledge: KnowledgeServices, database: Database, clock: SettableClock
) -> None:
    await knowledge.imports.keep([draft()], author="chen")
    await knowledge.discards.discard(draft().document.id, actor="chen")
    rule, later = OldDiscards(), clock.now() + KEPT + timedelta(days=1)
    async with database.transaction() as tx:
        assert (await rule.due(tx, now=clock.now())).count == 0
        assert (await rule.due(tx, now=later)).count == 1
        assert await rule.erase(tx, now=later, limit=10) == 1
    assert await knowledge.discards.discarded() == []


async def test_rows_are_left_out_or_become_a_version_of_what_the_editor_made(
    knowledge: KnowledgeServices,
) -> None:
    made = await knowledge.editor.create(
        WrittenVersion({**VALUES, "title": "关于停水的公告"}, NOTICE), actor="chen"
    )
    corrected, unwanted = draft(NOTICE.replace("6月3日", "6月5日"), "改.txt"), draft("另一份。\n", "错.txt")
    tried = await knowledge.dry_run.rows([corrected, unwanted])
    offer = tried[0].offer
    assert offer is not None
    assert (offer.id, offer.account.altered) == (made.document.id, 1)
    choices = ImportChoices(frozenset({row_key("错.txt", None)}), {row_key("改.txt", None): made.document.id})
    done = await knowledge.imports.keep([corrected, unwanted], author="chen", choices=choices)
    assert (done.added, done.changed, done.faults) == (0, 1, ())
    reading = await knowledge.documents.read(made.document.id)
    assert (reading.listed.current_version, reading.version.document.theme) == (2, "公安交通")
    assert reading.version.document.issuer == "青岚县水利局"
    assert "6月5日" in reading.version.text


async def test_under_review_a_row_becomes_no_version(knowledge: KnowledgeServices) -> None:
    made = await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")
    await knowledge.reviews.submit(made.document.id, AS_IT_IS, actor=WRITER)
    choices = ImportChoices(
        versions={row_key("公告.txt", None): made.document.id, row_key("无.txt", None): "没有"}
    )
    done = await knowledge.imports.keep([draft(), draft(file="无.txt")], author="chen", choices=choices)
    assert ["审核" in done.faults[0].reason, "不在库里" in done.faults[1].reason] == [True, True]
    assert (done.added, done.changed) == (0, 0)
