"""What a call for a person asks, and what the citizen is told of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import SettableClock
from handlers.county.office import Office
from handlers.published.interpreters import Interpreter
from handlers.texts import Texts
from handlers.tickets.actions import actions
from handlers.tickets.call import call
from handlers.tickets.service import HandoverRequest, Opened, TicketService
from handlers.workdays import load_calendar
from knowledge.questions.note import QuestionNote, QuestionOutcome

TEXTS = Texts.load()
HIDDEN = "（未显示）"
# A Monday at noon in China, between the office's hours of the morning and of the afternoon; and one hour before.
NOON = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
OFFICE = Office.of(
    {
        "name": "甲县政务公开办",
        "phone": "0599-1234567",
        "address": "人民路1号",
        "hours": "8:30—12:00，14:00—17:30",
        "review_organ": "甲县人民政府",
        "court": "甲县人民法院",
    }
)


def said(who: str, text: str, at: float = 0.0) -> dict[str, Any]:
    return {"event": who, "text": text, "timestamp": at}


def tracker(*events: dict[str, Any], key: str = "k1") -> Tracker:
    message = {"text": "人工", "metadata": {"key": key, "channel": "wechat", "sent_at": 7.0}}
    return Tracker("openid-1", {}, message, list(events), False, None, {}, "action_listen")


@pytest.mark.parametrize(
    ("talk", "question"),
    [
        (["高龄津贴怎么领取", "人工"], "高龄津贴怎么领取"),
        (["高龄津贴怎么领取", "我要转人工客服，谢谢"], "我要转人工客服，谢谢"),
        (["人工"], "人工"),
        (["人工", "人"], "人"),
        (["高龄津贴怎么领取", HIDDEN], "高龄津贴怎么领取"),
        (["高龄津贴怎么领取", "13800001234567"], "高龄津贴怎么领取"),
        ([], ""),
    ],
)
def test_a_bare_call_asks_what_was_asked_before_it(talk: list[str], question: str) -> None:
    made = call(tracker(*(said("user", text) for text in talk)), earlier=[], hidden=HIDDEN)
    assert made.question == question
    assert (made.citizen, made.channel, made.key) == ("openid-1", "wechat", "k1")


def test_the_talk_goes_along_whole_and_once() -> None:
    earlier = [said("user", "你好", 1.0), said("bot", "您好", 2.0)]
    made = call(tracker(said("bot", "您好", 2.0), said("user", "人工", 3.0)), earlier=earlier, hidden=HIDDEN)
    assert made.transcript == (("user", "你好", 1.0), ("bot", "您好", 2.0), ("user", "人工", 3.0))


class Desk:
    """Stands for the service and the notebook, and remembers what it was given."""

    def __init__(self, *, fresh: bool = True) -> None:
        self.calls: list[HandoverRequest] = []
        self.notes: list[QuestionNote] = []
        self._fresh = fresh

    async def open(self, calling: HandoverRequest) -> Opened:
        self.calls.append(calling)
        return Opened("RG202603020001", fresh=self._fresh)

    def note(self, note: QuestionNote) -> None:
        self.notes.append(note)


async def told(desk: Desk, *, now: datetime = MORNING, interpreter: Interpreter | None = None) -> str:
    async def nothing_earlier(_: str, __: str) -> Sequence[Mapping[str, Any]]:
        return ()

    action, _ = actions(
        TEXTS,
        service=cast("TicketService", desk),
        office=OFFICE,
        clock=SettableClock(now),
        calendar=load_calendar(),
        earlier=nothing_earlier,
        addressing=lambda _: interpreter,
        notebook=desk,
    )
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, tracker(said("user", "高龄津贴怎么领取"), said("user", "人工")), {})
    [message] = dispatcher.messages
    assert [button["payload"] for button in message["buttons"]] == [
        '/case_status{"case_no": "RG202603020001"}'
    ]
    return str(message["text"])


async def test_in_office_hours_a_person_is_near() -> None:
    desk = Desk()
    words = await told(desk)
    assert "RG202603020001" in words
    assert "下班时间" not in words
    [note] = desk.notes
    assert (note.question, note.outcome, note.at) == ("高龄津贴怎么领取", QuestionOutcome.HANDED_OVER, 7.0)


async def test_out_of_hours_it_says_when_somebody_comes() -> None:
    assert "3月2日（周一）14:00起有人处理" in await told(Desk(), now=NOON)


async def test_what_is_added_to_an_open_one_says_so() -> None:
    words = await told(Desk(fresh=False), interpreter=Interpreter("甲县民政局"))
    assert "也加进去了" in words
    assert "民政局" not in words


@pytest.mark.parametrize(
    ("interpreter", "words"),
    [
        (Interpreter("甲县民政局"), "这个问题由甲县民政局答复，最迟3月5日发到这里。"),
        (
            Interpreter("甲县民政局", "王丽", "0599-7654321"),
            "这个问题由甲县民政局（政策解读人王丽）答复，最迟3月5日发到这里，也可以打0599-7654321问。",
        ),
    ],
)
async def test_it_goes_to_who_explains_the_document(interpreter: Interpreter, words: str) -> None:
    desk = Desk()
    assert words in await told(desk, interpreter=interpreter)
    [calling] = desk.calls
    assert (calling.unit, calling.interpreter, calling.due_on) == (
        "甲县民政局",
        interpreter.person,
        date(2026, 3, 5),
    )
