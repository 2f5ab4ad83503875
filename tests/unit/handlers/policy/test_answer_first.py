"""A message taken for something else is looked up before it is given up."""

import pytest
from rasa_sdk import Action

from handlers.policy.ask_policy import Answers, AskPolicy
from handlers.talk.precedence import Looking
from tests.factories.policy_talk import kept
from tests.factories.talks import Said, run, tracker
from tests.fakes.engine import Says


@pytest.fixture
def first(stage: dict[str, Action]) -> Looking:
    asking = stage["action_ask_policy"]
    assert isinstance(asking, AskPolicy)
    return Looking(Says("action_decline_scope", "不在这里办"), [Answers(asking).look])


async def said(first: Looking, text: str, **slots: object) -> Said:
    return await run(first, tracker(text, slots=slots))


async def test_what_a_document_answers_is_answered(first: Looking) -> None:
    assert first.name() == "action_decline_scope"
    assert "60元" in (await said(first, "外县高龄津贴给多少钱")).text


async def test_what_no_document_answers_is_left_to_the_other(first: Looking) -> None:
    assert (await said(first, "讲个笑话来听听")).text == "不在这里办"
    assert (await said(first, "津贴")).text == "不在这里办"


async def test_gibberish_after_a_question_is_no_question(stage: dict[str, Action], first: Looking) -> None:
    asked = await run(stage["action_ask_policy"], tracker("高龄津贴多少钱"))
    last = kept(asked).event()["value"]
    assert (await said(first, "啊吧啊吧", last_answer=last)).text == "不在这里办"
