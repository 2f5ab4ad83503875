"""A message of several wishes: each is found, holds its own words, and is answered from them."""

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from bot.actions import ActionRegistry
from bot.conversation import Conversation
from bot.dispatcher import Dispatcher, Plan
from bot.message import Inbound
from bot.understanding import FALLBACK, Context, Understanding
from handlers.talk.turn import hear
from intents.recognizer import CountyRecognizer
from intents.text import clauses
from tests.fakes.engine import wording

COUNTER = itertools.count()


class Repeats(Action):
    """Says which wish it answers and everything that it heard."""

    def __init__(self, wish: str) -> None:
        self._wish = wish

    def name(self) -> str:
        return f"action_{self._wish}"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        heard = hear(tracker)
        slots = ",".join(f"{name}={heard.slots[name]}" for name in sorted(heard.slots))
        dispatcher.utter_message(text=f"{self._wish}: {heard.said} [{slots}]")
        return []


@pytest.fixture
def dispatcher(county_recognizer: CountyRecognizer) -> Dispatcher:
    wishes = ("ask_policy", "service_guide", "appointment", "appeal", "find_place", "thanks", "nlu_fallback")
    return Dispatcher(
        recognizer=county_recognizer,
        stage=ActionRegistry([Repeats(wish) for wish in wishes], domain={"forms": {}, "slots": {}}),
        plan=Plan(routes={wish: (f"action_{wish}",) for wish in wishes}, arrivals={}, menu={}, forms={}),
        wording=wording,
    )


async def said_to(dispatcher: Dispatcher, text: str) -> list[str]:
    inbound = Inbound("wechat", "o1", f"m:{next(COUNTER)}", "text", datetime.now(UTC), text)
    _, replies = await dispatcher.turn(inbound, Conversation.new("o1"))
    return [reply.text for reply in replies]


@pytest.mark.parametrize(
    ("text", "replies"),
    [
        (
            "竹编补贴发多少钱,顺便帮我约个周三办护照",
            [
                "ask_policy: 竹编补贴发多少钱 [topic=补贴]",
                "appointment: 帮我约个周三办护照 [date=week:3,topic=护照]",
            ],
        ),
        (
            "办居住证带什么材料 另外问下在哪里办",
            [
                "service_guide: 办居住证带什么材料 [topic=居住证]",
                "find_place: 在哪里办 [topic=居住证]",
            ],
        ),
        (
            "養狗要辦什麼證?另外高齡津貼一個月給多少",
            [
                "service_guide: 養狗要辦什麼證 [topic=养狗]",
                "ask_policy: 高齡津貼一個月給多少 [topic=高龄津贴]",
            ],
        ),
        (
            "竹编补贴发多少钱 怎么申领 帮我约个周四",
            [
                "ask_policy: 竹编补贴发多少钱 [topic=补贴]",
                "service_guide: 怎么申领 [topic=补贴]",
                "appointment: 帮我约个周四 [date=week:4,topic=补贴]",
            ],
        ),
    ],
)
async def test_each_wish_is_answered_from_its_own_words(
    dispatcher: Dispatcher, text: str, replies: list[str]
) -> None:
    assert await said_to(dispatcher, text) == replies


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("谢谢啊,那居住证怎么办理", "居住证"),
        ("好的,那失业金能领几个月", "失业金"),
        ("您好!高龄津贴发多少", "高龄津贴"),
        ("嗯嗯 养狗要办证不", "养狗"),
    ],
)
async def test_manners_lose_no_question(dispatcher: Dispatcher, text: str, question: str) -> None:
    (reply,) = await said_to(dispatcher, text)
    assert reply.startswith(("ask_policy", "service_guide"))
    assert f"topic={question}" in reply


