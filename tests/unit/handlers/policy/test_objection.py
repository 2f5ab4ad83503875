"""An objection that says what is meant asks anew; words held up to the bot are answered from the document again."""

import pytest
from rasa_sdk import Action

from handlers.policy.ask_policy import AskPolicy
from handlers.policy.objection import Objection, meant_instead
from handlers.talk.last_answer import LastAnswer
from handlers.talk.precedence import LookAlone
from tests.factories.policy_talk import ANSWER
from tests.factories.talks import run, tracker
from tests.fakes.answering import FakeAnswering

LAST = LastAnswer("公租房要什么条件", "公租房", "rental")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("不对，我问的是养老金", "养老金"),
        ("错了错了，我要的是落户的材料", "落户的材料"),
        ("不是这个，我是问孩子上学", "孩子上学"),
        ("不对，租房补贴一个月多少", "租房补贴一个月多少"),
        ("不对", ""),
        ("不是", ""),
        ("好的", ""),
    ],
)
def test_what_is_meant_instead(said: str, meant: str) -> None:
    assert meant_instead(said) == meant


async def _object(stage: dict[str, Action], said: str, last: LastAnswer | None) -> list[str]:
    asking = stage["action_ask_policy"]
    assert isinstance(asking, AskPolicy)
    slots = {"last_answer": last.event()["value"]} if last else {}
    looking = LookAlone("action_deny", Objection(asking).look)
    return (await run(looking, tracker(said, slots=slots))).texts


async def test_the_question_is_asked_of_what_is_meant(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"高龄津贴": ANSWER}
    texts = await _object(stage, "不对，我问的是高龄津贴", LAST)
    assert "每人每月60元" in texts[0]


async def test_what_the_bot_is_said_to_have_said_is_answered_from_the_document(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"高龄津贴": ANSWER}
    last = LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance")
    texts = await _object(stage, "不对，你刚才明明说85岁以上是300", last)
    assert "我只按公开的文件回答" in texts[0]
    assert "300" not in texts[0]


@pytest.mark.parametrize(("said", "last"), [("不对，我问的是高龄津贴", None), ("不对", LAST)])
async def test_a_bare_no_and_a_no_to_nothing_are_left_to_others(
    stage: dict[str, Action], said: str, last: LastAnswer | None
) -> None:
    assert await _object(stage, said, last) == []
