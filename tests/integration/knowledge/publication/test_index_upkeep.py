"""Database and index together: what is public is what is found, whoever changed it and whatever went on meanwhile."""

import asyncio
from pathlib import Path

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SystemClock
from bot.database import Database
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft
from knowledge.index import writer
from knowledge.index.generations import Index
from knowledge.publication.index_upkeep import REBUILD_DOCUMENTS
from tests.factories.publication import knowledge_services, release, withdraw


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
async def service(database: Database) -> KnowledgeServices:
    found = knowledge_services(database, SystemClock())
    await publish(found, "购房", "种粮")
    return found


async def publish(service: KnowledgeServices, *names: str, words: str = "每人每月六十元") -> None:
    rows = [Draft(Document(name, f"{name}办法"), f"{name}补贴{words}。", "x.jsonl", 1) for name in names]
    await service.imports.keep(rows, author="w", publish=True)


def held(index: Index) -> dict[str, str]:
    """Give the text of every document that is found."""
    index.reload()
    reader = index.reader
    assert reader is not None
    return {
        name: reader.whole(docnum) for name, docnum in zip(reader.identifiers, reader.docnums, strict=True)
    }


async def test_changes_are_taken_in_one_by_one(service: KnowledgeServices, tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    assert await service.upkeep.refresh(index) == "gen-1"
    assert await service.upkeep.refresh(index) is None
    await publish(service, "育儿")
    await publish(service, "种粮", words="每人每月九十元")
    await withdraw(service, "购房")
    assert await service.upkeep.refresh(index) == "gen-2"
    assert held(index) == {"种粮": "种粮补贴每人每月九十元。", "育儿": "育儿补贴每人每月六十元。"}
    await release(service, "购房")
    await service.upkeep.refresh(index)
    assert "购房" in held(index)
    assert index.reader is not None
    assert index.reader.shape.documents > index.reader.shape.first


async def test_much_at_once_is_built_anew(service: KnowledgeServices, tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    await service.upkeep.refresh(index)
    await publish(service, *(f"第{number}种" for number in range(REBUILD_DOCUMENTS + 1)))
    await service.upkeep.refresh(index)
    assert len(held(index)) == REBUILD_DOCUMENTS + 3
    assert index.reader is not None
    assert index.reader.shape.documents == index.reader.shape.first


async def test_what_changes_during_a_rebuild_is_in_it(
    service: KnowledgeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, loop = Index(tmp_path / "index"), asyncio.get_running_loop()
    await service.upkeep.refresh(index)
    written = writer.write

    async def meanwhile() -> None:
        await withdraw(service, "购房")
        await publish(service, "育儿")
        await service.upkeep.refresh(index)
        assert set(held(index)) == {"种粮", "育儿"}

    def slow(*args: object, **named: object) -> int:
        count = written(*args, **named)  # type: ignore[arg-type]
        asyncio.run_coroutine_threadsafe(meanwhile(), loop).result(30)
        return count

    monkeypatch.setattr("knowledge.index.generations.write", slow)
    await service.upkeep.rebuild(index)
    assert set(held(index)) == {"种粮", "育儿"}
    assert not list((tmp_path / "index").glob("prepared-*"))


async def test_two_processes_that_publish_at_once_lose_nothing(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    ours, theirs = Index(tmp_path / "index"), Index(tmp_path / "index")
    await service.upkeep.refresh(ours)
    for round_ in range(4):
        await publish(service, f"甲{round_}", f"乙{round_}")
        await withdraw(service, f"甲{round_}")
        await asyncio.gather(
            service.upkeep.refresh(ours), service.upkeep.refresh(theirs), service.upkeep.rebuild(ours)
        )
    assert set(held(ours)) == set(held(theirs)) == {"购房", "种粮", *(f"乙{n}" for n in range(4))}


async def test_a_worn_index_is_built_anew_and_a_fresh_one_is_not(
    service: KnowledgeServices, tmp_path: Path
) -> None:
    index = Index(tmp_path / "index")
    await service.upkeep.refresh(index)
    assert await service.upkeep.renew(index) is None
    for number in range(21):
        await publish(service, "种粮", words=f"每人每月{number + 100}元")
        await service.upkeep.refresh(index)
    assert await service.upkeep.renew(index) is not None
    assert held(index)["种粮"] == "种粮补贴每人每月120元。"
    assert await service.upkeep.renew(index) is None
