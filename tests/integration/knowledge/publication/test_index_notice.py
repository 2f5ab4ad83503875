"""Whoever makes something public, or takes it back, tells the index itself: once, and after the commit."""

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SystemClock
from bot.database import Database
from bot.errors import InputError
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.library.editor import WrittenVersion
from knowledge.publication.lifecycle import CHECKLISTS, REVIEWS, Duty, Person
from knowledge.publication.reviews import ReviewVerdict
from tests.factories.publication import AS_IT_IS, WRITER, knowledge_services, release, withdraw

TEXT = "第一条 路灯由住建局维护。\n"


class Witness:
    """Looks into the database whenever it is told, as another transaction sees it."""

    def __init__(self) -> None:
        self.seen: list[dict[str, int]] = []
        self.hidden: list[str] = []
        self.services: KnowledgeServices | None = None

    async def changed(self) -> None:
        assert self.services is not None
        page = await self.services.shelf.page()
        self.seen.append(
            {item.document.id: item.public_version for item in page.items if item.public_version}
        )

    async def withdrawn(self, identifier: str) -> None:
        await self.changed()
        self.hidden.append(identifier)


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
async def knowledge(database: Database, witness: Witness) -> KnowledgeServices:
    witness.services = knowledge_services(database, SystemClock(), index=witness)
    rows = [
        Draft(Document("p", "路灯管理办法", theme="城建"), TEXT, "x.jsonl", 1),
        Draft(Document("q", "路牌管理办法", theme="城建"), TEXT, "x.jsonl", 2),
        Draft(Document("faq", "路灯坏了找谁", kind=Kind.FAQ, basis=("p",)), "答：找住建局。\n", "x.jsonl", 3),
    ]
    await witness.services.imports.keep(rows, author="w", publish=True)
    assert witness.seen == [{"p": 1, "q": 1, "faq": 1}]
    witness.seen.clear()
    return witness.services


async def test_only_the_last_review_tells(knowledge: KnowledgeServices, witness: Witness) -> None:
    await knowledge.particulars.change("p", {"title": "路灯管理规定"}, actor="op")
    given = await knowledge.reviews.submit("p", AS_IT_IS, actor=WRITER)
    for step in REVIEWS.values():
        assert witness.seen == []
        verdict = ReviewVerdict(step, given.version, frozenset(CHECKLISTS[step]))
        await knowledge.reviews.decide("p", verdict, actor=Person(f"reviewer of {step}", frozenset(Duty)))
    assert witness.seen == [{"p": 2, "q": 1, "faq": 1}]


async def test_a_withdrawal_is_told_by_its_id(knowledge: KnowledgeServices, witness: Witness) -> None:
    await withdraw(knowledge, "p")
    assert (witness.hidden, witness.seen) == (["p"], [{"q": 1, "faq": 1}])
    await release(knowledge, "p")
    assert witness.seen[1:] == [{"p": 1, "q": 1, "faq": 1}]


async def test_what_is_put_back_is_told_once_lost_and_once_back(
    knowledge: KnowledgeServices, witness: Witness
) -> None:
    for name in ("p", "q"):
        await withdraw(knowledge, name)
    witness.seen.clear()
    head = Person("chief", frozenset(Duty))
    async with knowledge.reviews.together() as reviews:
        assert witness.seen == [{"faq": 1}]
        for name in ("p", "q"):
            await reviews.put_back(name, version=1, actor=head, reason="撤错了")
    assert witness.seen == [{"faq": 1}, {"p": 1, "q": 1, "faq": 1}]


async def test_an_import_tells_when_something_became_public(
    knowledge: KnowledgeServices, witness: Witness
) -> None:
    changed = Draft(Document("p", "路灯管理办法", theme="城建"), TEXT.replace("住建", "城管"), "x.jsonl", 1)
    done = await knowledge.imports.keep([changed], author="w")
    assert witness.seen == []
    assert await knowledge.imports.publish(done.due, author="w") == 1
    assert witness.seen == [{"p": 2, "q": 1, "faq": 1}]
    # Run again after it was cut off between its commit and its telling.
    assert await knowledge.imports.publish(done.due, author="w") == 0
    assert len(witness.seen) == 2


async def test_a_new_filing_tells_and_what_waits_for_reviews_does_not(
    knowledge: KnowledgeServices, witness: Witness
) -> None:
    await knowledge.particulars.change("p", {"theme": "公用设施"}, actor="op")
    await knowledge.editor.save("q", WrittenVersion({"theme": "公用设施"}, TEXT, 1), actor="op")
    assert witness.seen == [{"p": 2, "q": 1, "faq": 1}, {"p": 2, "q": 2, "faq": 1}]
    await knowledge.particulars.change("p", {"title": "路灯管理规定"}, actor="op")
    await knowledge.particulars.reaffirm("p", actor="op")
    await knowledge.editor.save("q", WrittenVersion({"title": "路牌管理规定"}, TEXT, 2), actor="op")
    assert len(witness.seen) == 2


async def test_several_filings_together_tell_once_also_when_one_breaks(
    knowledge: KnowledgeServices, witness: Witness
) -> None:
    async with knowledge.particulars.together() as particulars:
        for name in ("p", "q"):
            await particulars.change(name, {"theme": "公用设施"}, actor="op")
        assert witness.seen == []
    assert witness.seen == [{"p": 2, "q": 2, "faq": 1}]

    async def breaking() -> None:
        async with knowledge.particulars.together() as particulars:
            await particulars.change("p", {"theme": "城建"}, actor="op")
            await particulars.change("no", {"theme": "城建"}, actor="op")

    with pytest.raises(InputError):
        await breaking()
    assert witness.seen[1:] == [{"p": 3, "q": 2, "faq": 1}]
    async with knowledge.particulars.together() as particulars:
        await particulars.reaffirm("p", actor="op")
    assert len(witness.seen) == 2


async def test_vouching_for_an_answer_tells(knowledge: KnowledgeServices, witness: Witness) -> None:
    await knowledge.approvals.confirm("faq", actor="op")
    assert len(witness.seen) == 1
