"""Writing at the desk on real databases: nothing is written over, and nobody's work is lost."""

from datetime import UTC, date, datetime

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents.document import DocumentState, Kind
from knowledge.library.editor import WrittenVersion
from knowledge.publication.proofreading.finding import Weight
from knowledge.publication.proofreading.proofread import proofread
from knowledge.publication.proofreading.watchwords import Concern
from tests.factories.publication import AS_IT_IS, WRITER, knowledge_services, release

VALUES = {
    "title": "夜班公交公告",
    "kind": "notice",
    "written_on": "2026-11-10",
    "must_say": "票价2元\n不设月票",
}


@pytest.fixture
def knowledge(database: Database) -> KnowledgeServices:
    return knowledge_services(database, SettableClock(datetime(2026, 11, 20, tzinfo=UTC)))


async def test_a_new_document_begins_as_a_draft(knowledge: KnowledgeServices) -> None:
    version = await knowledge.editor.create(WrittenVersion(VALUES, "每天22:00发车。\r\n"), actor="chen")
    reading = await knowledge.documents.read(version.document.id)
    assert (reading.listed.state, reading.version.text) == (DocumentState.DRAFT, "每天22:00发车。\n")
    document = reading.version.document
    assert (document.kind, document.written_on) == (Kind.NOTICE, date(2026, 11, 10))
    assert document.must_say == ("票价2元", "不设月票")
    with pytest.raises(InputError, match=r"publishing\.refused\.exists"):
        await knowledge.editor.create(WrittenVersion(VALUES, "另一份。"), actor="chen")


async def test_a_saved_version_waits_while_the_public_one_answers(knowledge: KnowledgeServices) -> None:
    made = await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")
    name = made.document.id
    await release(knowledge, name)
    saved = await knowledge.editor.save(
        name, WrittenVersion({"theme": "交通"}, "票价3元。", based_on=1), actor="chen"
    )
    assert (saved.number, saved.document.theme, saved.document.title) == (2, "交通", "夜班公交公告")
    assert (await knowledge.documents.read(name)).listed.public_version == 1


@pytest.mark.parametrize(
    ("manuscript", "refusal"),
    [
        (WrittenVersion({}, "票价3元。", based_on=0), "publishing.refused.stale"),
        (WrittenVersion({}, " 票价2元。\n", based_on=1), "publishing.refused.unchanged"),
        (WrittenVersion({}, " \n", based_on=1), "publishing.refused.no_text"),
        (WrittenVersion({"title": " "}, "票价3元。", based_on=1), "knowledge.bad_field"),
        (WrittenVersion({"written_on": "昨天"}, "票价3元。", based_on=1), "knowledge.bad_field"),
        (WrittenVersion({"id": "x"}, "票价3元。", based_on=1), "knowledge.bad_field"),
    ],
)
async def test_what_cannot_be_kept_is_refused(
    knowledge: KnowledgeServices, manuscript: WrittenVersion, refusal: str
) -> None:
    made = await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")
    with pytest.raises(InputError) as refused:
        await knowledge.editor.save(made.document.id, manuscript, actor="chen")
    assert refused.value.text_key == refusal
    assert len(await knowledge.documents.versions(made.document.id)) == 1


async def test_under_review_nothing_is_edited(knowledge: KnowledgeServices) -> None:
    made = await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")
    await knowledge.reviews.submit(made.document.id, AS_IT_IS, actor=WRITER)
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.under_review"):
        await knowledge.editor.save(
            made.document.id, WrittenVersion({}, "票价3元。", based_on=1), actor="chen"
        )


async def test_an_earlier_version_comes_back_as_a_new_one(knowledge: KnowledgeServices) -> None:
    made = await knowledge.editor.create(WrittenVersion(VALUES, "票价2元。"), actor="chen")
    name = made.document.id
    await knowledge.editor.save(name, WrittenVersion({"theme": "交通"}, "票价3元。", based_on=1), actor="li")
    restored = await knowledge.editor.restore(name, 1, based_on=2, actor="chen")
    assert (restored.number, restored.text, restored.document.theme) == (3, "票价2元。\n", "")
    assert [one.number for one in await knowledge.documents.versions(name)] == [3, 2, 1]
    with pytest.raises(InputError, match=r"publishing\.refused\.unchanged"):
        await knowledge.editor.restore(name, 1, based_on=3, actor="chen")


async def test_operators_words_stop_a_submission(knowledge: KnowledgeServices) -> None:
    await knowledge.watchwords.add("老旧 小区", Concern.SENSITIVE, instead="", actor="chen")
    await knowledge.watchwords.add("停车仨", Concern.MISPRINT, instead="停车位", actor="chen")
    await knowledge.watchwords.add("内部资料", Concern.ALLOWED, instead="", actor="chen")
    made = await knowledge.editor.create(WrittenVersion(VALUES, "老旧小区停车仨，内部资料。"), actor="chen")
    words = await knowledge.watchwords.lexicon()
    found = proofread(made.document, made.text, words=words)
    assert [(one.weight, one.instead) for one in found] == [(Weight.REASON, ""), (Weight.LOOK, "停车位")]
    for word, concern, instead in (
        (" ", Concern.SENSITIVE, ""),
        ("长" * 41, Concern.SENSITIVE, ""),
        ("停车仨", Concern.MISPRINT, ""),
        ("停车仨", Concern.MISPRINT, "停车仨"),
    ):
        with pytest.raises(InputError, match=r"publishing\.words\.refused"):
            await knowledge.watchwords.add(word, concern, instead=instead, actor="chen")
    await knowledge.watchwords.drop("老旧小区", actor="chen")
    assert {one.word for one in await knowledge.watchwords.list()} == {"停车仨", "内部资料"}
