"""A withdrawn document is gone from every process within a second, whatever the index is doing meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.redis.wakeups import IndexKeeper
from adapters.services.knowledge import KnowledgeServices
from bot.clock import SystemClock
from bot.database import Database
from handlers.published.library import Library
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.documents import store
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from tests.factories.publication import knowledge_services, release, withdraw

pytestmark = pytest.mark.redis
TODAY = date(2026, 11, 20)
LOOKS, LOOK_SECONDS = 4000, 0.005
QUESTION = "育儿补贴每月多少元"


def draft(name: str, **more: object) -> Draft:
    document = Document(name, f"{name}办法", kind=Kind.GUIDE, **more)  # type: ignore[arg-type]
    return Draft(document, f"{name}每人每月六十元，向民政局申请。", "rows.jsonl", 1)


class Process:
    """One process: an index, who answers from it, and the keeper that follows the others."""

    def __init__(
        self, path: Path, knowledge: KnowledgeServices, redis: Redis, *, folder: str = "here"
    ) -> None:
        self.index = Index(path)
        self.keeper = IndexKeeper(self.index, knowledge.upkeep, redis, folder_id=folder, loaded=lambda: None)
        self.answerer = Answerer(self.index, threshold=0.0)
        self.library = Library(self.index)
        self.following: asyncio.Task[None] | None = None

    def cited(self) -> str:
        found = self.answerer.answer(QUESTION, today=TODAY)
        return found.citation.document.id if isinstance(found, Answer) else ""

    async def start(self) -> None:
        await self.keeper.ready()
        self.following = asyncio.create_task(self.keeper.follow())
        await asyncio.sleep(0.2)

    async def stop(self) -> None:
        if self.following:
            self.following.cancel()
            with suppress(asyncio.CancelledError):
                await self.following


@pytest.fixture
async def knowledge(database: Database) -> KnowledgeServices:
    service = knowledge_services(database, SystemClock())
    rows = [draft(name) for name in ("种粮补贴", "购房补贴", "育儿补贴")]
    await service.imports.keep(rows, author="admin", publish=True)
    return service


@pytest.fixture
async def both(
    tmp_path: Path, knowledge: KnowledgeServices, redis: Redis
) -> AsyncIterator[tuple[Process, Process]]:
    ours, theirs = (Process(tmp_path / "index", knowledge, redis) for _ in range(2))
    await ours.start()
    await theirs.start()
    yield ours, theirs
    await ours.stop()
    await theirs.stop()


async def until_gone(process: Process) -> None:
    for _ in range(LOOKS):
        if process.cited() != "育儿补贴":
            return
        await asyncio.sleep(LOOK_SECONDS)
    pytest.fail(f"still cited after {LOOKS * LOOK_SECONDS:.0f} s")


def held(process: Process) -> dict[str, int]:
    contents = process.index.contents()
    assert contents is not None
    return contents.versions


async def test_gone_everywhere_while_an_index_is_being_built(
    both: tuple[Process, Process], knowledge: KnowledgeServices
) -> None:
    ours, theirs = both
    assert [ours.cited(), theirs.cited()] == ["育儿补贴", "育儿补贴"]
    generation = theirs.index.name
    async with ours.index.writing():
        # Whoever builds holds this lock: until it is given back no new generation can come.
        await withdraw(knowledge, "育儿补贴")
        await ours.keeper.withdrawn("育儿补贴")
        await until_gone(theirs)
        assert ours.cited() != "育儿补贴"
        assert theirs.index.name == generation
    for process in both:
        assert process.library.document("育儿补贴") is None
        assert process.library.text("育儿补贴") == ""
        assert process.library.excerpt("育儿补贴", 0) is None
        assert "育儿补贴" not in [guide.id for guide in await process.library.guides()]
    await asyncio.sleep(0.3)
    assert "育儿补贴" not in held(theirs)


async def test_gone_on_another_machine_while_it_brings_its_own_index_up_to_date(
    tmp_path: Path, both: tuple[Process, Process], knowledge: KnowledgeServices, redis: Redis
) -> None:
    ours, _ = both
    remote = Process(tmp_path / "elsewhere", knowledge, redis, folder="elsewhere")
    await remote.start()
    async with remote.index.writing():
        await ours.keeper.changed()
        await asyncio.sleep(0.2)
        # The other machine has heard of a change and waits for its own index; it hears of a withdrawal all the same.
        await withdraw(knowledge, "育儿补贴")
        await ours.keeper.withdrawn("育儿补贴")
        await until_gone(remote)
        assert remote.cited() != "育儿补贴"
    await remote.stop()


async def test_a_generation_begun_before_the_withdrawal_does_not_bring_it_back(
    both: tuple[Process, Process], knowledge: KnowledgeServices, database: Database
) -> None:
    ours, theirs = both
    stale = [row async for row in _public(database)]
    await withdraw(knowledge, "育儿补贴")
    ours.index.hide("育儿补贴")
    await asyncio.to_thread(ours.index.build, stale)
    await theirs.keeper.ready()
    assert "育儿补贴" in held(theirs)
    assert theirs.cited() != "育儿补贴"


async def test_a_new_process_knows_what_was_withdrawn(
    tmp_path: Path, both: tuple[Process, Process], knowledge: KnowledgeServices, redis: Redis
) -> None:
    await withdraw(knowledge, "育儿补贴")
    fresh = Process(tmp_path / "index", knowledge, redis)
    await fresh.keeper.ready()
    assert fresh.cited() != "育儿补贴"


async def test_released_again_it_answers_again(
    both: tuple[Process, Process], knowledge: KnowledgeServices
) -> None:
    ours, theirs = both
    await withdraw(knowledge, "育儿补贴")
    await ours.keeper.withdrawn("育儿补贴")
    await until_gone(theirs)
    await release(knowledge, "育儿补贴")
    await ours.keeper.changed()
    for _ in range(150):
        if theirs.cited() == "育儿补贴":
            break
        await asyncio.sleep(0.02)
    assert [ours.cited(), theirs.cited()] == ["育儿补贴", "育儿补贴"]


async def test_without_redis_the_next_look_tells(
    both: tuple[Process, Process], knowledge: KnowledgeServices
) -> None:
    await withdraw(knowledge, "育儿补贴")
    for process in both:
        await until_gone(process)
        assert process.cited() != "育儿补贴"


async def _public(database: Database) -> AsyncIterator[tuple[Document, str, int]]:
    async with database.reading() as tx:
        async for row in store.public(tx):
            yield row
