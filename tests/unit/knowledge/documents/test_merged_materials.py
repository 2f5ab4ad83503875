"""Several lists become one: the same paper once, with the stricter of two marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.guide import Mark, materials
from knowledge.documents.merged_materials import merged, paper_key

ONE = """- 父母居民身份证（电子证照可替代）
- 户口簿（无需提供，部门数据共享）
- 结婚证、出生医学证明（电子证照可替代，仅投靠迁移的）
- 申请表（现场填写）"""
OTHER = """- 申请人身份证
- 户口簿原件（可容缺，5个工作日内补交）
- 结婚证（电子证照可替代）
- 无配偶声明（现场签字）"""


def names(*bodies: str) -> list[tuple[str, Mark, tuple[str, ...]]]:
    lists = [(f"事{place}", materials(body)) for place, body in enumerate(bodies, start=1)]
    return [(one.material.name, one.material.mark, one.titles) for one in merged(lists)]


def test_the_same_paper_is_brought_once_and_the_stricter_mark_holds() -> None:
    assert names(ONE, OTHER) == [
        ("申请人身份证", Mark.REQUIRED, ("事1", "事2")),
        ("户口簿", Mark.LATER, ("事1", "事2")),
        ("出生医学证明", Mark.LICENCE, ("事1",)),
        ("申请表", Mark.REQUIRED, ("事1",)),
        ("结婚证", Mark.LICENCE, ("事2",)),
        ("无配偶声明", Mark.REQUIRED, ("事2",)),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("双方居民身份证", "经办人居民身份证"),
        ("法定代表人居民身份证原件及复印件", "身份证"),
        ("法定代表人、股东、经办人居民身份证", "法定代表人、负责人居民身份证"),
        ("居民户口簿", "户口本"),
        ("社保卡", "社会保障卡"),
    ],
)
def test_whose_paper_it_is_makes_no_difference(one: str, other: str) -> None:
    assert paper_key(one) == paper_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("结婚证", "离婚证"), ("户口迁移申请表", "高龄津贴申请表"), ("身份证", "残疾人证")]
)
def test_other_papers_stay_apart(one: str, other: str) -> None:
    assert paper_key(one) != paper_key(other)


def test_names_that_are_one_paper_are_not_cut() -> None:
    assert [name for name, _, _ in names("- 法定代表人、股东、经办人居民身份证")] == [
        "法定代表人、股东、经办人居民身份证"
    ]


LINES = st.lists(st.sampled_from([*ONE.split("\n"), *OTHER.split("\n")]), min_size=1, max_size=6, unique=True)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_nothing_is_lost_and_nothing_stands_twice(lists: list[list[str]]) -> None:
    listed = [(f"事{place}", materials("\n".join(lines))) for place, lines in enumerate(lists)]
    found = merged(listed)
    keys = [(paper_key(one.material.name), one.material.only) for one in found]
    assert len(keys) == len(set(keys))
    # Whoever has to bring a paper whatever happens is told of it.
    for _, own in listed:
        for material in own:
            if material.mark is Mark.REQUIRED and not material.only:
                assert paper_key(material.name) in {key for key, _ in keys}
