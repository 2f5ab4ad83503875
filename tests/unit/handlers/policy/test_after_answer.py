"""Reading on and looking at the source, also of what was withdrawn meanwhile."""

from dataclasses import replace

import pytest
from rasa_sdk import Action

from bot.assurance import Degree, Quotation
from handlers.talk.last_answer import LastAnswer
from knowledge.answers.answer import Further, Matter, Stretch
from tests.factories.library import ALLOWANCE, GUIDE, HOUSING
from tests.factories.policy_talk import ask, kept
from tests.factories.talks import Said, run, tracker
from tests.fakes.answering import FakeAnswering, answer, decline

NEAR = answer(ALLOWANCE, "80周岁以上每人每月60元。", number=2).best
CUT_OFF, BESIDE = "当月满80周岁的，从次月起发给。", "每年三月核对一次。"
LEFT = (Stretch(1, 4, 20), Stretch(1, 30, 39))


@pytest.fixture
def near(answering: FakeAnswering) -> None:
    """Words that come near, with two more of the same document left to be seen."""
    matters = tuple(Matter(ALLOWANCE, place) for place in LEFT)
    answering.known["岁数补贴"] = replace(
        decline(ALLOWANCE), likely=(NEAR,), unseen=matters, further=(Further(ALLOWANCE, 1), Further(GUIDE, 0))
    )
    for place, words in zip(LEFT, (CUT_OFF, BESIDE), strict=True):
        answering.standing[ALLOWANCE.id, place] = answer(ALLOWANCE, words, number=1).best


async def _more(stage: dict[str, Action], last: LastAnswer) -> Said:
    return await run(
        stage["action_more_answer"], tracker("更多", slots={"last_answer": last.event()["value"]})
    )


@pytest.mark.usefixtures("near")
async def test_words_that_were_not_seen_yet_come_before_the_pages(stage: dict[str, Action]) -> None:
    first = await ask(stage, "岁数补贴")
    assert ("更多", "/more_answer") in first.steps
    assert CUT_OFF not in first.text
    said = await _more(stage, kept(first))
    assert said.text.startswith(f"【智能回复】{CUT_OFF}\n……\n{BESIDE}\n出自《{ALLOWANCE.title}》")
    assert said.text.count("出自《") == 1
    [claim] = said.claims
    assert claim.degree is Degree.NONE
    assert claim.quotations == (Quotation(ALLOWANCE.id, CUT_OFF), Quotation(ALLOWANCE.id, BESIDE))
    assert [label for label, _ in said.steps] == ["更多", "原文", "找工作人员（人工）"]
    last = kept(said)
    assert not last.unseen
    # The page that these words stand in was read on to.
    assert (ALLOWANCE.id, 1) not in last.pages
    assert CUT_OFF not in (await _more(stage, last)).text


async def test_words_of_two_documents_each_have_their_source(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    place = Stretch(0, 0, 9)
    answering.standing = {
        (ALLOWANCE.id, place): answer(ALLOWANCE, CUT_OFF).best,
        (HOUSING.id, place): answer(HOUSING, "租金每月交一次。").best,
    }
    unseen = ((ALLOWANCE.id, *place), (HOUSING.id, *place))
    said = await _more(stage, LastAnswer("问", "题", ALLOWANCE.id, unseen=unseen))
    assert "\n也可能是这一段：\n租金每月交一次。\n出自《公共租赁住房申请》" in said.text
    assert said.text.count("出自《") == 2
    assert [label for label, _ in said.steps] == ["原文", "找工作人员（人工）"]


async def test_of_a_document_that_changed_the_nearest_words_come_once(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["怎么发"] = answer(ALLOWANCE, "津贴按月发放。")
    unseen = tuple((ALLOWANCE.id, *place) for place in LEFT)
    said = await _more(stage, LastAnswer("老人的钱怎么发", "题", ALLOWANCE.id, unseen=unseen))
    assert answering.stretches == list(LEFT)
    assert said.text.count("津贴按月发放。") == 1


async def test_where_none_of_the_words_left_stand_any_more_the_pages_follow(stage: dict[str, Action]) -> None:
    unseen, pages = (("gone", 0, 0, 9),), ((ALLOWANCE.id, 0),)
    said = await _more(stage, LastAnswer("问", "题", ALLOWANCE.id, pages, unseen=unseen))
    assert "第一条" in said.text
    assert not kept(said).unseen
    end = await _more(stage, LastAnswer("问", "题", ALLOWANCE.id, unseen=unseen))
    assert "都给您看过了" in end.text
    assert not kept(end).unseen


async def test_beside_the_source_words_left_are_offered(stage: dict[str, Action]) -> None:
    last = LastAnswer("问", "题", "allowance", unseen=(("allowance", 0, 0, 9),))
    said = await run(
        stage["action_show_source"], tracker("原文", slots={"last_answer": last.event()["value"]})
    )
    assert said.steps[0] == ("更多", "/more_answer")


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
