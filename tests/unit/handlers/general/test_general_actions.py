import ast
import json
from pathlib import Path

import pytest

from bot.text.choices import reading
from handlers.general.actions import actions
from handlers.talk.last_answer import LastAnswer
from tests.factories.talks import TEXTS, county, run, tracker

ACTIONS = {action.name(): action for action in actions(TEXTS, county())}
OFFERED = [["更多", "/more_answer"], ["原文", "/show_source"]]


def test_every_promised_action_is_there() -> None:
    assert set(ACTIONS) == {
        "action_greet", "action_welcome", "action_help", "action_thank", "action_affirm", "action_deny",
        "action_cancel", "action_cancel_form", "action_resume_form", "action_fallback", "action_decline_scope",
        "action_explain_rating", "action_warn_emergency", "action_acknowledge_media", "action_forget",
        "action_mention_hidden", "action_stay_calm", "action_keep_limit", "action_greet_scene",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - {"action_forget"}))
async def test_every_action_says_something_short_whose_steps_can_be_chosen(name: str) -> None:
    said = await run(ACTIONS[name], tracker("嗯"))
    assert said.texts
    assert all(text.strip() and len(text) <= 300 and "{" not in text for text in said.texts)
    for _, payload in said.steps:
        assert reading(payload) is not None


@pytest.mark.parametrize("name", ["action_greet", "action_welcome", "action_greet_scene"])
async def test_the_first_words_say_that_a_machine_answers(name: str) -> None:
    said = await run(ACTIONS[name], tracker("你好"))
    assert "智能回复" in said.text
    assert "青岚县" in said.text
    assert len(said.steps) == (0 if name == "action_greet_scene" else 6)


async def test_help_explains_one_thing_by_example() -> None:
    said = await run(ACTIONS["action_help"], tracker("2", normal="/help", entities={"about": "guide"}))
    assert "低保" in said.text
    assert said.steps == []


async def test_help_about_something_unknown_shows_everything() -> None:
    said = await run(ACTIONS["action_help"], tracker("帮助", entities={"about": "天气"}))
    assert len(said.steps) == 6


async def test_a_yes_with_nothing_pending_gets_gentle_help() -> None:
    said = await run(ACTIONS["action_affirm"], tracker("好"))
    assert "没有等您确认" in said.text


async def test_a_yes_to_offered_steps_offers_them_again() -> None:
    said = await run(ACTIONS["action_affirm"], tracker("好", slots={"offered_choices": OFFERED}))
    assert "“更多”" in said.text
    assert [list(step) for step in said.steps] == OFFERED


async def test_a_no_to_offered_steps_drops_them() -> None:
    said = await run(ACTIONS["action_deny"], tracker("不要", slots={"offered_choices": OFFERED}))
    assert "不选" in said.text
    assert said.steps == []


async def test_cancel_without_a_form_cancels_nothing() -> None:
    said = await run(ACTIONS["action_cancel"], tracker("取消"))
    assert "不用取消" in said.text
    assert said.events == []


@pytest.mark.parametrize(
    ("text", "entities"), [("撤回我的申请", {}), ("不要了", {"case_no": "GK202503140007"})]
)
async def test_a_filed_request_is_withdrawn_by_people(text: str, entities: dict[str, str]) -> None:
    said = await run(ACTIONS["action_cancel"], tracker(text, entities=entities))
    assert county().office.phone in said.text


@pytest.mark.parametrize(("sure", "filled"), [(True, 5), (False, 0), (False, 1)])
async def test_a_form_is_left_when_sure_or_when_little_is_lost(sure: bool, filled: int) -> None:
    slots = {"cancel_sure": sure, "filled_fields": filled}
    said = await run(ACTIONS["action_cancel_form"], tracker("取消", form="some_form", slots=slots))
    assert [(e["event"], e["name"]) for e in said.events] == [("active_loop", None)]
    assert "已经取消" in said.text


async def test_a_form_with_much_in_it_is_left_only_after_a_yes() -> None:
    slots = {"cancel_sure": False, "filled_fields": 2}
    said = await run(ACTIONS["action_cancel_form"], tracker("取消", form="some_form", slots=slots))
    assert said.events == []
    assert "2项" in said.text
    assert said.steps == [("继续填写", "/resume_form"), ("取消申请", '/cancel{"confirmed": "yes"}')]


async def test_not_understood_suggests_the_likeliest_wishes_with_the_words() -> None:
    heard = tracker(
        "老人那个钱", ranking=["affirm", "ask_policy", "service_guide", "deny", "find_place", "appeal"]
    )
    said = await run(ACTIONS["action_fallback"], heard)
    assert [label for label, _ in said.steps] == ["问政策规定", "问怎么办事", "找办事地点、电话"]
    understood = reading(said.steps[0][1])
    assert understood is not None
    assert (understood.intent, understood.slot("said")) == ("ask_policy", "老人那个钱")
    assert said.slots == {"fallback_said": said.text}


async def test_suggestions_never_carry_an_identity_number_along() -> None:
    heard = tracker("339901198503142016 查一下 13900001234", ranking=["case_status"])
    said = await run(ACTIONS["action_fallback"], heard)
    assert "198503142016" not in json.dumps(said.steps)
    assert "13900001234" not in json.dumps(said.steps)


async def test_not_understood_twice_in_a_row_offers_a_person() -> None:
    first = await run(ACTIONS["action_fallback"], tracker("啊吧啊吧"))
    again = await run(
        ACTIONS["action_fallback"], tracker("呜哩", told=["您好", first.text], slots=first.slots)
    )
    assert again.steps[0][1] == "/talk_to_human"


