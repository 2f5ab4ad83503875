"""A document that ends another: the other is found, a person registers its end, and review makes it public."""

from datetime import UTC, datetime

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents.document import Document, Validity
from knowledge.documents.draft import ABOLISHES, Draft, Proposal, Proposed
from tests.factories.publication import AS_IT_IS, WRITER, knowledge_services, release

OLD = Document("old", "青岚县旧补贴规定", number="青民〔2019〕8号")
NAMESAKE = Document("namesake", "青岚县旧补贴规定", number="青民〔2012〕1号")
NAMED = "《旧补贴规定》（青民〔2019〕8号）"


@pytest.fixture
async def knowledge(database: Database) -> KnowledgeServices:
    service = knowledge_services(database, SettableClock(datetime(2026, 11, 20, tzinfo=UTC)))
    told = tuple(
        Proposed(ABOLISHES, value, "同时废止")
        for value in (NAMED, "《没有这份文件》", "不是书名", "《青岚县旧补贴规定》")
    )
    new = Draft(
        Document("new", "青岚县补贴办法"), "本办法施行后，旧规定废止。", "n.docx", None, Proposal(told)
    )
    await service.imports.keep(
        [Draft(OLD, "旧规定。", "o.md"), Draft(NAMESAKE, "更旧的规定。", "m.md"), new], author="w"
    )
    return service


async def test_the_one_with_the_number_is_meant(knowledge: KnowledgeServices) -> None:
    numbered, missing, unreadable, titled = await knowledge.abolitions.of("new")
    assert [one.id for one in numbered.candidates] == ["old"]
    assert missing.candidates == unreadable.candidates == ()
    assert [one.id for one in titled.candidates] == ["namesake", "old"]
    assert await knowledge.abolitions.of("old") == ()


async def test_its_end_is_registered_and_becomes_public_by_review(knowledge: KnowledgeServices) -> None:
    await release(knowledge, "old")
    document = await knowledge.abolitions.register("old", by="new", actor="chen")
    assert (document.validity, document.successor) == (Validity.ABOLISHED, "new")
    listed = (await knowledge.documents.read("old")).listed
    assert (listed.current_version, listed.public_version) == (2, 1)
    assert (await release(knowledge, "old")).public_version == 2
    with pytest.raises(InputError, match=r"publishing\.refused\.ended_already"):
        await knowledge.abolitions.register("old", by="new", actor="chen")


async def test_only_what_is_named_is_ended(knowledge: KnowledgeServices) -> None:
    other = Draft(Document("other", "另一份办法"), "正文。", "x.md")
    await knowledge.imports.keep([other], author="w")
    for ended, by, key in (
        ("other", "new", "publishing.refused.not_named"),
        ("no", "new", "knowledge.missing"),
        ("old", "no", "knowledge.missing"),
    ):
        with pytest.raises(InputError) as refused:
            await knowledge.abolitions.register(ended, by=by, actor="chen")
        assert refused.value.text_key == key
    await knowledge.reviews.submit("old", AS_IT_IS, actor=WRITER)
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.under_review"):
        await knowledge.abolitions.register("old", by="new", actor="chen")
