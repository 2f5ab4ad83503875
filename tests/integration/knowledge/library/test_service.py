"""The knowledge base on real databases: imported, published, withdrawn, searched."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Disclosure, Document, DocumentState, Kind
from knowledge.documents.draft import Draft, Fault
from knowledge.index.generations import Index
from knowledge.library.filters import Filters
from tests.factories.publication import knowledge_services, release, withdraw

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def draft(identifier: str = "a", text: str = "每人每月六十元。", **more: object) -> Draft:
    return Draft(Document(identifier, f"关于{identifier}的办法", **more), text, "rows.jsonl", 1)  # type: ignore[arg-type]


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def service(database: Database, clock: SettableClock) -> KnowledgeServices:
    return knowledge_services(database, clock)


async def test_same_content_again_changes_nothing(service: KnowledgeServices) -> None:
    first = await service.imports.keep([draft("a"), draft("b")], author="w")
    again = await service.imports.keep([draft("a"), draft("b", text="改了。")], author="w")
    assert (first.added, first.changed, first.unchanged) == (2, 0, 0)
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)
    assert [version.number for version in await service.documents.versions("b")] == [2, 1]
    assert [version.number for version in await service.documents.versions("a")] == [1]


async def test_particulars_alone_make_a_new_version(service: KnowledgeServices) -> None:
    await service.imports.keep([draft("a")], author="w")
    await service.imports.keep([draft("a", number="青政发〔2026〕3号")], author="w")
    reading = await service.documents.read("a")
    assert reading.version.number == 2
    assert reading.version.document.number == "青政发〔2026〕3号"
    assert (await service.documents.read("a", number=1)).version.document.number == ""


async def test_faults_are_given_back_and_the_rest_goes_on(service: KnowledgeServices) -> None:
    fault = Fault("rows.jsonl", 2, "没有正文。")
    done: list[int] = []
    result = await service.imports.keep([draft("a"), fault, draft("b")], author="w", progress=done.append)
    assert result.faults == (fault,)
    assert result.added == 2
    assert done == [3]


async def test_a_change_is_not_public_before_it_is_published(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    await service.imports.keep([draft("a", text="每人每月六十元。")], author="w", publish=True)
    await service.imports.keep([draft("a", text="每人每月九十元。")], author="w")
    item = (await service.documents.read("a")).listed
    assert (item.state, item.current_version, item.public_version) == (DocumentState.PUBLISHED, 2, 1)
    public: list[str] = []
    assert await service.documents.export(lambda _, text: public.append(text)) == 1
    assert public == ["每人每月六十元。"]
    await release(service, "a")
    public.clear()
    await service.documents.export(lambda _, text: public.append(text))
    assert public == ["每人每月九十元。"]


async def test_what_may_not_be_public_is_not_published(service: KnowledgeServices) -> None:
    closed = draft("a", disclosure=Disclosure.CLOSED)
    result = await service.imports.keep([closed], author="w", publish=True)
    assert result.published == 0
    with pytest.raises(InputError) as refused:
        await release(service, "a")
    assert refused.value.text_key == "knowledge.not_public"
    assert (await service.documents.read("a")).listed.state is DocumentState.DRAFT


async def test_withdrawn_is_no_longer_answered_from(service: KnowledgeServices, tmp_path: Path) -> None:
    rows = [
        draft(name, text=f"{name}类补贴每人每月六十元，向民政局申请。") for name in ("种粮", "购房", "育儿")
    ]
    await service.imports.keep(rows, author="w", publish=True)
    index = Index(tmp_path / "index")
    await service.upkeep.rebuild(index)
    assert index.reload()
    answerer = Answerer(index, threshold=0.0)
    found = answerer.answer("育儿补贴每月多少元", today=TODAY)
    assert isinstance(found, Answer)
    assert found.citation.document.id == "育儿"
    await withdraw(service, "育儿")
    await service.upkeep.rebuild(index)
    assert index.reload()
    assert index.reader is not None
    assert list(index.reader.identifiers) == sorted(["种粮", "购房"])


async def test_nothing_public_declines(service: KnowledgeServices, tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    await service.upkeep.rebuild(index)
    index.reload()
    assert isinstance(Answerer(index).answer("育儿补贴多少", today=TODAY), Decline)


async def test_missing_is_said(service: KnowledgeServices) -> None:
    for attempt in (
        release(service, "no"),
        withdraw(service, "no"),
        service.documents.read("no"),
    ):
        with pytest.raises(InputError) as missing:
            await attempt
        assert missing.value.text_key == "knowledge.missing"


async def test_lists_are_narrowed_and_paged(service: KnowledgeServices, clock: SettableClock) -> None:
    await service.imports.keep([draft(f"d{n:03}", theme="养老") for n in range(30)], author="w")
    await service.imports.keep(
        [draft("g", kind=Kind.GUIDE, number="青民〔2026〕1号")], author="w", publish=True
    )
    everything = await service.shelf.page(number=2, size=20)
    assert (everything.total, len(everything.items)) == (31, 11)
    for filters, names in (
        (Filters(kind=Kind.GUIDE), ["g"]),
        (Filters(state=DocumentState.PUBLISHED), ["g"]),
        (Filters(text="青民 1号"), ["g"]),
        (Filters(text="d007"), ["d007"]),
        (Filters(text="%"), []),
    ):
        assert [item.document.id for item in (await service.shelf.page(filters)).items] == names
    assert (await service.shelf.page(Filters(theme="养老"))).total == 30


async def test_a_failing_source_leaves_the_old_generation_serving(
    service: KnowledgeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await service.imports.keep([draft("a")], author="w", publish=True)
    index = Index(tmp_path / "index")
    first = await service.upkeep.rebuild(index)

    class SourceError(Exception): ...

    def broken(*_: object) -> Iterator[object]:
        raise SourceError

    monkeypatch.setattr("knowledge.publication.index_upkeep.store.public", broken)
    with pytest.raises(SourceError):
        await service.upkeep.rebuild(index)
    for _ in range(40):
        await asyncio.sleep(0.1)
        if not list((tmp_path / "index").glob("*.building")):
            break
    index.reload()
    assert index.name == first
    assert not list((tmp_path / "index").glob("*.building"))
