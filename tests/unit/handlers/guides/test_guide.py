from pathlib import Path

import pytest

from handlers.guides.guide import brief, read
from knowledge.documents.guide import HEADINGS
from tests.factories.library import GUIDE, STEPS
from tests.factories.talks import SAMPLE, TEXTS


def test_a_guides_elements_stand_under_their_headings() -> None:
    guide = read(GUIDE, STEPS)
    assert guide.element("conditions") == "1. 具有甲县户籍；\n2. 年满80周岁。"
    assert guide.element("fee") == "不收费。"
    assert guide.element("complaint") == ""


@pytest.mark.parametrize("path", sorted((SAMPLE / "guides").glob("*.md")), ids=lambda path: path.stem)
def test_every_guide_of_the_sample_county_has_all_elements(path: Path) -> None:
    guide = read(GUIDE, path.read_text("utf-8").split("---\n", 2)[2])
    assert set(guide.elements) | {"commitment", "ways", "delivery"} == set(HEADINGS)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("二、所需材料", "materials"),
        ("投诉电话", "complaint"),
        ("咨询电话", "phone"),
        ("受理时间", "hours"),
        ("办结时限", "limit"),
    ],
)
def test_other_counties_headings_are_understood(heading: str, name: str) -> None:
    assert read(GUIDE, f"## {heading}\n内容").element(name) == "内容"


def test_a_text_without_headings_has_no_elements() -> None:
    assert read(GUIDE, "只有一段话").elements == {}
    assert read(GUIDE, "").elements == {}


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("1. 甲；\n2. 乙。", 20, ("甲；乙", False)),
        ("符合下列之一：\n- 甲\n- 乙", 20, ("符合下列之一：甲；乙", False)),
        ("- 第一份材料\n- 第二份材料", 8, ("第一份材料", True)),
        ("一句很长的话，没有句号，一直往下说", 10, ("一句很长的话", True)),
        ("没有任何标点的一长串文字写在这里", 5, ("没有任何标", True)),
        ("每月1.5倍", 20, ("每月1.5倍", False)),
        ("", 5, ("", False)),
    ],
)
def test_the_beginning_of_an_element_is_cut_where_a_reader_would(
    text: str, limit: int, expected: tuple[str, bool]
) -> None:
    assert brief(text, limit) == expected


def test_every_element_has_a_name_for_citizens() -> None:
    assert {f"guides.names.{name}" for name in HEADINGS} <= set(TEXTS.keys())
