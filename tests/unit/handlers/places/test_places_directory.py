from pathlib import Path

import pytest

from handlers.places.directory import Place, distance, load
from tests.factories.talks import SAMPLE

DIRECTORY = load(SAMPLE / "places.yml")
ROW = """
  - key: a
    name: 甲中心
    kind: 中心
    address: 甲县甲镇1号
    phone: "1"
    latitude: 27.0
    longitude: 118.0
    hours: {workdays: 8-17}
"""


def test_the_sample_places_are_read() -> None:
    assert len(DIRECTORY.places) >= 15
    assert DIRECTORY.sample
    assert DIRECTORY.place("tushuguan") is not None
    assert DIRECTORY.place("nowhere") is None
    assert {place.town for place in DIRECTORY.places} >= {"石桥镇", "龙潭畲族乡", "青溪街道"}


def test_one_degree_of_latitude_is_about_111_kilometres() -> None:
    place = DIRECTORY.places[0]
    assert distance(place.latitude, place.longitude, place=place) == 0
    assert distance(place.latitude + 1, place.longitude, place=place) == pytest.approx(111_195, rel=0.001)
    assert distance(-place.latitude, place.longitude - 180, place=place) == pytest.approx(
        20_015_087, rel=0.001
    )


def test_the_nearest_comes_first() -> None:
    library = DIRECTORY.place("tushuguan")
    assert library is not None
    (first, metres), (_, further), *_ = DIRECTORY.nearest(library.latitude + 0.0001, library.longitude)
    assert first is library
    assert metres < further


@pytest.mark.parametrize("place", DIRECTORY.places, ids=lambda place: place.key)
def test_at_each_place_it_is_the_nearest_and_all_come_in_the_order_of_their_distance(place: Place) -> None:
    found = DIRECTORY.nearest(place.latitude, place.longitude)
    assert found[0][0].name == place.name
    assert found[0][1] < 1
    metres = [away for _, away in found]
    assert metres == sorted(metres)


@pytest.mark.parametrize(
    ("latitude", "longitude", "kind", "name"),
    [
        (27.1100, 118.8500, "便民服务中心", "石桥镇便民服务中心"),
        (27.0500, 118.9200, "派出所", "青岚县公安局城东派出所"),
        (27.0480, 118.9000, "图书馆", "青岚县图书馆"),
    ],
)
def test_from_where_somebody_stands_the_nearest_of_a_kind(
    latitude: float, longitude: float, kind: str, name: str
) -> None:
    of_kind = [one for one, _ in DIRECTORY.nearest(latitude, longitude) if kind in one.name]
    assert of_kind[0].name == name


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "places is no list"),
        ("places: []", "places is no list"),
        ("places: [3]", "place 1 holds no fields"),
        ("places:" + ROW.replace('phone: "1"', "phone: 1"), "place 1: phone"),
        ("places:" + ROW.replace("27.0", "270"), "place 1: latitude"),
        ("places:" + ROW.replace("27.0", ".nan"), "place 1: latitude"),
        ("places:" + ROW.replace("27.0", "true"), "place 1: latitude"),
        ("places:" + ROW.replace("workdays", "weekdays"), "unknown field weekdays"),
        ("places:" + ROW.replace("{workdays: 8-17}", "{}"), "no workdays"),
        ("places:" + ROW + "    aliases: 甲", "aliases is no list"),
        ("places:" + ROW + ROW, "key a stands twice"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place_of_the_fault(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "places.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=fault):
        load(path)
