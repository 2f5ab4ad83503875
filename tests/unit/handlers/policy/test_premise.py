"""A claim that is to be agreed with is looked up as the question it answers, and never repeated as true."""

import pytest
from rasa_sdk import Action

from handlers.policy.premise import claimed, contradicted, denied, ended, opened, recalls_words
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


@pytest.mark.parametrize(
    ("said", "matter", "claim"),
    [
        ("听说临时救助停办了", "临时救助", "停办"),
        ("是不是取消免费乘车了", "免费乘车", "取消"),
        ("残疾人护理补贴今年没有了吧？", "残疾人护理补贴", "没有了"),
        ("县里的购房补贴已经停发了吗", "县里的购房补贴", "停发"),
    ],
)
def test_the_end_of_a_matter_is_claimed_and_the_matter_asked(said: str, matter: str, claim: str) -> None:
    assert (opened(said), ended(said), claimed(said)) == (matter, matter, claim)


@pytest.mark.parametrize(
    "said",
    [
        "取消吧",
        "不办了",
        "我的申请取消了吧",
        "把它取消了吧",
        "算了不办了",
        "别填了，取消",
        "取消低保",
        "低保取消吧",
        "取消低保吧",
        "什么情况下低保会被取消",
        "居住证怎么取消",
        "为什么低保取消了",
        "如何停止领取失业金",
        "停水了吗",
        "那个预约取消了没有",
    ],
)
def test_who_gives_something_up_or_asks_how_claims_no_end(said: str) -> None:
    assert ended(said) == ""


def test_an_end_is_denied_where_no_document_speaks_of_one() -> None:
    assert denied("停发", "每人每月60元。")
    assert not denied("停发", "自次月起停发。")
    assert not denied("两千", "每人每月60元。")
    assert not denied("", "每人每月60元。")


async def test_what_goes_on_is_said_to_go_on(stage: dict[str, Action], answering: FakeAnswering) -> None:
    answering.known = {"高龄津贴": ANSWER}
    said = await ask(stage, "听说高龄津贴停办了")
    assert "没有查到说它停了、取消了的文件。现行的文件里是这样写的：" in said.text
    assert "60元" in said.text


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
