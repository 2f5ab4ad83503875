"""Plainer words asked for: the published explanation says it once more; nothing is put into other words."""

from datetime import date
from pathlib import Path

import pytest
from rasa_sdk import Action

from bot.clock import SettableClock
from handlers.policy.actions import actions
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer
from intents import rules
from knowledge.answers.answerer import Answerer
from knowledge.documents.document import Document, Kind
from knowledge.index.generations import Index
from tests.factories.talks import NOON, TEXTS, Said, county, run, tracker
from tests.fakes.waiting import FakeWaiting

RULE = Document(id="rule", title="甲县油烟管理办法", published_on=date(2026, 1, 5))
SAID = Document(
    id="said",
    title="《甲县油烟管理办法》政策解读",
    kind=Kind.INTERPRETATION,
    interprets=("rule",),
    published_on=date(2026, 1, 6),
)
BARE = Document(id="bare", title="甲县供水办法", published_on=date(2026, 1, 5))
PLAIN = "净化器三个月洗一回，记在本子上，留一年。"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Action]:
    index = Index(Path(tmp_path_factory.mktemp("plainer")))
    texts = (
        (RULE, "第一条 油烟净化器每三个月清洗一次，清洗记录保存一年。"),
        (SAID, PLAIN),
        (BARE, "第一条 供水水压应当达标。"),
    )
    index.build(texts)
    index.reload()
    made = actions(
        TEXTS,
        answering=Answerer(index),
        library=Library(index),
        sources=Sources(TEXTS, public_url="https://county.example"),
        county=county(),
        clock=SettableClock(NOON),
        waiting=FakeWaiting(),
    )
    return {action.name(): action for action in made}


async def _said(stage: dict[str, Action], said: str, document: str = "", *, form: str | None = None) -> Said:
    last = LastAnswer("油烟净化器多久清洗", "净化器", document, shown=(document,)).event()["value"]
    asked = tracker(said, slots={"last_answer": last} if document else {}, form=form)
    return await run(stage["action_more_answer"], asked)


async def test_plainer_words_are_those_of_the_explanation(stage: dict[str, Action]) -> None:
    said = await _said(stage, "讲大白话行不行", "rule")
    assert PLAIN in said.text
    assert "出自《〈甲县油烟管理办法〉政策解读》" in said.text


@pytest.mark.parametrize("document", ["bare", "said"])
async def test_without_another_explanation_nothing_is_put_into_other_words(
    stage: dict[str, Action], document: str
) -> None:
    said = await _said(stage, "没看懂", document)
    assert "不能自己改写" in said.text
    assert ("找工作人员（人工）", "/talk_to_human") in said.steps


async def test_before_anything_was_said_one_matter_is_asked_for(stage: dict[str, Action]) -> None:
    assert "说一件事" in (await _said(stage, "说人话")).text


async def test_in_a_form_help_is_offered(stage: dict[str, Action]) -> None:
    assert "人工" in (await _said(stage, "看不懂", "rule", form="disclosure_form")).text


@pytest.mark.parametrize(
    ("said", "plainer"),
    [
        ("说人话", True),
        ("能不能跟我讲大白话", True),
        ("讲得再通俗一点", True),
        ("这是啥意思,看不明白", True),
        ("我还是没听懂", True),
        ("听不懂你说的", True),
        ("表格看不懂能不能请人代填", False),
        ("公租房是什么意思", False),
        ("转人工", False),
    ],
)
def test_only_the_whole_message_asks_for_it(said: str, *, plainer: bool) -> None:
    command = rules.load().command(rules.compact(said))
    assert (command is not None and command[0] == "more_answer") is plainer
