"""To file a public document anew needs no review; every other change of it does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SystemClock
from bot.database import Database
from knowledge.documents.document import Document, DocumentState, Explanation, Kind
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.library.editor import WrittenVersion
from knowledge.publication.filing import FILED
from knowledge.publication.submission import in_scope
from tests.factories.publication import knowledge_services

POLICY = Document("p", "路灯管理办法", theme="城建", published_on=date(2026, 1, 15))
ANSWER = Document("faq", "路灯坏了找谁", kind=Kind.FAQ, basis=("p",))
TEXT = "第一条 路灯由住建局维护。\n"


@pytest.fixture
async def service(database: Database) -> KnowledgeServices:
    found = knowledge_services(database, SystemClock())
    await keep(found, (POLICY, TEXT), (ANSWER, "答：找住建局。\n"))
    return found


async def keep(service: KnowledgeServices, *rows: tuple[Document, str], publish: bool = True) -> None:
    drafts = [Draft(document, text, "x.jsonl", 1) for document, text in rows]
    await service.imports.keep(drafts, author="w", publish=publish)


async def standing(
    service: KnowledgeServices, identifier: str = "p"
) -> tuple[int, int | None, DocumentState]:
    listed = (await service.documents.read(identifier)).listed
    return listed.current_version, listed.public_version, listed.state


@pytest.mark.parametrize(
    ("values", "public"),
    [
        ({"theme": "公用设施"}, 2),
        ({"review_on": "2027-01-01"}, 2),
        ({"theme": "公用设施", "review_on": "2027-01-01"}, 2),
        ({"theme": "公用设施", "unit": "甲县住建局"}, 1),
        ({"validity": "废止"}, 1),
        ({"title": "路灯管理规定"}, 1),
    ],
)
async def test_only_theme_and_review_date_are_public_at_once(
    service: KnowledgeServices, values: Mapping[str, str], public: int
) -> None:
    await service.particulars.change("p", values, actor="op")
    assert await standing(service) == (2, public, DocumentState.PUBLISHED)
    newest = (await service.documents.versions("p"))[0]
    assert (newest.note == FILED) is (public == 2)


async def test_the_editor_follows_the_same_rule(service: KnowledgeServices) -> None:
    kept = await service.editor.save("p", WrittenVersion({"theme": "公用设施"}, TEXT, 1), actor="op")
    assert (kept.note, await standing(service)) == (FILED, (2, 2, DocumentState.PUBLISHED))
    reworded = WrittenVersion({"theme": "城建"}, TEXT.replace("维护", "管理"), 2)
    assert (await service.editor.save("p", reworded, actor="op")).note != FILED
    assert await standing(service) == (3, 2, DocumentState.PUBLISHED)


async def test_what_waits_for_review_is_not_let_out_by_a_new_theme(service: KnowledgeServices) -> None:
    await keep(service, (POLICY, TEXT.replace("住建局", "城管局")), publish=False)
    await service.particulars.change("p", {"theme": "公用设施"}, actor="op")
    assert await standing(service) == (3, 1, DocumentState.PUBLISHED)


async def test_a_draft_stays_a_draft(service: KnowledgeServices) -> None:
    await keep(service, (replace(POLICY, id="d", title="草案"), TEXT), publish=False)
    await service.particulars.change("d", {"theme": "公用设施"}, actor="op")
    assert await standing(service, "d") == (2, None, DocumentState.DRAFT)


async def test_answers_that_rest_on_it_stand_as_they_stood(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    index = Index(tmp_path / "live")
    await service.upkeep.refresh(index)
    await service.particulars.change("p", {"theme": "公用设施"}, actor="op")
    await service.particulars.change("faq", {"theme": "公用设施"}, actor="op")
    await service.upkeep.refresh(index)
    assert await service.approvals.unconfirmed() == ()
    # A silent answer is not given its voice back by a new theme.
    await keep(service, (replace(POLICY, theme="公用设施"), TEXT.replace("住建局", "城管局")))
    await service.upkeep.refresh(index)
    await service.particulars.change("faq", {"theme": "城建"}, actor="op")
    await service.upkeep.refresh(index)
    assert [one.id for one in await service.approvals.unconfirmed()] == ["faq"]


def test_a_policy_is_explained_unless_it_is_exempt() -> None:
    assert in_scope(POLICY)
    assert in_scope(replace(POLICY, explanation=Explanation.MAJOR))
    assert not in_scope(replace(POLICY, explanation=Explanation.EXEMPT))
    assert not in_scope(replace(POLICY, kind=Kind.NOTICE))
