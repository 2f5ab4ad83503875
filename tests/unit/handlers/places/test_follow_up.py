"""Words that lead on from a place told before, and those that do not."""

import pytest
from rasa_sdk import Action

from handlers.places.actions import actions
from handlers.places.directory import load
from handlers.places.follow_up import SLOT, followed, township
from handlers.talk.last_answer import LastAnswer
from handlers.talk.precedence import Looking
from tests.factories.talks import SAMPLE, TEXTS, Said, county, run, tracker
from tests.fakes.engine import Says

DIRECTORY = load(SAMPLE / "places.yml")
GUIDE = Says("action_show_guide", "the guide's place")
(FIND,) = actions(TEXTS, directory=DIRECTORY, county=county(), otherwise=GUIDE)
BEFORE = Looking(Says("action_ask_policy", "a policy"), [FIND.follow])


async def _lead_on(first: str, then: str, *, action: Action = BEFORE) -> Said:
    told = await run(FIND, tracker(first))
    return await run(action, tracker(then, slots=told.slots, told=told.texts))


@pytest.mark.parametrize(
    ("first", "then", "part"),
    [
        ("政务服务中心在哪", "周末上班吗", "周六9:00-12:00"),
        ("政务服务中心在哪", "电话呢", "0599-6613001"),
        ("政务服务中心在哪", "那派出所呢", "其中一个"),
        ("便民服务中心在哪", "梅岭镇的呢", "梅岭镇便民服务中心（示例）"),
        ("石桥镇便民服务中心在哪", "换个地方，梅岭镇呢", "我理解您问的是“梅岭镇便民服务中心”"),
        ("派出所在哪", "青河镇呢", "没有登记“青河镇派出所”"),
    ],
)
async def test_these_lead_on(first: str, then: str, part: str) -> None:
    assert part in (await _lead_on(first, then)).text


@pytest.mark.parametrize("then", ["高龄津贴多少钱", "那90岁呢", "谢谢", "那农村户口呢"])
async def test_these_are_heard_by_the_other_action(then: str) -> None:
    assert (await _lead_on("派出所在哪", then)).text == "a policy"


async def test_nothing_leads_on_once_other_things_were_said() -> None:
    told = await run(FIND, tracker("派出所在哪"))
    heard = tracker("石桥镇呢", slots=told.slots, told=[*told.texts, "别的话"])
    assert (await run(BEFORE, heard)).text == "a policy"
    assert BEFORE.name() == "action_ask_policy"


async def test_words_of_danger_never_lead_on() -> None:
    told = await run(FIND, tracker("派出所在哪"))
    heard = tracker("石桥镇着火了呢", slots=told.slots, told=told.texts, emergency="fire")
    assert (await run(BEFORE, heard)).text == "a policy"


async def test_where_it_is_done_is_asked_of_what_was_told_last() -> None:
    last = LastAnswer("高龄津贴多少钱", "高龄津贴", "d1").event()
    slots = {last["name"]: last["value"]}
    assert (await run(FIND, tracker("去哪里办", slots=slots))).text == "the guide's place"
    assert "您想去哪里" in (await run(FIND, tracker("去哪里办"))).text


async def test_a_slot_of_another_form_is_passed_over() -> None:
    assert "您想去哪里" in (await run(FIND, tracker("电话呢", slots={SLOT: "派出所"}))).text


def test_what_a_follow_up_names() -> None:
    assert followed("那石桥镇的呢") == "石桥镇"
    assert followed("换个地方 青河镇呢") == "青河镇"
    assert followed("石桥镇派出所") == ""
    assert township("石桥镇那边") == "石桥镇"
    assert township("派出所") == ""


@pytest.mark.parametrize("said", ["居民停车证几点能办", "居民停车证的投诉电话"])
async def test_what_is_to_be_done_is_no_place(said: str) -> None:
    assert (await run(FIND, tracker(said))).text == "the guide's place"


@pytest.mark.parametrize("said", ["月球基地在哪里", "社保医保大厅几点上班", "离我最近的办证点"])
async def test_a_place_of_a_name_is_looked_up(said: str) -> None:
    assert (await run(FIND, tracker(said))).text != "the guide's place"
