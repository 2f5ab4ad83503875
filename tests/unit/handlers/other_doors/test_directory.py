"""The list of other doors: whom it leads, and what is wrong with a list told by file, door and field."""

import pytest

from adapters.county import CountyData
from handlers.other_doors.directory import OtherDoors, of

GAS = {
    "key": "gas",
    "name": "交燃气费",
    "words": ["交燃气费"],
    "address": "https://gas.example/pay",
    "phone": "1",
}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("请问交电费在哪里", "power"),
        ("燃气费怎么交", "gas"),
        ("燃气费在哪交", "gas"),
        ("水费去哪交啊", "water"),
        ("交水费", "water"),
        ("电费补贴有吗", ""),
        ("我去年在老家交电费的时候多扣了钱要投诉供电所", ""),
        ("交电费交水费", ""),
    ],
)
def test_whoever_asks_for_a_door_is_led_there(said: str, key: str) -> None:
    found = CountyData.load(None).doors.meant(said)
    assert (found.key if found else "") == key


def test_no_list_leads_nowhere() -> None:
    assert OtherDoors().meant("交电费") is None
    assert of({"doors": [GAS]}, origin="doors.yml").doors[0].note == ""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"words": []}, "words"),
        ({"words": "交燃气费"}, "words"),
        ({"words": ["气"]}, "太短"),
        ({"address": "gas.example"}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"phone": ""}, "phone"),
        ({"name": 5}, "name"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=r"doors\[1\]") as caught:
        of({"doors": [{**GAS, **change}]}, origin="doors.yml")
    assert named in str(caught.value)


def test_a_key_twice_and_a_list_that_is_none() -> None:
    with pytest.raises(ValueError, match="gas"):
        of({"doors": [GAS, GAS]}, origin="doors.yml")
    with pytest.raises(ValueError, match=r"doors\.yml"):
        of([], origin="doors.yml")
