"""What a citizen reads of replies, which of their claims count, and who asks what in which talk."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from adapters.cli.examination.premises import Premises
from adapters.cli.examination.questioner import Questioner, shown, words
from bot.assurance import Assurance, Degree, Quotation
from bot.clock import SettableClock
from bot.conversation import Conversation
from bot.message import Card, Choice, Inbound, Reply
from knowledge.evaluation.helpfulness import ShownPassage
from knowledge.evaluation.natural_questions import NaturalQuestion, QuestionKind, WantedAnswer

SIXTY = Assurance(Degree.SURE, 0.9, (Quotation("d", "每月60元"),))
EIGHTY = Assurance(Degree.LIKELY, 0.4, (Quotation("d", "每月80元"),))
OFFERED = (Choice("一", "/one"), Choice("二", "/two"), Choice("三", "/three"), Choice("四", "/four"))


class Scripted:
    """Answers each text by a script, and notes who said it after how many messages of theirs."""

    def __init__(self, script: dict[str, Reply]) -> None:
        self.heard: list[tuple[str, str, int]] = []
        self._script = script

    async def turn(self, inbound: Inbound, conversation: Conversation) -> tuple[Conversation, list[Reply]]:
        said = int(conversation.slots.get("said", 0))
        conversation.apply([{"event": "slot", "name": "said", "value": said + 1}])
        self.heard.append((inbound.text, inbound.citizen, said))
        return conversation, [self._script.get(inbound.text, Reply("没有"))]

    def candidates(self, text: str, **_: Any) -> tuple[list[Any], float]:
        return [SimpleNamespace(quoted=f"{text}的一段")], 0.3


def questioner(script: dict[str, Reply]) -> tuple[Questioner, Scripted]:
    engine = Scripted(script)
    program = SimpleNamespace(
        dispatcher=engine, services=SimpleNamespace(answering=SimpleNamespace(answerer=engine))
    )
    clock = SettableClock(datetime(2026, 11, 30, 2, tzinfo=UTC))
    return Questioner(cast("Premises", SimpleNamespace(program=program, clock=clock))), engine


def test_choices_are_numbered_through_from_reply_to_reply() -> None:
    replies = [
        Reply("甲", (Choice("一", "/a"), Choice("二", "/b"))),
        Reply(card=Card("题", "说明", "https://county.example")),
        Reply("乙", (Choice("三", "/c"),)),
    ]
    assert words(replies) == "甲\n乙\n题\n说明\n1 一\n2 二\n3 三"


def test_only_what_can_be_read_is_shown() -> None:
    quotations = (Quotation("d", "每月60元，"), Quotation("e", "藏起来的话"), Quotation("f", "。"))
    replies = [
        Reply("答：每月60元，\n出自《办法》", assurance=Assurance(Degree.SURE, 0.9, quotations)),
        Reply("可能是：每月80元", assurance=EIGHTY),
        Reply("藏起来的话"),
    ]
    assert shown(replies) == (ShownPassage("d", "每月60元，", sure=True), ShownPassage("d", "每月80元"))


async def test_each_tap_starts_from_the_reply_and_the_second_question_follows_the_first() -> None:
    asking, engine = questioner(
        {
            "多少钱": Reply("您问哪一种？", OFFERED, assurance=Assurance(Degree.ASK_BACK, 0.5)),
            "2": Reply("每月60元", assurance=SIXTY),
            "3": Reply("打电话问"),
            "那九十岁呢": Reply("每月80元", assurance=EIGHTY),
        }
    )
    second = WantedAnswer("那九十岁呢", ("每月80元",))
    record = NaturalQuestion(
        "q", QuestionKind.FOLLOW_UP, WantedAnswer("多少钱", ("每月60元",)), second=second
    )
    examined = await asking.examine(record)
    [citizen] = {who for _, who, _ in engine.heard}
    assert [(text, said) for text, _, said in engine.heard] == [
        ("多少钱", 0), ("1", 1), ("2", 1), ("3", 1), ("那九十岁呢", 1),
    ]  # fmt: skip
    assert citizen.startswith("oExamined")
    figures = examined.measured.plain()
    assert (figures["helped"], figures["within_one_tap"], figures["asked_back"]) == (0.0, 1.0, 1.0)
    assert (figures["second_helped"], figures["second_misled"]) == (1.0, 0.0)
    assert examined.read["first"].taps[2] == ("三", "打电话问")
    assert examined.read["first"].seen.tapped == ("没有", "每月60元", "打电话问")


async def test_a_short_wording_is_a_new_citizens() -> None:
    asking, engine = questioner({"几号发": Reply("每月60元", assurance=SIXTY)})
    record = NaturalQuestion(
        "m", QuestionKind.NEAR_MISS, WantedAnswer("到底几号发钱"), near=("d",), short="几号发"
    )
    figures = (await asking.examine(record)).measured.plain()
    assert [(text, said) for text, _, said in engine.heard] == [("到底几号发钱", 0), ("几号发", 0)]
    assert len({who for _, who, _ in engine.heard}) == 2
    assert (figures["near_miss_sure"], figures["short_near_miss_sure"]) == (0.0, 1.0)


async def test_the_best_passage_is_the_shown_one_the_considered_one_or_the_searchs() -> None:
    considered = Assurance(Degree.NONE, 0.2, considered=Quotation("d", "考虑过的一段"))
    asking, _ = questioner(
        {
            "甲": Reply("每月60元", assurance=SIXTY),
            "乙": Reply("没有查到", assurance=considered),
            "丙": Reply("没有查到", assurance=Assurance(Degree.NONE, 0.1)),
        }
    )
    seen = [
        (await asking.examine(NaturalQuestion(text, QuestionKind.UNANSWERABLE, WantedAnswer(text)))).read[
            "first"
        ]
        for text in ("甲", "乙", "丙", "丁")
    ]
    assert [(one.seen.best, one.seen.confidence) for one in seen] == [
        ("每月60元", 0.9), ("考虑过的一段", 0.2), ("丙的一段", 0.1), ("丁的一段", 0.3),
    ]  # fmt: skip
