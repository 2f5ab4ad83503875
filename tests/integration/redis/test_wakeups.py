"""The keeper of the index: what is published is searched at once, and its words are understood without a restart."""

from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.recognition import TitleTeacher
from adapters.redis.wakeups import IndexKeeper
from bot.clock import SystemClock
from bot.database import Database
from intents import catalogue, recognizer
from intents.recognizer import CountyRecognizer
from knowledge.documents.document import Document, Kind
from knowledge.documents.draft import Draft
from knowledge.index.generations import Index
from knowledge.library.service import KnowledgeService
from tests.factories.publication import withdraw

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
    knowledge, index = KnowledgeService(database, SystemClock()), Index(tmp_path / "index")
    teacher = TitleTeacher(index, listener)
    keeper = IndexKeeper(index, knowledge, redis, folder_id="here", loaded=teacher.teach)
    await knowledge.import_documents([guide("a", "梧桐寄养登记指南")], author="w", publish=True)
    assert await keeper.ready()
    assert listener.recognize("梧桐寄养登记").slot("title") == "梧桐寄养登记指南"
    assert listener.recognize("竹排检修登记").slot("topic") is None
    await knowledge.import_documents([guide("b", "竹排检修登记")], author="w", publish=True)
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
    knowledge, told = KnowledgeService(database, SystemClock()), list[str | None]()
    ours, theirs = Index(tmp_path / "index"), Index(tmp_path / "index")
    looked: list[bool] = []
    keeper = IndexKeeper(
        ours,
        knowledge,
        redis,
        folder_id="here",
        loaded=lambda: told.append(ours.name),
        looked=lambda: looked.append(True),
    )
    await knowledge.import_documents([guide("a", "梧桐寄养登记指南")], author="w", publish=True)
    assert await keeper.ready()
    await knowledge.rebuild(theirs)
    assert await keeper.ready()
    assert await keeper.ready()
    assert told == ["gen-1", "gen-2"]
    # What lies beside the index is looked at each time, whether there is another generation or not.
    assert len(looked) == 4
