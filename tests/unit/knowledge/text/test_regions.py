"""Provinces, cities and counties that a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.regions import Region, elsewhere, named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("国家税务总局重庆市税务局", ["重庆"]),
        ("内蒙古对资金使用做了哪些规定", ["内蒙古"]),
        ("四川省成都市金堂县的低保", ["四川", "成都", "金堂县"]),
        ("广州市番禺区和广州市越秀区", ["广州", "番禺区", "越秀区"]),
        ("鼓楼区几个省都有", []),
        ("来宾请登记", []),
        ("来宾市公租房", ["来宾市"]),
        ("八十岁老人每月补贴多少", []),
        ("青岚县的高龄津贴", []),
        ("延庆滑雪场的票", ["延庆区"]),
        ("大城市的医院", []),
        ("城东派出所几点开门", []),
        ("南开大学", []),
        ("京", []),
        ("", []),
    ],
)
def test_regions_are_found_by_their_names(text: str, names: list[str]) -> None:
    assert [region.name for region in named(text)] == names


def test_a_city_agrees_with_its_province_and_not_with_its_neighbour() -> None:
    hangzhou, shaoxing, zhejiang, sichuan = (named(name)[0] for name in ("杭州", "绍兴", "浙江省", "四川省"))
    assert hangzhou.agrees(zhejiang)
    assert zhejiang.agrees(hangzhou)
    assert not hangzhou.agrees(shaoxing)
    assert not sichuan.agrees(zhejiang)
    assert hangzhou.names == ("杭州", "浙江")


def test_a_province_outranks_a_prefecture_of_the_same_name() -> None:
    assert named("吉林") == (Region("吉林", "吉林"),)
    assert named("海南") == (Region("海南", "海南"),)


@pytest.mark.parametrize(
    ("asked", "told", "other"),
    [
        ("内蒙古公积金", "绍兴市住房公积金管理中心", True),
        ("浙江公积金", "绍兴市住房公积金管理中心", False),
        ("公积金", "绍兴市住房公积金管理中心", False),
        ("内蒙古公积金", "住房公积金管理条例", False),
        ("北京市和天津市的高速", "天津市交通运输委员会", False),
    ],
)
def test_a_document_about_elsewhere_is_known_by_its_title(asked: str, told: str, *, other: bool) -> None:
    assert elsewhere(named(asked), named(told)) is other


@given(st.text(max_size=60))
def test_any_text_may_be_read(text: str) -> None:
    assert all(region.name in text for region in named(text))
