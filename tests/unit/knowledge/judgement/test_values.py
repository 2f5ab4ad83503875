"""Figures in words and in digits are one value, and a value lies in the band that a rule lays out for it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.judgement.values import asked_in, compared, told_in


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("门市部就四五个人能领吗", 5, "人"),
        ("我们厂二十来个人", 20, "人"),
        ("两千块以内报不报", 2000, "元"),
        ("上个月交了六千多", 6000, "元"),
        ("我爸今年七十九，有补贴没", 79, "岁"),
        ("八十岁老人", 80, "岁"),
        ("三级残疾每月多少", 3, "级"),
        ("干了三年就走", 3, "年"),
        ("3月10号能不能开", 10, "日"),
    ],
)
def test_what_is_asked_with_is_a_value(question: str, value: int, unit: str) -> None:
    assert (Decimal(value), unit) in [(one.value, one.unit) for one in asked_in(question)]


@pytest.mark.parametrize(
    "question", ["2025年花了多少", "二〇二五年的标准", "一个月发多少", "一年交几次", "要带什么"]
)
def test_a_year_and_one_of_each_are_no_values(question: str) -> None:
    assert asked_in(question) == ()


@pytest.mark.parametrize(
    ("question", "told", "named", "banded"),
    [
        ("两千元的", "一次补2000元", 1, 0),
        ("厂里二十来个人", "30人（含）以下的企业裁员率不高于20%", 0, 1),
        ("厂里二十来个人", "超过100人的企业", 0, 0),
        ("八十一岁的老人", "80至89周岁每人每月50元", 0, 1),
        ("七十九岁的老人", "80周岁及以上每月发放", 0, 0),
        ("交了六千多", "返还金额不超过1万元的，免除申报手续", 0, 1),
        ("干了三年", "不满5年的，每差一年退回一部分", 0, 1),
        ("干了三年", "满5年的不再退回", 0, 0),
    ],
)
def test_a_value_lies_in_the_band_that_holds_it(question: str, told: str, named: int, banded: int) -> None:
    assert compared(asked_in(question), told_in(told)) == (named, banded)


@given(st.text(alphabet="0123456789一二两十百千万亿元岁人年个以上下不超过满至、，分之%级a", max_size=40))
def test_any_words_are_read(text: str) -> None:
    asked, told = asked_in(text), told_in(text)
    assert all(one.unit for one in asked)
    if asked:
        assert all(0 <= share <= 1 for share in compared(asked, told))
