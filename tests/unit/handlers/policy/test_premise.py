"""A claim that is to be agreed with is looked up as the question it answers, and never repeated as true."""

import pytest
from rasa_sdk import Action

from handlers.policy.premise import claimed, contradicted, opened, recalls_words
from tests.factories.policy_talk import ANSWER, ask
from tests.fakes.answering import FakeAnswering


@pytest.mark.parametrize(
    ("said", "question", "figure"),
    [
        ("高龄津贴每月8号发没错吧", "高龄津贴每月几号发", "8号"),
        ("公租房要住满五年才能换，是吧", "公租房要住满几年才能换", "五年"),
        ("补贴一个月700块对不对", "补贴一个月多少块", "700块"),
        ("你上次说85岁以上是400", "85岁以上是多少", "400"),
        ("听说起付线降到9000了", "起付线降到多少了", "9000"),
        ("农房能盖到六层了，放开到六层了，图纸哪里领", "农房能盖到六层了，放开到几层了，图纸哪里领", "六层"),
    ],
)
def test_the_figure_of_a_claim_becomes_the_question(said: str, question: str, figure: str) -> None:
    assert (opened(said), claimed(said)) == (question, figure)


@pytest.mark.parametrize(
    "said",
    ["高龄津贴多少钱", "我妈90岁了能领吧", "你能帮我办吧", "2026年的政策变了吧", "是吧", "公租房怎么申请"],
)
def test_a_question_claims_nothing(said: str) -> None:
    assert (opened(said), claimed(said)) == ("", "")


def test_a_figure_is_the_same_in_digits_and_in_characters() -> None:
    assert not contradicted("三年", "连续缴费满3年的")
    assert not contradicted("1.5万元", "一次补助15000元")
    assert contradicted("三年", "连续缴费满1年的")
    assert not contradicted("几年", "满1年")


def test_what_was_said_before_is_held_up_to_the_bot() -> None:
    assert recalls_words("不对，你刚才说是300")
    assert not recalls_words("不对，我问的是养老金")


async def test_another_figure_than_the_documents_is_told_so(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"每月多少": ANSWER}
    said = await ask(stage, "高龄津贴是每月200元，没错吧")
    assert "文件里写的和您说的不一样，请以文件为准：" in said.text
    assert "200" not in said.text


async def test_the_right_figure_is_quoted_without_contradiction(
    stage: dict[str, Action], answering: FakeAnswering
) -> None:
    answering.known = {"每月多少": ANSWER}
    assert "不一样" not in (await ask(stage, "高龄津贴是每月60元，没错吧")).text