async def test_another_answer_in_between_starts_over() -> None:
    first = await run(ACTIONS["action_fallback"], tracker("啊吧啊吧"))
    later = await run(
        ACTIONS["action_fallback"], tracker("呜哩", told=[first.text, "您好"], slots=first.slots)
    )
    assert "工作人员来看" not in later.text


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("fire", "119"), ("gas", "119"), ("self_harm", "12356"), ("crime", "110"), ("flood", "119"),
        ("traffic", "122"), ("medical", "120"), ("something_new", "110"), (None, "110"),
    ],
)  # fmt: skip
async def test_danger_gets_the_number_to_call(kind: str | None, number: str) -> None:
    said = await run(ACTIONS["action_warn_emergency"], tracker("救命", emergency=kind))
    assert number in said.text


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("image", "图片"), ("voice", "语音"), ("video", "视频"), ("shortvideo", "视频"), ("link", "链接"),
        ("file", "看不懂"), ("event/pic_weixin", "图片"), ("sticker", "看不懂"),
    ],
)  # fmt: skip
async def test_a_message_without_words_is_acknowledged_for_what_it_is(kind: str, word: str) -> None:
    said = await run(ACTIONS["action_acknowledge_media"], tracker(kind=kind))
    assert word in said.text


async def test_who_leaves_is_forgotten_without_a_word() -> None:
    said = await run(ACTIONS["action_forget"], tracker(kind="event/unsubscribe"))
    assert said.texts == []
    assert [event["event"] for event in said.events] == ["restart"]


async def test_services_not_open_say_so_and_where_to_go() -> None:
    assert "12345" in (await run(ACTIONS["action_explain_rating"], tracker("x"))).text


async def test_a_digression_inside_a_form_offers_no_numbers_of_its_own() -> None:
    said = await run(ACTIONS["action_help"], tracker("帮助", form="some_form"))
    assert said.steps == []


@pytest.mark.parametrize(
    ("key", "placeholders"),
    [
        ("general.unavailable", set()), ("general.failure", set()), ("general.too_fast", set()),
        ("general.set_aside", set()), ("general.wordless.other", set()), ("general.secret_changed", set()),
    ],
)  # fmt: skip
def test_the_engines_own_words_are_there(key: str, placeholders: set[str]) -> None:
    assert TEXTS.placeholders(key) == placeholders


def test_no_text_of_this_slice_is_unused() -> None:
    code = "".join(path.read_text("utf-8") for path in Path("handlers/general").rglob("*.py"))
    literals = {
        node.value
        for node in ast.walk(ast.parse(code.replace("from __future__", "")))
        if isinstance(node, ast.Constant)
    }
    engine = {
        "general.unavailable",
        "general.failure",
        "general.later",
        "general.perhaps",
        "general.doubtful",
        "general.too_fast",
        "general.set_aside",
        "general.secret_changed",
        "general.unheard",
        "general.waited",
        "general.table.rows",
        "general.table.unread",
        "general.enterprise.entry",
        "general.waited_first",
    }
    keys = {key for key in list(TEXTS.keys()) if key.startswith("general.")} - engine
    families = (
        "general.help.",
        "general.steps.",
        "general.enterprise.steps.",
        "general.enterprise.asks.",
        "general.emergency.",
        "general.floor.",
        "general.limit.",
        "general.media.",
        "general.hidden.",
        "general.suggestions.",
        "general.wordless.",
    )
    assert {key for key in keys if key not in literals and not key.startswith(families)} == set()


async def test_who_was_answered_beside_the_point_is_told_how_to_ask_again() -> None:
    last = LastAnswer("高龄津贴多少钱", "高龄津贴", "d1").event()
    said = await run(ACTIONS["action_deny"], tracker("不是这个", slots={last["name"]: last["value"]}))
    assert "没答到点子上" in said.text
    assert said.slots == {last["name"]: None}
    assert "没答到点子上" not in (await run(ACTIONS["action_deny"], tracker("不是这个"))).text


async def test_anger_in_a_form_is_answered_once() -> None:
    first = await run(ACTIONS["action_stay_calm"], tracker("废物", form="some_form"))
    assert "我明白" in first.text
    again = await run(ACTIONS["action_stay_calm"], tracker("废物", form="some_form", told=first.texts))
    assert again.text == ""


@pytest.mark.parametrize("text", ["你是机器人吗", "你是真人吗", "你是谁", "你是AI吧", "你叫什么名字"])
async def test_who_asks_whether_a_machine_answers_is_told(text: str) -> None:
    said = await run(ACTIONS["action_greet"], tracker(text, intent="greet"))
    assert "不是真人" in said.text
    inside = await run(ACTIONS["action_greet"], tracker(text, intent="greet", form="some_form"))
    assert "不是真人" in inside.text


async def test_a_plain_greeting_is_greeted() -> None:
    assert "不是真人" not in (await run(ACTIONS["action_greet"], tracker("你好", intent="greet"))).text


async def test_the_explained_application_can_be_begun_by_a_number() -> None:
    said = await run(ACTIONS["action_help"], tracker("3", normal="/help", entities={"about": "disclosure"}))
    assert [payload for _, payload in said.steps] == ["/disclosure_request", "/talk_to_human"]


async def test_what_is_not_open_yet_is_no_suggestion() -> None:
    heard = tracker("李雷", ranking=["rate_service", "subscribe_topic", "case_status"])
    said = await run(ACTIONS["action_fallback"], heard)
    assert [label for label, _ in said.steps] == ["查办理进度"]
    assert "这一项" in said.text
