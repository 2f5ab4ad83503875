"""Asking to be told later: offered after a no, noted once, taken back as easily."""

import pytest
from rasa_sdk import Action

from bot.text.choices import reading
from handlers.policy.notification import AwaitAnswer, Leaving, offer
from handlers.talk.precedence import Looking
from handlers.talk.turn import hear
from tests.factories.talks import TEXTS, run, tracker
from tests.fakes.engine import Says
from tests.fakes.waiting import FakeWaiting


@pytest.fixture
def waiting() -> FakeWaiting:
    return FakeWaiting()


@pytest.fixture
def action(waiting: FakeWaiting) -> AwaitAnswer:
    return AwaitAnswer(TEXTS, waiting=waiting)


async def test_the_step_carries_the_question_without_numbers(
    action: AwaitAnswer, waiting: FakeWaiting
) -> None:
    asked = tracker("我13812345678，月球上种菜有补贴吗")
    [step] = offer(TEXTS, asked, hear(asked))
    understood = reading(step.payload)
    assert (step.label, understood and understood.intent) == ("有了答案告诉我", "await_answer")
    said = await run(action, tracker("3", entities={"said": understood.slot("said") if understood else ""}))
    assert waiting.waiting == [("wechat", "citizen", "我138****5678，月球上种菜有补贴吗")]
    assert "发一条消息告诉您" in said.text
    assert [label for label, _ in said.steps][-1] == "不用告诉我了"


async def test_nobody_is_promised_what_the_channel_cannot_do(
    action: AwaitAnswer, waiting: FakeWaiting
) -> None:
    asked = tracker("月球上种菜有补贴吗")
    asked.latest_message["metadata"]["channel"] = "site"
    assert offer(TEXTS, asked, hear(asked)) == ()
    await run(action, asked)
    assert waiting.waiting == []


async def test_taking_it_back_is_one_step(action: AwaitAnswer, waiting: FakeWaiting) -> None:
    await run(action, tracker("3", entities={"said": "月球上种菜有补贴吗"}))
    said = await run(action, tracker("3", entities={"confirmed": "no"}))
    assert "不再" in said.text
    assert waiting.waiting == []


async def test_without_a_question_there_is_nothing_to_wait_for(
    action: AwaitAnswer, waiting: FakeWaiting
) -> None:
    assert "请先问一个问题" in (await run(action, tracker("/await_answer"))).text
    assert waiting.waiting == []


async def test_who_leaves_is_forgotten(action: AwaitAnswer, waiting: FakeWaiting) -> None:
    await run(action, tracker("3", entities={"said": "月球上种菜有补贴吗"}))
    leaving: Action = Looking(Says("action_forget", "再见"), [Leaving(waiting).look])
    assert leaving.name() == "action_forget"
    assert (await run(leaving, tracker(kind="event/unsubscribe"))).text == "再见"
    assert waiting.waiting == []