async def test_two_questions_of_one_kind_are_both_answered(dispatcher: Dispatcher) -> None:
    replies = await said_to(dispatcher, "结婚证丢了怎么补办,还有驾驶证怎么换")
    assert [reply.partition("[")[0] for reply in replies] == [
        "service_guide: 结婚证丢了怎么补办 ",
        "service_guide: 驾驶证怎么换 ",
    ]


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("社保局怎么走 补卡要带什么材料", ("find_place", "service_guide")),
        ("把周四的号退掉,再约下周一上午", ("cancel", "appointment")),
        ("我开了个小卖部,生意不好想关了,创业补贴还能领吗,另外生孩子有没有钱拿", ("ask_policy",)),
        ("瞧瞧我约的是几点 给我退了吧", ("case_status", "cancel")),
        ("竹编协会的推送关掉,以后只发招工的给我", ("cancel", "subscribe_topic")),
        ("丧葬补助给多少,怎么申请,民政局在哪", ("ask_policy", "service_guide", "find_place")),
        ("路灯又灭了 上次报的那单处理没有 给我接人工", ("appeal", "case_status", "talk_to_human")),
    ],
)
def test_what_is_asked_side_by_side_is_all_heard(
    county_recognizer: CountyRecognizer, text: str, wishes: tuple[str, ...]
) -> None:
    assert county_recognizer.recognize(text).intents == wishes


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("养蜂还要审批吗", [False]),
        ("办养蜂证,还要带户口本吗", [False, True]),
        ("楼上漏水,还要我自己贴钱", [False, False]),
        ("养蜂补多少 还有证怎么办", [False, True]),
        ("养蜂补多少顺便问下在哪办", [False, True]),
        ("养蜂的钱发了没有还有蜂箱去哪领", [False, True]),
        ("家里还有三箱蜂", [False]),
    ],
)
def test_a_word_that_means_also_or_still_links_only_where_something_follows(
    text: str, linked: list[bool]
) -> None:
    assert [clause.linked for clause in clauses.split(text)] == linked


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        (
            "家里三个孩子,大的那个去年把户口迁走了,在城里的厂里上班,现在想问问他那份田村里还给不给留",
            "ask_policy",
        ),
        ("我不想走流程,就要那份竹编协议的复印件", "disclosure_request"),
        ("上周举报隔壁烧垃圾,后来他们不烧了,那个举报撤了吧", "cancel"),
        ("本来约的是周四上午,家里走不开,取消吧", "cancel"),
        ("村里老说没钱 我想看这几年的收支明细", "disclosure_request"),
        ("养殖补贴怎么算 要养多少头", "ask_policy"),
        ("工头欠我钱,电话不接,人也找不着", "appeal"),
    ],
)
def test_a_story_is_no_second_wish(county_recognizer: CountyRecognizer, text: str, wish: str) -> None:
    heard = county_recognizer.recognize(text)
    assert (heard.intents, heard.wishes) == ((wish,), ())


def test_a_reading_of_one_wish_is_its_own_part() -> None:
    reading = Understanding("问", "ask", 1.0, ("ask",))
    assert reading.parts() == (reading,)


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ("不是要投诉,问竹编站的电话", "问竹编站的电话"),
        ("我不是问条件 要办证的表", "要办证的表"),
        ("不约了,明天有事", "不约了,明天有事"),
        ("不用预约吧,直接去行不行", "不用预约吧,直接去行不行"),
        ("别跟我讲竹编的流程,就说在哪领表", "就说在哪领表"),
        ("不是这个", "不是这个"),
    ],
)
def test_what_is_denied_is_not_wanted(form: str, kept: str) -> None:
    assert clauses.without_denied(form) == kept


def test_the_end_of_a_story_tells_the_wish(county_recognizer: CountyRecognizer) -> None:
    heard = county_recognizer.recognize(
        "我从山里坐两个钟头的车过来,材料都带齐了,到了才晓得今天你们盘点不开门,白跑一趟,那就帮我约个下周二吧"
    )
    assert heard.intent == "appointment"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("个人 顺便问一下狗证怎么办", [(FALLBACK, "个人"), ("service_guide", "狗证怎么办")]),
        ("13900001234,民政局在哪", [(FALLBACK, "13900001234"), ("find_place", "民政局在哪")]),
        ("是的,另外高龄津贴多少钱", [(FALLBACK, "是的"), ("ask_policy", "高龄津贴多少钱")]),
        ("李一鸣", []),
        ("民政局在哪", []),
    ],
)
def test_in_a_form_what_stands_before_a_wish_is_kept_apart(
    county_recognizer: CountyRecognizer, text: str, told: list[tuple[str, str]]
) -> None:
    heard = county_recognizer.recognize(text, Context("disclosure_form", "contact_phone"))
    assert [(wish.intent, wish.text) for wish in heard.wishes] == told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("顺便问下在哪办", "在哪办"),
        ("另外,我还想打听一下条件", "条件"),
        ("还有", "还有"),
        ("对了帮我约周三", "帮我约周三"),
    ],
)
def test_what_leads_to_a_wish_is_no_part_of_it(text: str, words: str) -> None:
    (clause,) = clauses.split(text.replace(",", ""))
    assert text.replace(",", "")[clause.leading :] == words
