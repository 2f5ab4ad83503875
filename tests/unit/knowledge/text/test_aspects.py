"""What side of a matter questions ask about."""

import pytest

from knowledge.text.aspects import asked_in, known


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("低保怎么申请", "steps"),
        ("办低保带什么材料", "materials"),
        ("高龄津贴每个月几号到账", "day"),
        ("生育津贴多久到账", "paid"),
        ("审批要几天", "limit"),
        ("最晚什么时候申请", "deadline"),
        ("医保一个人交多少", "owed"),
        ("能领多少钱", "given"),
        ("低保标准是多少", "standard"),
        ("不戴头盔罚多少", "penalty"),
        ("生育津贴怎么计算", "formula"),
        ("婚姻登记处在哪里", "place"),
        ("收费吗", "fee"),
        ("几岁可以上小学", "conditions"),
        ("周六能办吗", "allowed"),
        ("五千以下的谁批", "approval"),
        ("安排岗位谁排在前面", "priority"),
        ("体检的钱谁出", "payer"),
    ],
)
def test_the_side_asked_for_comes_first(question: str, first: str) -> None:
    assert asked_in(question)[0].name == first


@pytest.mark.parametrize("question", ["高龄津贴", "", "钱怎么办"])
def test_a_matter_alone_asks_for_no_side(question: str) -> None:
    assert asked_in(question) == ()


def test_a_side_may_stand_instead_of_another() -> None:
    names = {aspect.name for aspect in known()}
    for aspect in known():
        assert aspect.instead_of <= names - {aspect.name}
