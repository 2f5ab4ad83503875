"""A follow-up is read with the question before it, and only where it belongs to it."""

import pytest
from rasa_sdk import Action

from handlers.talk.last_answer import LastAnswer
from knowledge.documents.document import Document
from tests.factories.library import OLD
from tests.factories.policy_talk import ANSWER, ask, kept
from tests.factories.talks import run, tracker
from tests.fakes.answering import FakeAnswering, answer


async def test_a_follow_up_is_read_with_the_question_before_it_and_says_so(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    said = await ask(stage, "那农村户口呢", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"))
    assert "我理解您问的是“高龄津贴，农村户口”" in said.text
    assert ("高龄津贴多少钱 那农村户口呢", "allowance") in [asked[:2] for asked in answering.asked]


async def test_a_follow_up_without_an_answer_is_answered_as_it_stands(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"那医保呢": ANSWER}
    answering.beginning = {"那医保呢"}
    said = await ask(stage, "那医保呢", LastAnswer("低保多少钱", "低保", "x"))
    assert "我理解" not in said.text
    assert ("那医保呢", None) in [asked[:2] for asked in answering.asked]


@pytest.mark.parametrize("text", ["低保标准是多少呢", "那低保怎么申请呢", "低保有没有呢"])
async def test_a_question_that_names_its_matter_and_asks_is_no_follow_up(
    stage: dict[str, Action], answering: FakeAnswering, text: str
) -> None:
    answering.known, answering.beginning = {text: ANSWER}, {text}
    said = await ask(stage, text, LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"), topic="低保")
    assert "我理解" not in said.text
    assert answering.asked[0][:2] == (text, None)


async def test_a_short_question_that_makes_no_sense_alone_is_read_with_the_one_before(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known["多久能领到"] = ANSWER
    said = await ask(stage, "多久能领到", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"))
    assert "我理解您问的是“高龄津贴，多久能领到”" in said.text


@pytest.mark.parametrize("text", ["家里有人打架怎么办", "月球上怎么买房", "下水道堵了找谁"])
async def test_a_short_question_on_something_else_is_not_read_with_the_one_before(
    stage: dict[str, Action], answering: FakeAnswering, text: str
) -> None:
    answering.beginning = {text}
    said = await ask(stage, text, LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"))
    assert "没有查到" in said.text


async def test_after_a_question_that_nothing_answered_the_next_one_is_looked_up_with_it_and_then_inside(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    last = LastAnswer("高龄津贴多少钱", "高龄津贴", "something", guessed=True)
    said = await ask(stage, "那农村户口呢", last)
    assert "我理解您问的是“高龄津贴，农村户口”" in said.text
    assert [asked[:2] for asked in answering.asked[-2:]] == [
        ("高龄津贴多少钱 农村户口", None),
        ("高龄津贴多少钱 那农村户口呢", "allowance"),
    ]


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
        last = kept(await ask(stage, text, last))
    assert last.question == "高龄津贴多少钱"
    assert "高龄津贴多少钱 那100岁的呢" in [asked[0] for asked in answering.asked]


async def test_the_same_question_about_another_matter(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    lift = Document("lift", "甲县电梯补助办法")
    answering.known = {"电梯补助多少钱": answer(lift, "每台10万元。"), **answering.known}
    said = await ask(
        stage, "那电梯补助呢", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"), topic="电梯补助"
    )
    assert "我理解您问的是“电梯补助多少钱”" in said.text
    assert "每台10万元" in said.text
    assert kept(said).topic == "电梯补助"


async def test_a_document_on_something_else_does_not_answer_for_the_new_matter(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"医保多少钱": answer(OLD, "别的。"), **answering.known}
    said = await ask(stage, "那医保呢", LastAnswer("高龄津贴多少钱", "高龄津贴", "allowance"), topic="医保")
    assert "别的。" not in said.text


async def test_a_chosen_document_is_not_taken_for_a_follow_up(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    last = LastAnswer("低保多少钱", "低保", "x")
    await ask(stage, "1", last, said="那高龄津贴呢", about="allowance")
    assert answering.asked == [("那高龄津贴呢", "allowance", frozenset())]
