"""Words that narrow an answer, that let go again, and questions that only sound like them."""

from datetime import date
from typing import Any

import pytest

from handlers.policy.facet_words import FacetChange, applied, parts, read
from knowledge.documents.document import Kind
from knowledge.index.facets import Scope

TODAY = date(2026, 3, 2)
NAMES = {
    "issuer": {"县医保局": "甲县医疗保障局", "民政局": "甲县民政局", "县民政局": "甲县民政局"},
    "theme": {"养老": "养老服务", "医疗保障": "医疗保障"},
    "place": {"石桥镇": "石桥镇"},
}


def named(facet: str, spoken: str) -> str:
    return NAMES[facet].get(spoken, "")


def heard(said: str) -> FacetChange | None:
    return read(said, today=TODAY, named=named)


@pytest.mark.parametrize(
    ("said", "added"),
    [
        ("只看2026年的", {"year": 2026}),
        ("只看今年的", {"year": 2026}),
        ("就看去年的吧", {"year": 2025}),
        ("只要前年的", {"year": 2024}),
        ("只看市里发的", {"level": "市级"}),
        ("只看县里的", {"level": "县级"}),
        ("只看国家的", {"level": "国家级"}),
        ("只看县医保局的", {"issuer": "甲县医疗保障局"}),
        ("只查民政局发布的文件", {"issuer": "甲县民政局", "kind": Kind.POLICY}),
        ("只看有效的", {"in_force": True}),
        ("只看现在还有效的", {"in_force": True}),
        ("只看解读", {"kind": Kind.INTERPRETATION}),
        ("我只看办事指南吧", {"kind": Kind.GUIDE}),
        ("只看公告", {"kind": Kind.NOTICE}),
        ("只看养老方面的", {"theme": "养老服务"}),
        ("只看石桥镇的", {"place": "石桥镇"}),
        (
            "只看2025年县民政局发布的有效的解读",
            {"year": 2025, "issuer": "甲县民政局", "in_force": True, "kind": Kind.INTERPRETATION},
        ),
    ],
)
def test_what_is_narrowed(said: str, added: dict[str, Any]) -> None:
    assert heard(said) == FacetChange(added)


@pytest.mark.parametrize(
    ("said", "dropped"),
    [
        ("去掉机构", {"issuer", "level"}),
        ("不限年份", {"year"}),
        ("不限机构了", {"issuer", "level"}),
        ("不管时间", {"year"}),
        ("取消主题的限制", {"theme"}),
        ("去掉类型", {"kind"}),
        ("去掉有效", {"in_force"}),
        ("不限地区", {"place"}),
        ("去掉2026年", {"year"}),
        ("去掉县医保局", {"issuer"}),
        ("取消筛选", {"year", "issuer", "level", "theme", "kind", "in_force", "place"}),
        ("不要筛选了", {"year", "issuer", "level", "theme", "kind", "in_force", "place"}),
    ],
)
def test_what_is_let_go(said: str, dropped: set[str]) -> None:
    change = heard(said)
    assert change is not None
    assert set(change.dropped) == dropped
    assert not change.added


@pytest.mark.parametrize(
    "said",
    [
        "残疾人补贴只要户口本吗", "办低保只要身份证就行", "只看病历就行吗", "不限", "不要", "不要材料", "取消低保怎么办",
        "高龄津贴多少钱", "去掉", "只看", "", "2026年的标准", "不限户籍吗",
    ],
)  # fmt: skip
def test_questions_stay_questions(said: str) -> None:
    assert heard(said) is None


def test_a_question_may_stand_before() -> None:
    assert heard("高龄津贴多少钱，只看2026年的") == FacetChange({"year": 2026}, question="高龄津贴多少钱")


def test_a_name_that_nobody_bears_is_told() -> None:
    assert heard("只看气象局发的") == FacetChange(unknown="气象局")


def test_facets_add_up_and_fall_away() -> None:
    scope = applied(Scope(), FacetChange({"year": 2026}))
    scope = applied(scope, FacetChange({"issuer": "甲县民政局"}))
    scope = applied(scope, FacetChange({"kind": Kind.GUIDE}))
    assert parts(scope) == ("year", "issuer", "kind")
    assert applied(scope, FacetChange({"year": 2025})).year == 2025
    assert parts(applied(scope, FacetChange(dropped=("issuer", "level")))) == ("year", "kind")
    assert not applied(scope, FacetChange(dropped=("year", "issuer", "kind")))


def test_a_body_takes_the_place_of_its_level() -> None:
    scope = applied(Scope(level="市级"), FacetChange({"issuer": "甲县民政局"}))
    assert parts(scope) == ("issuer",)
