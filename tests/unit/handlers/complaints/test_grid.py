"""The grid by place: which grid a place lies in, who is on duty there, what a file may not say."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from adapters.county import CountyData
from handlers.complaints.routing.destination import grid_duty
from handlers.complaints.routing.grid import CountyGrid, GridCell, of

UNITS = ["甲街道办", "乙镇政府"]
PEOPLE = [
    {"role": "指导员", "name": "林一", "phone": "1"},
    {"role": "网格长", "name": "陈二", "phone": "2"},
    {"role": "专职网格员", "name": "黄三", "phone": "3"},
]
CELL = {"name": "桂花第一网格", "community": "桂花社区", "places": ["桂花路", "老街"], "people": PEOPLE}
TREE: dict[str, Any] = {
    "towns": [
        {"town": "青溪街道", "unit": "甲街道办", "grids": [{**CELL, "latitude": 27.0, "longitude": 118.9}]},
        {
            "town": "石桥镇",
            "unit": "乙镇政府",
            "grids": [
                {**CELL, "name": "石桥第一网格", "community": "石桥社区", "places": ["老街", "卫生院"]}
            ],
        },
    ]
}
GRID = of(TREE, origin="grid.yml", units=UNITS)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)


@pytest.mark.parametrize(
    ("where", "position", "town", "cell"),
    [
        ("桂花路12号楼下", "", "青溪街道", "桂花第一网格"),
        ("石桥镇老街", "", "石桥镇", "石桥第一网格"),
        ("青溪老街烧烤店", "", "青溪街道", "桂花第一网格"),
        ("石桥镇一个村子里", "", "石桥镇", None),
        ("石桥那边", "", "石桥镇", None),
        ("您发的位置", "27.001,118.901", "青溪街道", "桂花第一网格"),
        ("您发的位置", "31.2,121.5", None, None),
        ("您发的位置", "nowhere", None, None),
        ("县城里", "", None, None),
        # Two grids bear this name: without a town nobody knows which is meant.
        ("老街口", "", None, None),
        ("", "", None, None),
    ],
)
def test_a_place_lies_in_its_grid(where: str, position: str, town: str | None, cell: str | None) -> None:
    found = GRID.find(where, position)
    assert (found.town if found else None) == town
    assert (found.cell.name if found and found.cell else None) == cell


def test_what_was_noted_is_recalled_though_the_words_tell_it_no_more() -> None:
    noted = GRID.find("桂花路").noted()  # type: ignore[union-attr]
    assert noted == {"town": "青溪街道", "grid": "桂花第一网格"}
    again = GRID.recalled(noted, "***")
    assert again is not None
    assert again.cell is GRID.cells[0]
    town = GRID.recalled({"town": "石桥镇", "grid": "早就撤了的网格"}, "")
    assert town is not None
    assert (town.town, town.cell) == ("石桥镇", None)
    assert GRID.recalled({}, "") is None


def test_the_roster_names_who_is_on_duty_and_without_one_the_worker_is() -> None:
    cell = GRID.cells[0]
    assert cell.on_duty(SUNDAY).name == "黄三"
    tree = deepcopy(TREE)
    tree["towns"][0]["grids"][0]["duty"] = [*["黄三"] * 5, "陈二", "林一"]
    rostered = of(tree, origin="grid.yml", units=UNITS).cells[0]
    assert rostered.on_duty(MONDAY).name == "黄三"
    assert rostered.on_duty(SUNDAY).name == "林一"


def test_the_desk_reads_the_chain_with_who_is_on_duty() -> None:
    found = GRID.find("桂花路")
    duty = grid_duty(found, SUNDAY)
    assert duty is not None
    assert [(one.role, one.is_on_duty) for one in duty.people] == [
        ("指导员", False),
        ("网格长", False),
        ("专职网格员", True),
    ]
    assert grid_duty(GRID.find("石桥镇"), SUNDAY) is None
    assert grid_duty(None, SUNDAY) is None


@pytest.mark.parametrize(
    ("where", "day", "chain", "on_duty"),
    [
        ("青岚县青溪街道桂花路12号楼下", MONDAY, ("桂花第一网格", "青溪街道"), ("专职网格员", "黄三", "3")),
        ("青岚县青溪街道桂花路12号楼下", SUNDAY, ("桂花第一网格", "青溪街道"), ("指导员", "林一", "1")),
        ("石桥镇卫生院门口", SUNDAY, ("石桥第一网格", "石桥镇"), ("专职网格员", "黄三", "3")),
    ],
)
def test_from_an_address_to_its_grid_to_who_is_on_duty_there(
    where: str, day: date, chain: tuple[str, str], on_duty: tuple[str, str, str]
) -> None:
    tree = _changed(lambda towns: towns[0]["grids"][0].update(duty=[*["黄三"] * 5, "陈二", "林一"]))
    duty = grid_duty(of(tree, origin="grid.yml", units=UNITS).find(where), day)
    assert duty is not None
    assert (duty.name, duty.town) == chain
    assert [(one.role, one.name, one.phone) for one in duty.people if one.is_on_duty] == [on_duty]
    assert [one.role for one in duty.people] == ["指导员", "网格长", "专职网格员"]


def _changed(change: Any) -> dict[str, Any]:
    tree = deepcopy(TREE)
    change(tree["towns"])
    return tree


@pytest.mark.parametrize(
    ("tree", "says"),
    [
        ({}, "没有乡镇"),
        (_changed(lambda towns: towns[0].pop("unit")), "unit"),
        (_changed(lambda towns: towns[0].update(unit="丙局")), "机构名录里没有 丙局"),
        (_changed(lambda towns: towns.append(towns[0])), "写了两次"),
        (_changed(lambda towns: towns[0].update(grids={"a": 1})), "清单"),
        (_changed(lambda towns: towns[0]["grids"][0].pop("community")), "community"),
        (_changed(lambda towns: towns[0]["grids"][0].update(colour="红")), "不认识 colour"),
        (_changed(lambda towns: towns[0]["grids"][0].update(people=[])), "至少要有"),
        (_changed(lambda towns: towns[0]["grids"][0].update(people=[{"role": "网格长"}])), "role"),
        (_changed(lambda towns: towns[0]["grids"][0].update(duty=["林一"])), "7个人"),
        (_changed(lambda towns: towns[0]["grids"][0].update(duty=["外人"] * 7)), "7个人"),
        (_changed(lambda towns: towns[0]["grids"][0].pop("latitude")), "一起写"),
    ],
)
def test_a_wrong_file_is_told_by_its_place(tree: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        of(tree, origin="grid.yml", units=UNITS)


def test_looking_up_a_place_does_not_walk_the_grid() -> None:
    people = GRID.cells[0].people
    cells = tuple(
        GridCell(f"第{at}网格", f"第{at}社区", "青溪街道", "甲街道办", people, (f"地名{at}号",))
        for at in range(5000)
    )
    grid = CountyGrid(cells, {"青溪街道": "甲街道办"})
    found = grid.find("青溪街道地名4321号对面")
    assert found is not None
    assert found.cell is cells[4321]


def test_the_sample_county_has_a_grid_for_every_town() -> None:
    county = CountyData.load(None)
    assert len(county.grid.towns) == 10
    assert {cell.town for cell in county.grid.cells} == set(county.grid.towns)
    for cell in county.grid.cells:
        assert {"指导员", "网格长", "专职网格员"} <= {person.role for person in cell.people}
