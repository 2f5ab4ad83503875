"""The keeper of the index: what is published is searched at once, and its words are understood without a restart."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.recognition import TitleTeacher
from adapters.redis.wakeups import LOOK_SECONDS, IndexKeeper
from bot.clock import SystemClock
from bot.database import Database
from intents import catalogue, recognizer
from intents.recognizer import CountyRecognizer
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.library.saying_records import SayingChange, SayingDeed
from tests.factories.publication import knowledge_services, withdraw

pytestmark = pytest.mark.redis


def guide(identifier: str, title: str) -> Draft:
    return Draft(
        Document(identifier, title, kind=Kind.GUIDE), "向镇里的窗口提出，带身份证。", "rows.jsonl", 1
    )


@pytest.fixture
def listener(trained: Path) -> CountyRecognizer:
    return recognizer.build(catalogue.load(), trained)


async def test_a_published_guide_teaches_its_words_at_once(
    tmp_path: Path, database: Database, redis: Redis, listener: CountyRecognizer
) -> None:
    knowledge, index = knowledge_services(database, SystemClock()), Index(tmp_path / "index")
    teacher = TitleTeacher(index, listener)
    keeper = IndexKeeper(index, knowledge.upkeep, redis, folder_id="here", loaded=teacher.teach)
    await knowledge.imports.keep([guide("a", "梧桐寄养登记指南")], author="w", publish=True)
    assert await keeper.ready()
    assert listener.recognize("梧桐寄养登记").slot("title") == "梧桐寄养登记指南"
    assert listener.recognize("竹排检修登记").slot("topic") is None
    await knowledge.imports.keep([guide("b", "竹排检修登记")], author="w", publish=True)
    await withdraw(knowledge, "a")
    await keeper.changed()
    heard = listener.recognize("竹排检修登记")
    assert (heard.intent, heard.slot("topic"), heard.slot("title")) == (
        "service_guide",
        "竹排检修登记",
        "竹排检修登记",
    )
    assert listener.recognize("梧桐寄养登记").slot("title") is None


async def test_a_generation_of_another_process_is_told_of_once(
    tmp_path: Path, database: Database, redis: Redis
) -> None:
    knowledge, told = knowledge_services(database, SystemClock()), list[str | None]()
    ours, theirs = Index(tmp_path / "index"), Index(tmp_path / "index")
    looked: list[bool] = []
    keeper = IndexKeeper(
        ours,
        knowledge.upkeep,
        redis,
        folder_id="here",
        loaded=lambda: told.append(ours.name),
        looked=lambda: looked.append(True),
    )
    await knowledge.imports.keep([guide("a", "梧桐寄养登记指南")], author="w", publish=True)
    assert await keeper.ready()
    await knowledge.upkeep.rebuild(theirs)
    assert await keeper.ready()
    assert await keeper.ready()
    assert told == ["gen-1", "gen-2"]
    # What lies beside the index is looked at each time, whether there is another generation or not.
    assert len(looked) == 4


async def test_what_was_published_by_a_program_that_died_before_telling_is_caught_up_with(
    tmp_path: Path, database: Database, redis: Redis
) -> None:
    nobody_told, index = knowledge_services(database, SystemClock()), Index(tmp_path / "index")
    keeper = IndexKeeper(index, nobody_told.upkeep, redis, folder_id="here", loaded=lambda: None)
    await nobody_told.imports.keep([guide("a", "梧桐寄养登记指南")], author="w", publish=True)
    assert await keeper.ready()
    await nobody_told.imports.keep([guide("b", "竹排检修登记")], author="w", publish=True)
    assert await keeper.ready()
    assert index.reader is not None
    assert set(index.reader.identifiers) == {"a"}
    await keeper.renew()
    assert set(index.reader.identifiers) == {"a", "b"}
    generation = index.name
    await keeper.renew()
    assert index.name == generation


async def test_sayings_kept_by_one_process_are_in_use_in_another_within_a_second(
    tmp_path: Path, database: Database, redis: Redis
) -> None:
    here, there = (knowledge_services(database, SystemClock()) for _ in range(2))
    taken_up = asyncio.Event()

    async def look() -> None:
        await there.sayings.look()
        if list(there.sayings.current().found("铁脚板")):
            taken_up.set()

    index = Index(tmp_path / "index")
    keeper = IndexKeeper(index, there.upkeep, redis, folder_id="there", loaded=lambda: None, beside=look)
    await keeper.ready()
    following = asyncio.create_task(keeper.follow())
    try:
        await here.sayings.keep([SayingChange(SayingDeed.ADD, "铁脚板", "护林员")], actor="op")
        await asyncio.wait_for(taken_up.wait(), 10 * LOOK_SECONDS)
        assert list(there.sayings.current().found("铁脚板"))
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
