"""Drafts and versions are thrown away and brought back on real databases; what was public or reviewed stays."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents.draft import Draft
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.library.discards import KEPT, OldDiscards
from knowledge.library.editor import WrittenVersion
from knowledge.library.import_choices import ImportChoices, row_key
from tests.factories.publication import AS_IT_IS, WRITER, knowledge_services, release

NOTICE = "关于停水的公告\n因检修，6月3日停水一天。\n青岚县水利局\n2026年6月1日\n"
VALUES = {"title": "夜班公交公告", "kind": "notice", "theme": "公安交通"}


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2026, 11, 20, tzinfo=UTC))


@pytest.fixture
def knowledge(database: Database, clock: SettableClock) -> KnowledgeServices:
    return knowledge_services(database, clock)


def draft(text: str = NOTICE, file: str = "公告.txt") -> Draft:
    return to_draft(Manuscript(text), file=file)


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
