"""A message becomes actions and replies; failures leave the conversation as it was."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import Conversation
from bot.dispatcher import Dispatcher
from bot.errors import ServiceError
from bot.handover import HELD_SLOT, STAY
from bot.message import Inbound
from tests.factories.examples import examples
from tests.fakes.engine import Says, Words, engine

COUNTER = itertools.count()


def message(text: str = "", *, kind: str = "text", **fields: str) -> Inbound:
    return Inbound("wechat", "o1", f"m:{next(COUNTER)}", kind, datetime.now(UTC), text, fields=fields)


async def talk(
    dispatcher: Dispatcher, conversation: Conversation, *lines: str
) -> tuple[Conversation, list[str]]:
    said: list[str] = []
    for line in lines:
        conversation, replies = await dispatcher.turn(message(line), conversation)
        said = [reply.text for reply in replies]
        conversation = Conversation.from_state(conversation.state())
    return conversation, said


@pytest.fixture
def conversation() -> Conversation:
    return Conversation.new("o1")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["问"], ["answer"]),
        (["什么"], ["what?"]),
        (["问", "1"], ["answer"]),
        (["问", "选第二个"], ["begin", "ask wish"]),
        (["问", "乙"], ["begin", "ask wish"]),
        (["问", "7"], ["what?"]),
        (["1"], ["what?"]),
        (["错"], ["<visit.wrong>"]),
        (["坏"], ["<general.failure>"]),
        (["两件"], ["answer", "begin", "ask wish"]),
        (["厨房着火了"], ["call 119", "what?"]),
        (["有人打架"], ["crime out", "what?"]),
        (["预约", "办证", "有人打架"], ["crime in", "day?"]),
        (["预约", "办证", "厨房着火了"], ["call 119", "<forms.kept>"]),
        (["预约", "办证", "厨房着火了", "5"], ["ask code"]),
        (["预约", "办证", "5", "1234"], ["ask sure"]),
        (["预约", "办证", "周五"], ["day?"]),
        (["预约", "办证", "问"], ["answer", "<forms.return>", "ask day"]),
        (["预约", "办证", "下坝"], ["day?"]),
        (["预约", "人吗"], ["person", "<forms.return>", "ask wish"]),
        (["预约", "办证", "人吗"], ["person", "<forms.return>", "ask day"]),
        (["预约", "办证", "5", "人吗"], ["ask sure"]),
        (["预约", "办证", "人工"], ["person", "<forms.return>", "ask day"]),
        (["预约", "办证", "5", "上一步"], ["ask day"]),
        (["预约", "办证", "5", "1234", "改2"], ["ask day"]),
        (["预约", "办证", "5", "1234", "改日期", "6"], ["ask sure"]),
        (["预约", "办证", "5", "改密码"], ["ask code"]),
        (["预约", "办证", "改密码"], ["<forms.not_yet>", "ask day"]),
        (["预约", "办证", "5", "改"], ["which?"]),
        (["预约", "办证", "5", "改", "日期"], ["ask day"]),
        (["预约", "办证", "5", "改", "2"], ["ask day"]),
        (["预约", "办证", "5", "改", "问", "日期"], ["ask code"]),
        (["预约", "办证", "5", "1234", "改日期", "改密码", "4321"], ["ask sure"]),
        (["预约", "办证", "5", "1234", "取消", "好"], ["cancelled"]),
        (["预约", "办证", "5", "1234", "取消", "取消"], ["cancelled"]),
        (["预约", "办证", "5", "1234", "取消", "不"], ["ask sure"]),
        (["预约", "办证", "5", "1234", "取消", "问", "好"], ["filed"]),
        (["预约", "取消"], ["cancelled"]),
        (["预约", "办证", "取消"], ["really?"]),
        (["预约", "办证", "取消", "2"], ["ask day"]),
        (["预约", "办证", "取消", "1"], ["cancelled"]),
        (["预约", "办证", "5", "1234", "不"], ["ask sure"]),
        (["预约", "办证", "5", "1234", "好"], ["filed"]),
        (["预约", "办证", "5", "1234", "好", "好"], ["what?"]),
    ],
)
async def test_talks(conversation: Conversation, lines: list[str], expected: list[str]) -> None:
    dispatcher, _ = engine()
    _, said = await talk(dispatcher, conversation, *lines)
    assert said == expected


async def test_menu_keys_and_arrivals(conversation: Conversation) -> None:
    dispatcher, _ = engine()
    _, replies = await dispatcher.turn(message(kind="event/click", key="MENU_VISIT"), conversation)
    assert [reply.text for reply in replies] == ["begin", "ask wish"]
    _, replies = await dispatcher.turn(message(kind="event/click", key="MENU_ASK"), Conversation.new("o2"))
    assert [reply.text for reply in replies] == ["answer"]
    _, replies = await dispatcher.turn(message(kind="event/subscribe"), Conversation.new("o3"))
    assert [reply.text for reply in replies] == ["welcome"]


async def test_what_came_without_words_stands_in_the_talk_as_a_person_would_say_it() -> None:
    dispatcher, _ = engine()
    for sent, noted in (
        (message(kind="event/subscribe"), "<general.wordless.subscribe>"),
        (message(kind="image"), "<general.wordless.image>"),
        (message(kind="event/click", key="MENU_ASK"), "问"),
        (message(kind="event/click", key="MENU_VISIT"), "<general.wordless.click>"),
    ):
        conversation, _ = await dispatcher.turn(sent, Conversation.new("o1"))
        told = [event["text"] for event in conversation.state()["events"] if event["event"] == "user"]
        assert told == [noted]


async def test_a_world_that_is_away_is_told_to_the_caller(conversation: Conversation) -> None:
    dispatcher, _ = engine()
    with pytest.raises(ServiceError):
        await dispatcher.turn(message("断"), conversation)


async def test_private_answers_and_numbers_never_stand_in_the_talk(conversation: Conversation) -> None:
    dispatcher, _ = engine()
    conversation, _ = await talk(dispatcher, conversation, "预约", "我的号码13900001234", "5", "9876")
    noted = str(conversation.state()["events"])
    assert "9876" not in noted
    assert "13900001234" not in noted
    assert "139****1234" in noted


WORDS = st.sampled_from(
    ["办证", "5", "1234", "好", "不", "上一步", "改1", "改日期", "改密码", "问", "人工", "什么", "取消", "2"]
)


@settings(max_examples=examples(120), deadline=None)
@given(st.lists(WORDS, max_size=14))
async def test_whatever_is_said_a_form_never_sticks_nor_files_without_yes(words: list[str]) -> None:
    dispatcher, files = engine()
    conversation, _ = await talk(dispatcher, Conversation.new("o1"), "预约")
    for word in words:
        before = conversation.slots
        conversation, said = await talk(dispatcher, conversation, word)
        assert said
        if files.filed:
            assert word == "好"
            assert before["wish"]
            assert before["code"]
            return
        if conversation.form is None:
            assert "cancelled" in said
            return


@pytest.mark.parametrize("words", ["着火断", "着火坏", "着火错"])
async def test_who_is_in_danger_is_told_whom_to_call_whatever_fails(
    conversation: Conversation, words: str
) -> None:
    dispatcher, _ = engine()
    intent = {"断": "away", "坏": "broken", "错": "wrong"}[words[-1]]
    Words.TABLE[words] = intent
    try:
        _, said = await talk(dispatcher, conversation, words)
    finally:
        del Words.TABLE[words]
    assert said == ["call 119", "<visit.wrong>" if intent == "wrong" else "<general.failure>"]


@pytest.mark.parametrize(("menu_id", "said"), [(None, ["held"]), ("2", ["answer"])])
async def test_an_item_that_was_tapped_is_not_for_the_person_who_holds_the_talk(
    menu_id: str | None, said: list[str]
) -> None:
    dispatcher, _ = engine((Says("action_answer", "answer"), Says(STAY, "held")))
    conversation = Conversation.new("o1")
    conversation.apply([{"event": "slot", "name": HELD_SLOT, "value": "RG1"}])
    tapped = Inbound("wechat", "o1", "m:1", "text", datetime.now(UTC), "问", choice_id=menu_id)
    _, replies = await dispatcher.turn(tapped, conversation)
    assert [reply.text for reply in replies] == said


class Releases(Says):
    """Gives the talk back without a word."""

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        return [{"event": "slot", "name": HELD_SLOT, "value": None}]


HOLDING = {"number": "RG1", "at": 1.0, "told": True}


@pytest.mark.parametrize(
    ("relay", "said"), [(Says(STAY, "wait"), ["wait", "picture"]), (Releases(STAY, ""), ["arrived"])]
)
async def test_a_picture_is_taken_up_for_the_person_once_that_one_has_the_message(
    relay: Says, said: list[str]
) -> None:
    dispatcher, _ = engine(
        (relay, Says("action_picture", "picture"), Says("action_arrived", "arrived")),
        arrivals={"image": "action_arrived"},
        enclosing={"image": "action_picture"},
    )
    conversation = Conversation.new("o1")
    conversation.apply([{"event": "slot", "name": HELD_SLOT, "value": HOLDING}])
    _, replies = await dispatcher.turn(message(kind="image"), conversation)
    assert [reply.text for reply in replies] == said
