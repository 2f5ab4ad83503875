import pytest

from handlers.places.directory import load
from handlers.places.matching import around, find
from tests.factories.talks import SAMPLE, county

DIRECTORY = load(SAMPLE / "places.yml")


def _names(words: str) -> list[str]:
    return [target.name for target in find(words, directory=DIRECTORY, county=county())]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("石桥镇办事大厅几点下班", "石桥镇便民服务中心"),
        ("办事大厅", "青岚县政务服务中心"),
        ("图书馆那个查询机能用吗", "青岚县图书馆"),
        ("怎么去不动产登记中心 坐几路车", "青岚县不动产登记中心"),
        ("不动产登及中心", "青岚县不动产登记中心"),
        ("青岚县医院在哪", "青岚县医院"),
        ("社保局在哪", "青岚县社会保险和医疗保障服务大厅"),
        ("教育局电话多少", "青岚县教育局"),
        ("人社局地址", "青岚县人力资源和社会保障局"),
        ("残联的电话", "青岚县残疾人联合会"),
        ("税务局搬哪去了", "国家税务总局青岚县税务局"),
    ],
)
def test_a_place_or_unit_is_found_by_what_people_call_it(words: str, name: str) -> None:
    assert _names(words) == [name]


def test_a_kind_of_place_gives_all_of_the_kind() -> None:
    assert len(_names("派出所")) == 2
    assert len(_names("便民服务中心在哪")) == 3


@pytest.mark.parametrize("words", ["政务公开专区在哪里", "哪里有政府信息公开专区", "公开专区"])
def test_the_zones_of_open_government_are_all_of_them(words: str) -> None:
    assert _names(words) == [place.name for place in DIRECTORY.places if place.zone is not None]
    assert len(_names(words)) == 5


def test_of_a_township_its_own_zone_is_told_and_of_other_matters_none() -> None:
    assert _names("石桥镇的政务公开专区在哪") == ["石桥镇便民服务中心"]
    assert len(_names("企业办事专区在哪里")) < 5


def test_what_is_done_there_leads_to_the_place() -> None:
    assert set(_names("办身份证去哪")) == {"青岚县公安局青溪派出所", "青岚县公安局城东派出所"}


@pytest.mark.parametrize(
    "words",
    ["", "?", "地址发一下", "天安门在哪", "信访局电话", "东塘社区查阅点开着没", "😂" * 50, "在哪" * 2000],
)
def test_a_place_that_is_not_listed_is_not_replaced_by_another(words: str) -> None:
    assert _names(words) == []


def test_the_nearest_is_looked_for_among_places_of_the_kind() -> None:
    names = {place.name for place in around("离我最近的便民服务站", directory=DIRECTORY, county=county())}
    assert {"石桥镇便民服务中心", "城东街道滨河社区便民服务站"} <= names
    assert "青岚县图书馆" not in names
    assert around("", directory=DIRECTORY, county=county()) == []
