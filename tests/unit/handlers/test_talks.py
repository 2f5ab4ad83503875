"""Whole talks through the engine's dispatcher: numbers chosen, state kept as JSON between messages."""

import json

import pytest

from bot.actions import ActionRegistry
from bot.clock import SettableClock
from bot.conversation import Conversation
from bot.dispatcher import Dispatcher, Plan
from bot.message import Inbound, Reply
from bot.understanding import Context, Slot, Understanding
from handlers.general.actions import actions as general_actions
from handlers.guides.actions import actions as guide_actions
from handlers.places.actions import actions as place_actions
from handlers.places.directory import load
from handlers.policy.actions import actions as policy_actions
from handlers.published.library import Library
from handlers.published.sources import Sources
from tests.factories.library import ALLOWANCE, GUIDE, library
from tests.factories.talks import NOON, SAMPLE, TEXTS, county
from tests.fakes.answering import FakeAnswering, answer
from tests.fakes.waiting import FakeWaiting

ROUTES = {
    "greet": ("action_greet",),
    "help": ("action_help",),
    "ask_policy": ("action_ask_policy",),
    "more_answer": ("action_more_answer",),
    "show_source": ("action_show_source",),
    "service_guide": ("action_show_guide",),
    "find_place": ("action_find_place",),
    "affirm": ("action_affirm",),
    "nlu_fallback": ("action_fallback",),
}
WISHES = {
    "你好": "greet",
    "更多": "more_answer",
    "原文": "show_source",
    "派出所": "find_place",
    "好的": "affirm",
}
ARRIVALS = {
    "event/subscribe": "action_welcome",
    "event/unsubscribe": "action_forget",
    "location": "action_find_place",
}


class Reads:
    """Recognises a handful of messages; what holds 津贴 or ends like a follow-up asks for a policy."""

    def recognize(self, text: str, context: Context = Context()) -> Understanding:  # noqa: B008 - a frozen value
        intent = next((wish for word, wish in WISHES.items() if word in text), None)
        intent = intent or ("ask_policy" if "津贴" in text or text.endswith("呢") else "nlu_fallback")
        slots = (Slot("topic", "高龄津贴", "高龄津贴"),) if "高龄津贴" in text else ()
        ranking = ((intent, 0.5), ("ask_policy", 0.3))
        return Understanding(text, intent, 0.9, intents=(intent,), slots=slots, ranking=ranking)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("index"))


class Phone:
    """A citizen's phone: sends messages one after another; the state goes through JSON each time."""

    def __init__(self, shelf: Library) -> None:
        paid = answer(ALLOWANCE, "每人每月60元。", guides=(GUIDE,))
        answering = FakeAnswering({"津贴": paid, "老人补助": paid})
        clock, sources = SettableClock(NOON), Sources(TEXTS, public_url="https://county.example")
        policy = policy_actions(
            TEXTS,
            answering=answering,
            library=shelf,
            sources=sources,
            county=county(),
            clock=clock,
            waiting=FakeWaiting(),
        )
        guides = guide_actions(
            TEXTS,
            answering=answering,
            library=shelf,
            sources=sources,
            county=county(),
            clock=clock,
            otherwise=policy[0],
        )
        places = place_actions(TEXTS, directory=load(SAMPLE / "places.yml"), county=county())
        stage = ActionRegistry([*general_actions(TEXTS, county()), *policy, *guides, *places], domain={})
        plan = Plan(routes=ROUTES, arrivals=ARRIVALS, menu={}, forms={})
        self._dispatcher = Dispatcher(recognizer=Reads(), stage=stage, plan=plan, wording=TEXTS)
        self._state = json.dumps(Conversation.new("citizen").state())
        self._sent = 0

    async def send(self, text: str = "", *, kind: str = "text", **fields: str) -> list[Reply]:
        """Send one message and give the replies."""
        self._sent += 1
        inbound = Inbound("wechat", "citizen", f"m:{self._sent}", kind, NOON, text=text, fields=fields)
        conversation, replies = await self._dispatcher.turn(
            inbound, Conversation.from_state(json.loads(self._state))
        )
        self._state = json.dumps(conversation.state(), ensure_ascii=False)
        return replies

    @property
    def kept(self) -> str:
        """What is kept of the talk."""
        return self._state


@pytest.fixture
def phone(shelf: Library) -> Phone:
    return Phone(shelf)


async def test_an_answer_is_read_on_followed_up_and_traced_to_its_source(phone: Phone) -> None:
    (first,) = await phone.send("高龄津贴多少钱")
    assert "每人每月60元" in first.text
    (more,) = await phone.send("更多")
    assert "第" in more.text
    (source,) = await phone.send("原文")
    assert "https://county.example/m/documents/allowance" in source.text
    (follow,) = await phone.send("那农村户口呢")
    assert "我理解您问的是“高龄津贴，农村户口”" in follow.text
    (by_label,) = await phone.send(follow.choices[-1].label)
    assert "条件：具有甲县户籍" in by_label.text
    (materials,) = await phone.send("1")
    assert "居民身份证" in materials.text
    (about_guide,) = await phone.send("原文")
    assert "documents/guide" in about_guide.text


async def test_the_welcome_menu_works_by_number(phone: Phone) -> None:
    (welcome,) = await phone.send(kind="event/subscribe")
    assert len(welcome.choices) == 6
    (shown,) = await phone.send("第二个")
    assert "申请低保要带什么材料" in shown.text


async def test_a_yes_keeps_the_numbers_alive(phone: Phone) -> None:
    await phone.send("派出所")
    await phone.send("好的")
    (shown,) = await phone.send("2")
    assert "东兴路71号" in shown.text


async def test_a_suggestion_answers_the_words_that_were_not_understood(phone: Phone) -> None:
    (guess,) = await phone.send("老人补助")
    assert guess.choices[0].label == "问政策规定"
    (answered,) = await phone.send("1")
    assert "每人每月60元" in answered.text


async def test_not_understood_twice_in_a_row_leads_to_a_person_and_only_then(phone: Phone) -> None:
    (first,) = await phone.send("啊吧")
    (second,) = await phone.send("呜哩")
    assert second.choices[0].payload == "/talk_to_human"
    await phone.send("你好")
    (third,) = await phone.send("啊吧")
    assert third.text == first.text


async def test_a_position_is_used_and_not_kept(phone: Phone) -> None:
    await phone.send("离我最近的派出所")
    (found,) = await phone.send(kind="location", lat="27.0461", lng="118.9022")
    assert "青溪派出所" in found.text
    assert "27.04" not in phone.kept
    assert "118.90" not in phone.kept


async def test_who_leaves_takes_everything_along(phone: Phone) -> None:
    await phone.send("高龄津贴多少钱")
    assert await phone.send(kind="event/unsubscribe") == []
    assert "高龄津贴" not in phone.kept


@pytest.mark.parametrize("typed", ["/more_answer", '/show_source{"document": 3}', "/x{"])
async def test_a_payload_typed_by_hand_does_no_harm(phone: Phone, typed: str) -> None:
    (said,) = await phone.send(typed)
    assert said.text
