from pathlib import Path

import pytest
from rasa_sdk import Action

from bot.choices import reading
from bot.clock import SettableClock
from handlers.library import Library
from handlers.policy.actions import actions
from handlers.recall import LastAnswer
from handlers.sources import Sources
from knowledge.answers import Further
from knowledge.document import Document, Validity
from tests.factories.library import ALLOWANCE, COMING, GUIDE, OLD, library
from tests.factories.talks import NOON, TEXTS, Said, county, run, tracker
from tests.fakes.answering import FakeAnswering, answer, decline
from tests.fakes.waiting import FakeWaiting

QUOTE = "80周岁以上每人每月60元。"
ANSWER = answer(
    ALLOWANCE, QUOTE, text="很长的前文。" * 20 + QUOTE, further=(Further(GUIDE, 0),), guides=(GUIDE,)
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("index"))


@pytest.fixture
def answering() -> FakeAnswering:
    return FakeAnswering({"高龄津贴": ANSWER})


@pytest.fixture
def stage(shelf: Library, answering: FakeAnswering) -> dict[str, Action]:
    sources = Sources(TEXTS, public_url="https://county.example")
    made = actions(
        TEXTS,
        answering=answering,
        library=shelf,
        sources=sources,
        county=county(),
        clock=SettableClock(NOON),
        waiting=FakeWaiting(),
    )
    return {action.name(): action for action in made}


async def _ask(stage: dict[str, Action], text: str, last: LastAnswer | None = None, **entities: str) -> Said:
    slots = {"last_answer": last.event()["value"]} if last else {}
    return await run(stage["action_ask_policy"], tracker(text, entities=entities, slots=slots))


def _kept(said: Said) -> LastAnswer:
    return LastAnswer(**said.slots["last_answer"])


async def test_the_quote_comes_first_and_the_source_last(stage: dict[str, Action]) -> None:
    said = await _ask(stage, "高龄津贴多少钱")
    assert said.text == (
        "【智能回复】80周岁以上每人每月60元。\n"
        "出自《甲县高龄津贴发放办法》（甲政发〔2026〕3号，2026年1月15日，有效）（示例）"
    )
    assert [label for label, _ in said.steps] == ["更多", "原文", "怎么办理"]
    for _, payload in said.steps:
        assert reading(payload) is not None


async def test_the_answer_is_kept_for_what_comes_next(stage: dict[str, Action]) -> None:
    last = _kept(await _ask(stage, "高龄津贴多少钱 13900001234", topic="高龄津贴"))
    assert (last.topic, last.document) == ("高龄津贴", "allowance")
    assert "13900001234" not in last.question
    assert last.pages == (("allowance", 0), ("allowance", 1), ("guide", 0))


async def test_a_long_quote_ends_with_a_sentence(stage: dict[str, Action], answering: FakeAnswering) -> None:
    answering.known["长"] = answer(ALLOWANCE, "一句话写到这里就完了。" * 60)
    said = await _ask(stage, "长")
    body = said.text.split("\n出自")[0]
    assert body.endswith("。")
    assert len(body) <= 300


