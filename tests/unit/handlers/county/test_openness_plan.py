"""The county's plan of openness: what the sample holds, and a file that is wrong names where."""

from pathlib import Path
from typing import Any

import pytest

from adapters.county import CountyData
from handlers.county.openness_file import load, of
from knowledge.documents.document import Document, Kind

PLAN = CountyData.load(None).openness
AREA = {"name": "养老服务", "group": "民生"}


def test_the_sample_has_six_columns_with_forty_two_below_and_fourteen_channels() -> None:
    assert (len(PLAN.parents), len(PLAN.rubrics), len(PLAN.channels)) == (6, 42, 14)
    assert [area.name for area in PLAN.areas if area.special] == ["青岚茶山生态公园"]
    assert PLAN.sample


def test_a_document_stands_in_the_column_it_names_or_in_the_first_that_holds_its_kind() -> None:
    named = Document("a", "指南", Kind.NOTICE, rubric="公开指南")
    ruled = Document("b", "公报", Kind.GAZETTE)
    assert [rubric.name for one in (named, ruled) if (rubric := PLAN.rubric_of(one))] == [
        "公开指南",
        "政府公报",
    ]


def test_the_area_of_a_countys_own_is_data() -> None:
    """Another county has another "+1", from its file alone; what is its own stands on no front page unless it says so."""
    tree = {
        "areas": [AREA, {"name": "钱江源国家公园", "group": "生态", "words": ["国家公园"], "special": True}]
    }
    plan = of(tree, origin="openness.yml")
    assert [(area.name, area.special, area.front) for area in plan.areas] == [
        ("养老服务", False, True),
        ("钱江源国家公园", True, False),
    ]
    assert plan.area_of("国家公园") is plan.area_named("国家公园有什么公开") is plan.areas[1]
    assert PLAN.area_named("国家公园") is None


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ([], "要写成“名称: 内容”的样子"),
        ({"areas": {}}, None),
        ({"areas": "养老"}, "areas 要写成列表"),
        ({"areas": [{"name": "养老"}]}, r"areas\[1\]: group"),
        ({"areas": [AREA, AREA]}, "“养老服务”写了两次"),
        ({"areas": [{**AREA, "words": [1]}]}, "words 要写成词的列表"),
        ({"rubrics": [{"name": "公开"}]}, r"rubrics\[1\]: children"),
        ({"rubrics": [{"name": "公开", "children": [{"name": "文件", "kind": "poem"}]}]}, "kind 只能是"),
        ({"rubrics": [{"name": "公开", "children": [{"name": "文件", "place": "月球"}]}]}, "place 只能是"),
        ({"boards": [{"name": "七公开"}]}, r"boards\[1\]: parts"),
        ({"channels": [{"name": "网站", "kind": "网站", "where": ""}]}, r"channels\[1\]: where"),
        ({"villages": ["上石村"]}, r"villages\[1\]"),
    ],
)
def test_what_is_wrong_is_named(tree: Any, words: str | None) -> None:
    if words is None:
        assert of(tree, origin="openness.yml").areas == ()
        return
    with pytest.raises(ValueError, match=words):
        of(tree, origin="openness.yml")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "openness.yml"
    path.write_text("areas: [", "utf-8")
    with pytest.raises(ValueError, match=r"openness\.yml 读不出来"):
        load(path)
