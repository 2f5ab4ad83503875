"""What cannot be answered is said honestly, with what may help."""

import pytest
from rasa_sdk import Action

from handlers.talk.last_answer import LastAnswer
from tests.factories.library import ALLOWANCE, OLD
from tests.factories.policy_talk import ask, kept
from tests.factories.talks import run, tracker
from tests.fakes.answering import FakeAnswering, decline


async def test_a_document_asked_for_by_its_number_alone_is_shown(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["2019"] = decline(ALLOWANCE, OLD)
    said = await ask(stage, "请问甲政发〔2019〕8号还有效吗")
    assert "现在是否有效：已废止" in said.text
    assert "现在执行：《甲县高龄津贴发放办法》" in said.text
    assert kept(said).document == "old"


async def test_another_document_never_answers_for_a_number_that_is_not_published(
    stage: dict[str, Action],
) -> None:
    said = await ask(stage, "甲政发〔2025〕12号 高龄津贴讲的是啥", doc_no="甲政发〔2025〕12号")
    assert "没有查到甲政发〔2025〕12号" in said.text
    assert "60元" not in said.text


async def test_an_honest_no_names_who_may_know_and_keeps_what_was_talked_about(
    stage: dict[str, Action],
) -> None:
    said = await ask(stage, "月球上怎么买房", LastAnswer("高龄", "高龄", "allowance"))
    assert "没有查到" in said.text
    assert "12345" in said.text
    assert [payload.split("{")[0] for _, payload in said.steps] == [
        "/talk_to_human",
        "/disclosure_request",
        "/await_answer",
        "/appeal",
    ]
    assert '"kind": "consultation"' in said.steps[-1][1]
    assert (kept(said).question, kept(said).document) == ("高龄", "")


async def test_what_is_handed_on_after_a_no_is_what_was_said_and_not_a_word_of_it(
    stage: dict[str, Action],
) -> None:
    story = "他在矿上伤了腰，看病的钱都是借的，有没有哪里能帮"
    steps = dict((await ask(stage, story, topic="矿上")).steps)
    assert f'"said": "{story}"' in steps["登记成咨询，3个工作日内答复"]
    assert f'"topic": "{story}"' in steps["申请政府信息公开"]


async def test_the_matter_that_is_most_of_a_question_is_what_a_request_asks_for(
    stage: dict[str, Action],
) -> None:
    steps = dict((await ask(stage, "看看月球居住标准", topic="月球居住标准")).steps)
    assert '"topic": "月球居住标准"' in steps["申请政府信息公开"]


async def test_a_no_with_documents_near_offers_those_that_count(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["补助"] = decline(OLD, ALLOWANCE, ALLOWANCE, unit="青岚县民政局")
    said = await ask(stage, "补助")
    assert "青岚县民政局：0599-6612345" in said.text
    assert [label for label, _ in said.steps][:2] == ["《甲县高龄津贴发放办法》", "找工作人员（人工）"]
    chosen = await ask(stage, "1", said="补助", about="allowance")
    assert chosen.text.startswith("【智能回复】《甲县高龄津贴发放办法》")
    assert chosen.steps[0] == ("更多", "/more_answer")


async def test_chatty_words_around_a_matter_still_lead_to_its_document(stage: dict[str, Action]) -> None:
    said = await ask(stage, "那个啥 就是老人家那个钱咋个说嘛", topic="高龄津贴")
    assert "没有查到" in said.text
    assert said.steps[0] == (
        "《甲县高龄津贴发放办法》",
        '/ask_policy{"said": "那个啥 就是老人家那个钱咋个说嘛", "about": "allowance"}',
    )


async def test_nothing_said_is_asked_for(stage: dict[str, Action]) -> None:
    said = await run(stage["action_ask_policy"], tracker("1", normal="/ask_policy"))
    assert "您想问哪方面" in said.text


@pytest.mark.parametrize("text", ["{0}{label}", "%s" * 50, "问" * 5000, "<xml>&#x41;</xml>", "\u202e乱序"])
async def test_hostile_words_are_answered_like_any_others(stage: dict[str, Action], text: str) -> None:
    assert "没有查到" in (await ask(stage, text)).text


@pytest.mark.parametrize("text", ["政策", "查政策", "我想问一下政策", "政策咨询", "有关政策吗"])
async def test_who_says_no_more_than_policy_is_asked_what_about(stage: dict[str, Action], text: str) -> None:
    assert "您想问哪方面" in (await run(stage["action_ask_policy"], tracker(text))).text


async def test_a_policy_on_something_is_looked_for(stage: dict[str, Action]) -> None:
    assert "您想问哪方面" not in (await run(stage["action_ask_policy"], tracker("高龄津贴政策"))).text
