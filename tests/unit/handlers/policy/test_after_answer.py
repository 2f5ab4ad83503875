"""Reading on and looking at the source, also of what was withdrawn meanwhile."""

import pytest
from rasa_sdk import Action

from handlers.talk.last_answer import LastAnswer
from tests.factories.policy_talk import ask, kept
from tests.factories.talks import run, tracker


async def test_reading_on_walks_through_the_pages_to_an_end(stage: dict[str, Action]) -> None:
    more, last = stage["action_more_answer"], kept(await ask(stage, "高龄津贴多少钱"))
    seen = []
    for _ in range(3):
        said = await run(more, tracker("更多", slots={"last_answer": last.event()["value"]}))
        seen.append(said.text)
        last = kept(said)
    assert "第一条" in seen[0]
    assert seen[1] != seen[0]
    assert "出自《高龄津贴申领》" in seen[2]
    end = await run(more, tracker("更多", slots={"last_answer": last.event()["value"]}))
    assert "都给您看过了" in end.text
    assert end.steps[0] == ("原文", '/show_source{"document": "guide"}')


async def test_pages_withdrawn_meanwhile_are_passed_over(stage: dict[str, Action]) -> None:
    last = LastAnswer("问", "题", "gone", (("gone", 0), ("allowance", 0)))
    said = await run(
        stage["action_more_answer"], tracker("更多", slots={"last_answer": last.event()["value"]})
    )
    assert "甲县高龄津贴发放办法" in said.text


@pytest.mark.parametrize(
    ("action", "words"), [("action_more_answer", "请先问一个问题"), ("action_show_source", "还没有查过文件")]
)
async def test_nothing_was_answered_yet(stage: dict[str, Action], action: str, words: str) -> None:
    assert words in (await run(stage[action], tracker("更多"))).text


async def test_the_source_is_shown_with_its_page(stage: dict[str, Action]) -> None:
    last = LastAnswer("问", "题", "allowance", (("allowance", 1),))
    said = await run(
        stage["action_show_source"], tracker("原文", slots={"last_answer": last.event()["value"]})
    )
    assert "文号：甲政发〔2026〕3号" in said.text
    assert "发布单位：甲县人民政府" in said.text
    assert "https://county.example/m/documents/allowance" in said.text
    assert said.steps[0] == ("更多", "/more_answer")


async def test_a_step_names_another_source(stage: dict[str, Action]) -> None:
    said = await run(stage["action_show_source"], tracker("2", entities={"document": "old"}))
    assert "现在执行：《甲县高龄津贴发放办法》" in said.text


async def test_a_withdrawn_source_is_said_to_be_gone(stage: dict[str, Action]) -> None:
    said = await run(stage["action_show_source"], tracker("2", entities={"document": "../etc"}))
    assert "查不到了" in said.text
