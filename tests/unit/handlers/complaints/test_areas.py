"""In which 乡镇 or 街道 a place lies."""

from pathlib import Path

import pytest

from handlers.complaints.areas import FILE, NO_AREAS, TownArea, TownAreas, load
from tests.factories.site import QINGLAN

AREAS = TownAreas((TownArea("城东街道", 27.05, 118.92, ("县医院",)), TownArea("石桥镇", 27.11, 118.85)))


@pytest.mark.parametrize(
    ("place", "position", "area"),
    [
        ("县医院对面", "", "城东街道"),
        ("石桥那边", "", "石桥镇"),
        ("石桥镇卫生院，县医院的分院", "", "石桥镇"),
        ("不知道", "", ""),
        ("我的位置", "27.12,118.84", "石桥镇"),
        ("我的位置", "39.9,116.4", ""),
        ("我的位置", "somewhere", ""),
    ],
)
def test_the_area_of_a_place(place: str, position: str, area: str) -> None:
    assert AREAS.area_of(place, position) == area


def test_without_areas_nothing_is_counted_by_place() -> None:
    assert NO_AREAS.area_of("石桥镇", "27,118") == ""


def test_the_sample_county_has_its_ten() -> None:
    assert len(load(QINGLAN / FILE).names) == 10


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("areas: []", "没有乡镇"),
        ("areas: [{name: 甲镇}]", "latitude"),
        ("areas: [{latitude: 1, longitude: 2}]", "name"),
        ("areas: [{name: 甲镇, latitude: 1, longitude: 2, names: 乙}]", "清单"),
        ("areas: [{name: 甲镇, latitude: 1, longitude: 2}, {name: 甲镇, latitude: 1, longitude: 2}]", "两次"),
        ("areas: [", "读不出来"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(ValueError, match=told):
        load(tmp_path / FILE)
