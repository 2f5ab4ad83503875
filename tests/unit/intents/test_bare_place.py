"""A place that is asked for is no danger by its sound; whoever names anybody, or tells that something happens, is heard."""

import pytest

from bot.understanding import Context
from intents.dangers.bare_place import is_bare_place
from intents.recognizer import CountyRecognizer

ASKED = Context("complaint_form", "complaint_where", located=True)


@pytest.mark.parametrize(
    "said",
    [
        *("梅岭镇卫生院门口", "县人民医院对面", "白水镇大桥下面", "水库大坝上", "公安局后面", "电线杆下面"),
        *("液化气站旁边", "化工厂后面", "儿童公园", "天台", "公安局"),
    ],
)
def test_a_place_brings_no_hint_where_a_place_is_asked(
    said: str, county_recognizer: CountyRecognizer
) -> None:
    assert is_bare_place(said)
    heard = county_recognizer.recognize(said, ASKED)
    assert (heard.alarm, heard.emergency) == (None, None)


@pytest.mark.parametrize(
    "said",
    [
        *("加油站着火了", "楼上有煤气味的那家", "河边有人掉下去的地方", "我站在大桥上", "变压器冒烟的地方"),
        *("我爸晕倒在卫生院门口", "派出所门口有人打架", "在家里，他又打我", "电线掉下来的那根电线杆下"),
    ],
)
def test_an_emergency_told_as_a_place_still_comes_first(
    said: str, county_recognizer: CountyRecognizer
) -> None:
    assert county_recognizer.recognize(said, ASKED).emergency


@pytest.mark.parametrize(
    "said", ["水库，有个孩子掉进去了", "四楼阳台上有人要跳", "我在天台上", "河里漂着个人"]
)
def test_what_only_may_be_danger_is_heard_as_without_the_question(
    said: str, county_recognizer: CountyRecognizer
) -> None:
    asked, plain = (
        county_recognizer.recognize(said, context) for context in (ASKED, Context("complaint_form"))
    )
    assert plain.alarm
    assert asked.alarm == plain.alarm
