"""The embedding service in the program: fetched beside the work, asked before an answer, told to the operators."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from adapters.cli import vectors
from adapters.embedding.access import Semantics, told, understanding
from adapters.embedding.keeper import TROUBLE_SECONDS, VectorKeeper
from adapters.embedding.prefetch import MeaningPrefetch
from adapters.settings import Storage
from bot.clock import SettableClock
from handlers.talk.precedence import Looking
from handlers.texts import Texts
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document, Kind
from knowledge.index.generations import Index
from tests.fakes.embedder import FakeEmbedder, embedder

TODAY = date(2026, 3, 2)
QUESTION = "种粮补贴每亩多少元"
APPROVED = "问：办公几点上班\n答：上午九点到下午六点。"


@pytest.fixture
async def fake() -> AsyncIterator[FakeEmbedder]:
    async with embedder() as found:
        yield found


@pytest.fixture
def index(tmp_path: Path) -> Index:
    found = Index(tmp_path / "index")
    found.build(
        [
            (Document("种粮", "种粮补贴办法"), "种粮补贴每亩一百元，由农业农村局审核。"),
            (Document("玉米", "种粮补贴细则"), "种粮补贴每亩多少元另行公布，种玉米的每亩六十元。"),
            (Document("上班", "办公几点上班", kind=Kind.FAQ), APPROVED),
        ]
    )
    found.reload()
    return found


def settings(fake: FakeEmbedder, folder: Path) -> Storage:
    return Storage(data_dir=folder, embedding_url=fake.url, embedding_model="m", embedding_key=fake.key)  # type: ignore[arg-type]


@pytest.fixture
async def understood(fake: FakeEmbedder, index: Index, tmp_path: Path) -> AsyncIterator[Semantics]:
    async with aiohttp.ClientSession() as session:
        found = understanding(settings(fake, tmp_path), session, tmp_path / "index")
        assert found is not None
        yield found


async def test_nothing_is_there_unless_configured(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session:
        assert understanding(Storage(data_dir=tmp_path), session, tmp_path) is None


async def test_the_keeper_fetches_once_and_again_when_something_new_serves(
    understood: Semantics, index: Index, fake: FakeEmbedder
) -> None:
    keeper = VectorKeeper(index, understood)
    for _ in range(4):
        await keeper.look()
    assert len(fake.texts) == 3
    index.update([(Document("医保", "医保报销"), "报销百分之七十。")], ())
    index.reload()
    for _ in range(3):
        await keeper.look()
    assert len(fake.texts) == 4


async def test_after_trouble_the_keeper_waits_a_minute(
    understood: Semantics, index: Index, fake: FakeEmbedder
) -> None:
    now = [0.0]
    keeper = VectorKeeper(index, understood, clock=lambda: now[0])
    fake.statuses = [401]
    for _ in range(3):
        await keeper.look()
    assert len(fake.requests) == 1
    assert index.reader is not None
    assert "服务拒绝" in told(understood.embedding.state(index.reader), Texts.load())
    now[0] = TROUBLE_SECONDS + 1
    await keeper.look()
    assert told(understood.embedding.state(index.reader), Texts.load()) == "语义向量 3/3 段"


async def test_what_another_process_fetched_is_loaded(
    understood: Semantics, index: Index, fake: FakeEmbedder, tmp_path: Path
) -> None:
    keeper = VectorKeeper(index, understood)
    with understood.embedding.alone() as alone:
        assert alone
        await keeper.look()
        await keeper.look()
    assert not fake.texts
    async with aiohttp.ClientSession() as session:
        other = understanding(settings(fake, tmp_path), session, tmp_path / "index")
        assert other is not None
        await VectorKeeper(index, other).look()
    await keeper.look()
    assert index.reader is not None
    assert await understood.meanings.learn(QUESTION, index.reader)


class Answering(Action):  # type: ignore[misc] # rasa_sdk has no types
    """Notes how a question was answered when its turn came."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.meant: list[bool] = []

    def name(self) -> str:
        return "action_ask_policy"

    async def run(self, _: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> list[Any]:
        said = str((tracker.latest_message or {})["text"])
        self.meant.append(self._answerer.meaning(said) is not None)
        assert self._answerer.candidates(said, today=TODAY)[0]
        return []


@pytest.fixture
async def acting(understood: Semantics, index: Index) -> tuple[Looking, Answering]:
    answerer = Answerer(index, meanings=understood.meanings)
    action = Answering(answerer)
    clock = SettableClock(datetime(2026, 3, 2, tzinfo=UTC))
    prefetch = MeaningPrefetch(answerer, index, meanings=understood.meanings, clock=clock)
    return Looking(action, [prefetch.listen]), action


async def say(action: Action, text: str) -> None:
    message = {"text": text, "entities": [], "intent_ranking": [], "metadata": {}}
    tracker = Tracker("s", {}, message, [], False, None, {}, "action_listen")
    await action.run(CollectingDispatcher(), tracker, {})


async def test_a_question_is_learnt_before_it_is_answered(
    acting: tuple[Looking, Answering], understood: Semantics, index: Index
) -> None:
    first, action = acting
    assert first.name() == "action_ask_policy"
    await say(first, QUESTION)
    await VectorKeeper(index, understood).look()
    await say(first, QUESTION)
    assert action.meant == [False, True]


async def test_a_slow_or_broken_service_changes_no_answer(
    acting: tuple[Looking, Answering], understood: Semantics, index: Index, fake: FakeEmbedder
) -> None:
    first, action = acting
    await VectorKeeper(index, understood).look()
    fake.delay = 3
    await say(first, QUESTION)
    fake.delay, fake.statuses = 0, [500]
    await say(first, QUESTION)
    await say(first, QUESTION)
    assert action.meant == [False, False, True]


async def test_what_is_settled_by_words_is_not_waited_for(
    acting: tuple[Looking, Answering], understood: Semantics, index: Index, fake: FakeEmbedder
) -> None:
    first, action = acting
    await VectorKeeper(index, understood).look()
    fake.delay = 30
    await say(first, "办公几点上班")
    assert action.meant == [False]


@pytest.mark.parametrize("said", ["办公大楼几点上班呀", "甲政发〔2026〕7号说了什么"])
async def test_words_that_lead_far_or_name_a_number_ask_nobody(
    acting: tuple[Looking, Answering], understood: Semantics, index: Index, fake: FakeEmbedder, said: str
) -> None:
    index.update([(Document("文", "甲县工作要点", number="甲政发〔2026〕7号"), "全年的工作要点。")], ())
    index.reload()
    await VectorKeeper(index, understood).look()
    sent = len(fake.requests)
    await understood.meanings.learn(QUESTION, index.reader)  # type: ignore[arg-type]
    assert len(fake.requests) == sent + 1
    first, action = acting
    prefetch = MeaningPrefetch(
        action._answerer,
        index,
        meanings=understood.meanings,
        clock=SettableClock(datetime(2026, 3, 2, tzinfo=UTC)),
    )
    await prefetch.learn(said)
    assert len(fake.requests) == sent + 1
    assert first.name() == action.name()


async def test_commands_fetch_and_ask_too(
    fake: FakeEmbedder, index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for name, value in {"DATA_DIR": str(tmp_path), "EMBEDDING_URL": fake.url, "EMBEDDING_MODEL": "m"}.items():
        monkeypatch.setenv(f"MINGBAI_{name}", value)
    await vectors.fetch(index)
    assert "服务拒绝" in capsys.readouterr().err
    monkeypatch.setenv("MINGBAI_EMBEDDING_KEY", fake.key)
    await vectors.fetch(index)
    assert len(fake.texts) == 3
    meanings = await vectors.meanings_for(QUESTION, index)
    assert meanings is not None
    assert index.reader is not None
    assert meanings.of(QUESTION, index.reader) is not None