async def test_one_item_of_a_list_is_quoted_with_the_others(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    items = "（一）60元；\n（二）150元；\n（三）500元。\n别的。"
    answering.known["分档"] = answer(ALLOWANCE, "（一）60元；", text=items)
    assert "（三）500元。\n出自" in (await _ask(stage, "分档")).text


@pytest.mark.parametrize(
    "heading", ["# 甲县高龄津贴发放办法", "甲县高龄津贴发放办法", "## 第一章\n\n### 一、标准"]
)
async def test_a_quote_that_is_only_a_heading_gives_way_to_what_stands_under_it(
    stage: dict[str, Action], answering: FakeAnswering, heading: str
) -> None:
    answering.known["标题"] = answer(ALLOWANCE, heading, text=f"{heading}\n\n每人每月60元。")
    assert (await _ask(stage, "标题")).text.startswith("【智能回复】每人每月60元。\n出自")


async def test_a_document_that_is_only_its_title_is_quoted_by_it(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["标题"] = answer(ALLOWANCE, "# 甲县高龄津贴发放办法")
    assert (await _ask(stage, "标题")).text.startswith("【智能回复】甲县高龄津贴发放办法\n出自")


async def test_a_follow_up_is_read_with_the_question_before_it_and_says_so(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    said = await _ask(stage, "那农村户口呢", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"))
    assert "我理解您问的是“高龄津贴，农村户口”" in said.text
    assert answering.asked[0][:2] == ("高龄津贴多少钱 农村户口", "allowance")


async def test_a_follow_up_without_an_answer_is_answered_as_it_stands(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"那医保呢": ANSWER}
    said = await _ask(stage, "那医保呢", LastAnswer("低保多少钱", "低保", "x"))
    assert "我理解" not in said.text
    assert answering.asked[-1][:2] == ("那医保呢", None)


async def test_a_short_question_that_makes_no_sense_alone_is_read_with_the_one_before(
    stage: dict[str, Action],
) -> None:
    said = await _ask(stage, "多久能领到", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"))
    assert "我理解您问的是“高龄津贴，多久能领到”" in said.text


@pytest.mark.parametrize("text", ["家里有人打架怎么办", "月球上怎么买房", "下水道堵了找谁"])
async def test_a_short_question_on_something_else_is_not_read_with_the_one_before(
    stage: dict[str, Action], text: str
) -> None:
    said = await _ask(stage, text, LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"))
    assert "没有查到" in said.text


@pytest.mark.parametrize("text", ["家里着火了怎么办", "那着火了呢", "着火了"])
async def test_danger_never_continues_a_talk_about_an_allowance(stage: dict[str, Action], text: str) -> None:
    slots = {"last_answer": LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance").event()["value"]}
    said = await run(stage["action_ask_policy"], tracker(text, emergency="fire", slots=slots))
    assert said.texts == []


async def test_one_follow_up_after_another_is_read_with_the_first_question(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    last = LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance")
    for text in ("那90岁的呢", "那100岁的呢"):
        last = _kept(await _ask(stage, text, last))
    assert last.question == "高龄津贴多少钱"
    assert answering.asked[-1][0] == "高龄津贴多少钱 100岁的"


async def test_the_same_question_about_another_matter(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    lift = Document("lift", "甲县电梯补助办法")
    answering.known = {"电梯补助多少钱": answer(lift, "每台10万元。"), **answering.known}
    said = await _ask(
        stage, "那电梯补助呢", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"), topic="电梯补助"
    )
    assert "我理解您问的是“电梯补助多少钱”" in said.text
    assert "每台10万元" in said.text
    assert _kept(said).topic == "电梯补助"


async def test_a_document_on_something_else_does_not_answer_for_the_new_matter(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"医保多少钱": answer(OLD, "别的。"), **answering.known}
    said = await _ask(stage, "那医保呢", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"), topic="医保")
    assert "别的。" not in said.text


async def test_a_chosen_document_is_not_taken_for_a_follow_up(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    last = LastAnswer("低保多少钱", "低保", "x")
    await _ask(stage, "1", last, said="那高龄津贴呢", about="allowance")
    assert answering.asked == [("那高龄津贴呢", "allowance", frozenset())]


async def test_an_ended_document_says_so_first_and_leads_to_what_counts(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["老办法"] = answer(OLD, "原来每月50元。", successor=ALLOWANCE)
    said = await _ask(stage, "老办法多少钱")
    assert said.text.startswith("【智能回复】请注意：这份文件已废止，现在按《甲县高龄津贴发放办法》办。")
    understood = reading(said.steps[0][1])
    assert understood is not None
    assert (understood.slot("about"), understood.slot("without")) == ("allowance", "old")
    await _ask(stage, "1", said="老办法多少钱", about="allowance", without="old")
    assert answering.asked[-1] == ("老办法多少钱", "allowance", frozenset({"old"}))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (COMING, "从2027年1月1日起施行，现在还没有生效"),
        (Document("a", "甲", validity=Validity.AMENDED), "后来作过修改"),
        (Document("a", "甲", validity=Validity.LAPSED), "已失效，下面是原来的规定，不能再照着办"),
    ],
)
async def test_what_a_document_is_worth_is_said_before_its_words(
    stage: dict[str, Action], answering: FakeAnswering, document: Document, words: str
) -> None:
    answering.known["甲"] = answer(document, "每月60元。")
    notice, quote = (await _ask(stage, "甲")).text.split("\n")[:2]
    assert words in notice
    assert quote == "每月60元。"


async def test_asking_whether_a_document_counts_is_answered(stage: dict[str, Action]) -> None:
    assert "这份文件现在有效" in (await _ask(stage, "高龄津贴办法还有效吗")).text


async def test_a_document_asked_for_by_its_number_alone_is_shown(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["2019"] = decline(ALLOWANCE, OLD)
    said = await _ask(stage, "请问甲政发〔2019〕8号还有效吗")
    assert "现在是否有效：已废止" in said.text
    assert "现在执行：《甲县高龄津贴发放办法》" in said.text
    assert _kept(said).document == "old"


async def test_another_document_never_answers_for_a_number_that_is_not_published(
    stage: dict[str, Action],
) -> None:
    said = await _ask(stage, "甲政发〔2025〕12号 高龄津贴讲的是啥", doc_no="甲政发〔2025〕12号")
    assert "没有查到甲政发〔2025〕12号" in said.text
    assert "60元" not in said.text


async def test_an_honest_no_names_who_may_know_and_forgets_the_topic(stage: dict[str, Action]) -> None:
    said = await _ask(stage, "月球上怎么买房", LastAnswer("高龄", "高龄", "allowance"))
    assert "没有查到" in said.text
    assert "12345" in said.text
    assert [payload.split("{")[0] for _, payload in said.steps] == [
        "/talk_to_human",
        "/disclosure_request",
        "/await_answer",
    ]
    assert said.slots == {"last_answer": None}


async def test_a_no_with_documents_near_offers_those_that_count(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["补助"] = decline(OLD, ALLOWANCE, ALLOWANCE, unit="青岚县民政局")
    said = await _ask(stage, "补助")
    assert "青岚县民政局：0599-6612345" in said.text
    assert [label for label, _ in said.steps][:2] == ["《甲县高龄津贴发放办法》", "找工作人员（人工）"]
    chosen = await _ask(stage, "1", said="补助", about="allowance")
    assert chosen.text.startswith("【智能回复】《甲县高龄津贴发放办法》")
    assert chosen.steps[0] == ("更多", "/more_answer")


async def test_chatty_words_around_a_matter_still_lead_to_its_document(stage: dict[str, Action]) -> None:
    said = await _ask(stage, "那个啥 就是老人家那个钱咋个说嘛", topic="高龄津贴")
    assert "没有查到" in said.text
    assert said.steps[0] == (
        "《甲县高龄津贴发放办法》",
        '/ask_policy{"said": "那个啥 就是老人家那个钱咋个说嘛", "about": "allowance"}',
    )


async def test_nothing_said_is_asked_for(stage: dict[str, Action]) -> None:
    said = await run(stage["action_ask_policy"], tracker("1", normal="/ask_policy"))
    assert "您想问哪方面" in said.text


@pytest.mark.parametrize("text", ["{0}{label}", "%s" * 50, "问" * 5000, "<xml>&#x41;</xml>", "\u202e乱序"])
async def test_hostile_words_are_answered_like_any_others(stage: dict[str, Action], text: str) -> None:
    assert "没有查到" in (await _ask(stage, text)).text


async def test_reading_on_walks_through_the_pages_to_an_end(stage: dict[str, Action]) -> None:
    more, last = stage["action_more_answer"], _kept(await _ask(stage, "高龄津贴多少钱"))
    seen = []
    for _ in range(3):
        said = await run(more, tracker("更多", slots={"last_answer": last.event()["value"]}))
        seen.append(said.text)
        last = _kept(said)
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


async def test_inside_a_form_an_answer_offers_no_numbers(stage: dict[str, Action]) -> None:
    said = await run(stage["action_ask_policy"], tracker("高龄津贴", form="some_form"))
    assert said.steps == []


def test_every_text_of_the_slice_is_used() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in [*Path("handlers/policy").glob("*.py"), Path("handlers/sources.py")]
    )
    families = (
        "policy.standing.",
        "policy.show.",
        "policy.scope.kinds.",
        "policy.scope.drop.",
        "policy.lacking.",
    )
    keys = [key for key in list(TEXTS.keys()) if key.startswith("policy.") and not key.startswith(families)]
    assert [key for key in keys if key not in code] == []


@pytest.mark.parametrize("text", ["政策", "查政策", "我想问一下政策", "政策咨询", "有关政策吗"])
async def test_who_says_no_more_than_policy_is_asked_what_about(stage: dict[str, Action], text: str) -> None:
    assert "您想问哪方面" in (await run(stage["action_ask_policy"], tracker(text))).text


async def test_a_policy_on_something_is_looked_for(stage: dict[str, Action]) -> None:
    assert "您想问哪方面" not in (await run(stage["action_ask_policy"], tracker("高龄津贴政策"))).text
