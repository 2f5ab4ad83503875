from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import SettableClock
from bot.text.choices import reading
from handlers.guides.actions import actions
from handlers.published.library import Library
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer
from tests.factories.library import ALLOWANCE, COMING, GUIDE, library
from tests.factories.talks import NOON, TEXTS, Said, county, run, tracker
from tests.fakes.answering import FakeAnswering, answer, decline


class Otherwise(Action):  # type: ignore[misc]
    """Stands where the policy action stands."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        dispatcher.utter_message(text="由政策回答")
        return [{"event": "slot", "name": "last_answer", "value": None}]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("index"))


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering()


@pytest.fixture
def guide(shelf: Library, answering: FakeAnswering) -> Action:
    (made,) = actions(
        TEXTS,
        answering=answering,
        library=shelf,
        sources=Sources(TEXTS, public_url="https://county.example"),
        county=county(),
        clock=SettableClock(NOON),
        otherwise=Otherwise(),
    )
    return made


async def _ask(action: Action, text: str, *, last: LastAnswer | None = None, **entities: Any) -> Said:
    slots = {"last_answer": last.event()["value"]} if last else {}
    return await run(action, tracker(text, entities=entities, slots=slots))


def _slots(payload: str) -> dict[str, Any]:
    understood = reading(payload)
    assert understood is not None
    return {slot.name: slot.value for slot in understood.slots}


async def test_a_guide_is_told_in_short_with_its_source(guide: Action) -> None:
    said = await _ask(guide, "高龄津贴怎么申请")
    assert said.text == (
        "【智能回复】高龄津贴申领（示例）\n条件：具有甲县户籍；年满80周岁\n办理流程：申请；审核\n材料：居民身份证；户口簿（无需提供）\n"
        "时限：10个工作日\n费用：不收费\n地点：任一乡镇窗口\n电话：甲县民政局0599-1234567\n"
        "出自《高龄津贴申领》（2026年1月28日，有效）（示例）"
    )
    assert [label for label, _ in said.steps] == ["全部材料", "办理流程", "原文"]


async def test_each_step_leads_to_what_it_says(guide: Action) -> None:
    said = await _ask(guide, "高龄津贴怎么申请")
    shown = await _ask(guide, "1", **_slots(said.steps[0][1]))
    assert "（示例）的材料：\n- 居民身份证\n- 户口簿（无需提供）" in shown.text
    assert [label for label, _ in shown.steps] == ["办理流程", "看整个指南", "原文"]


async def test_the_element_asked_for_is_given_at_once(guide: Action) -> None:
    said = await _ask(guide, "高龄津贴要带什么材料")
    assert "的材料：" in said.text
    assert "10个工作日" not in said.text


async def test_a_long_element_comes_in_pages_that_lose_nothing(guide: Action, shelf: Library) -> None:
    said = await _ask(guide, "1", guide="housing", element="materials")
    lines = said.text.split("\n")[1:-1]
    while said.steps[0][0] == "更多":
        assert len(said.text) <= 330
        said = await _ask(guide, "1", **_slots(said.steps[0][1]))
        lines += said.text.split("\n")[1:-1]
    assert lines == shelf.text("housing").split("## 申报材料\n\n")[1].split("\n")


@pytest.mark.parametrize("page", ["-1", "99", "x", "9" * 400, "²"])
async def test_a_page_that_is_none_does_no_harm(guide: Action, page: str) -> None:
    said = await _ask(guide, "1", guide="housing", element="materials", page=page)
    assert "的材料：" in said.text


async def test_what_was_cut_is_marked_and_told(guide: Action) -> None:
    said = await _ask(guide, "1", guide="housing")
    assert "……" in said.text
    assert "办事前请看全部内容" in said.text


async def test_an_element_the_guide_lacks_is_said_to_be_missing(guide: Action) -> None:
    said = await _ask(guide, "1", guide="guide", element="complaint")
    assert "没有写投诉渠道" in said.text
    assert "0599-1234567" in said.text
    assert "12345" in (await _ask(guide, "1", guide="rental-guide-2", element="fee")).text


async def test_several_guides_are_numbered(guide: Action) -> None:
    said = await _ask(guide, "公共租赁住房", topic="公共租赁住房")
    assert {label for label, _ in said.steps} == {"公共租赁住房申请", "公共租赁住房续租办理"}


async def test_the_guide_of_the_document_that_answers_is_shown(
    guide: Action, answering: FakeAnswering
) -> None:
    answering.known["老人津贴"] = answer(ALLOWANCE, "60元。")
    assert (await _ask(guide, "老人津贴找谁")).text.startswith("【智能回复】高龄津贴申领")


async def test_a_guide_for_another_thing_is_not_shown(guide: Action, answering: FakeAnswering) -> None:
    answering.known["身份证"] = answer(GUIDE, "居民身份证")
    said = await _ask(guide, "身份证丢了怎么补办", topic="身份证")
    assert "没有查到“身份证”" in said.text
    assert said.steps[:2] == [
        ("高龄津贴申领", '/service_guide{"guide": "guide"}'),
        ("找工作人员（人工）", "/talk_to_human"),
    ]
    assert said.slots["last_answer"]["document"] == "guide"


async def test_who_lost_a_paper_is_told_what_comes_near(guide: Action, answering: FakeAnswering) -> None:
    near = answer(COMING, "高龄津贴证遗失的，可以补领。").best
    answering.known["津贴证"] = replace(decline(COMING), likely=(near,))
    assert (await _ask(guide, "高龄津贴证丢了咋弄", topic="高龄津贴")).text == "由政策回答"
    assert "办理流程" in (await _ask(guide, "高龄津贴证咋弄", topic="高龄津贴")).text


async def test_a_policy_that_answers_without_a_guide_answers(guide: Action, answering: FakeAnswering) -> None:
    answering.known["身份证"] = answer(COMING, "身份证有效期。")
    assert (await _ask(guide, "身份证丢了怎么补办")).text == "由政策回答"


async def test_what_no_guide_covers_is_left_to_the_policies(guide: Action, answering: FakeAnswering) -> None:
    answering.known["护照"] = decline(GUIDE, unit="某局")
    said = await _ask(guide, "护照换发要几天")
    assert said.text == "由政策回答"
    assert said.slots == {"last_answer": None}


async def test_a_question_without_a_matter_is_about_the_last_answer(guide: Action) -> None:
    said = await _ask(guide, "办这个要钱吗", last=LastAnswer("问", "题", "allowance"))
    assert "的费用：\n不收费。" in said.text


async def test_what_no_element_tells_is_answered_by_a_document_that_does(
    guide: Action, answering: FakeAnswering
) -> None:
    answering.known["高龄津贴"] = answer(ALLOWANCE, "每月25日前转入。")
    assert (await _ask(guide, "高龄津贴每月几号到账")).text == "由政策回答"
    assert "高龄津贴申领" in (await _ask(guide, "高龄津贴怎么申请")).text


async def test_a_guide_is_better_than_no_answer(guide: Action, answering: FakeAnswering) -> None:
    answering.known["高龄津贴"] = decline(GUIDE, unit="某局")
    assert "高龄津贴申领" in (await _ask(guide, "高龄津贴每月几号到账")).text


async def test_words_of_danger_are_not_about_the_last_answer(guide: Action) -> None:
    slots = {"last_answer": LastAnswer("问", "题", "allowance").event()["value"]}
    said = await run(guide, tracker("要怎么办", emergency="fire", slots=slots))
    assert said.texts == []


async def test_a_question_without_a_matter_and_without_a_past_is_asked_back(guide: Action) -> None:
    assert "您要办什么事" in (await _ask(guide, "给我办事指南")).text
    assert "您要办什么事" in (await run(guide, tracker("1", normal="/service_guide"))).text


@pytest.mark.parametrize("identifier", ["gone", "allowance", "../x"])
async def test_a_step_to_what_is_no_guide_says_so(guide: Action, identifier: str) -> None:
    assert "查不到了" in (await _ask(guide, "1", guide=identifier)).text


async def test_the_guide_is_kept_for_what_comes_next(guide: Action) -> None:
    kept = (await _ask(guide, "高龄津贴怎么申请")).slots["last_answer"]
    assert (kept["document"], kept["topic"]) == ("guide", "高龄津贴申领")


def test_every_text_of_the_slice_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in Path("handlers/guides").rglob("*.py"))
    families = ("guides.names.", "guides.steps.", "guides.scenes.scenes", "guides.scenes.themes")
    keys = [key for key in list(TEXTS.keys()) if key.startswith("guides.") and not key.startswith(families)]
    assert [key for key in keys if key not in code] == []
