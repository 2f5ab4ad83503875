"""The agency directory: what a file must hold, and what the law fixes in it."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from handlers.county.agencies import Series, load, of
from handlers.disclosure.decision.counsel import CounselSettings, ReviewOrder
from tests.factories.decisions import directory

AGENCY = {
    "key": "jiaoyu",
    "name": "某县教育局",
    "kind": "department",
    "office": "办公室",
    "phone": "0000-1",
    "address": "某县",
    "postcode": "000000",
    "hours": "8:30—12:00",
    "review_organs": ["某县人民政府"],
    "court": "某县人民法院",
    "series": {"reply": "教答", "notice": "教告", "consultation": "教函"},
}


def tree(**changed: object) -> dict[str, Any]:
    return {"sample": True, "agencies": [{**deepcopy(AGENCY), **changed}]}


def test_the_sample_county_lists_departments_and_townships() -> None:
    found = directory()
    assert found.sample
    assert len(found.agencies) == 31
    agency = found.agency("青岚县教育局")
    assert agency is found.agency("jiaoyu")
    assert agency is not None
    assert agency.number(Series.REPLY, year=2026, serial=3) == "青教公开答〔2026〕第3号"
    assert found.agency("nobody") is None
    assert CounselSettings.of(found.counsel, origin="f") == CounselSettings()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"court": ""}, "court"),
        ({"phone": 5990000}, "phone"),
        ({"kind": "ministry"}, "kind 只能是"),
        ({"key": "教育"}, "key 只能用"),
        ({"review_organs": []}, "review_organs"),
        ({"review_organs": ["a", "b"]}, "应当有1个"),
        ({"review_organs": ["某县教育局"]}, "不能是机构自己"),
        ({"kind": "justice"}, "应当有2个（行政复议法第二十八条）"),
        ({"kind": "government"}, "中级人民法院"),
        ({"series": {"reply": "答", "notice": "答", "consultation": "函"}}, "不能相同"),
        ({"series": {"reply": "答\n", "notice": "<w:t>", "consultation": "函"}}, "只能用汉字"),
        ({"series": {"reply": "答"}}, "series: notice"),
        ({"series": "答"}, "series"),
        ({"fax": "1"}, "不认识 fax"),
        ({"name": "长" * 200}, "太长"),
    ],
)
def test_what_is_missing_or_against_the_law_is_named(changed: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=r"f\.yml") as refused:
        of(tree(**changed), origin="f.yml")
    assert said in str(refused.value)


def test_two_agencies_never_share_a_series() -> None:
    twice = tree()
    twice["agencies"].append({**AGENCY, "key": "other", "name": "某县民政局"})
    with pytest.raises(ValueError, match="教答 出现了两次"):
        of(twice, origin="f.yml")


@pytest.mark.parametrize("content", ["", "a: [", "agencies: []", "- 1", "agencies: [1]"])
def test_a_broken_file_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "agencies.yml"
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"agencies\.yml"):
        load(path)


def test_a_missing_file_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"agencies\.yml.*要放在县情况文件旁边"):
        load(tmp_path / "agencies.yml")


def test_counsel_settings_are_read_and_wrong_ones_named() -> None:
    assert CounselSettings.of({"admin_query": "first"}, origin="f").admin_query is ReviewOrder.FIRST
    with pytest.raises(ValueError, match=r"counsel\.admin_query 只能是 first、choice、unsettled"):
        CounselSettings.of({"admin_query": "perhaps"}, origin="f")
    with pytest.raises(ValueError, match="不认识 tea"):
        CounselSettings.of({"tea": "yes"}, origin="f")
    with pytest.raises(ValueError, match="一组设置"):
        CounselSettings.of(["a"], origin="f")
