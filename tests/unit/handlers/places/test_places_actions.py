from pathlib import Path

import pytest

from bot.text.choices import reading
from handlers.places.actions import actions
from handlers.places.directory import load
from tests.factories.talks import SAMPLE, TEXTS, Said, county, run, tracker

DIRECTORY = load(SAMPLE / "places.yml")
(FIND,) = actions(TEXTS, directory=DIRECTORY, county=county())
LIBRARY = {"lat": "27.0461", "lng": "118.9022"}


async def _say(text: str, **more: str) -> Said:
    return await run(FIND, tracker(text, entities=more))


async def test_one_place_is_shown_with_address_hours_and_phone() -> None:
    said = await _say("政务中心在哪")
    assert "青岚大道66号" in said.text
    assert "工作日：8:30-12:00,14:30-17:30" in said.text
    assert "延时服务：工作日17:30-18:30" in said.text
    assert "休息日：周六9:00-12:00" in said.text
    assert "电话：0599-6613001" in said.text
    assert "（示例）" in said.text


@pytest.mark.parametrize("place", DIRECTORY.places, ids=lambda place: place.key)
async def test_every_place_is_found_by_its_own_name_and_by_its_key(place: object) -> None:
    name, key = getattr(place, "name", ""), getattr(place, "key", "")
    by_name, by_key = await _say(name), await _say("1", place_key=key)
    assert by_name.text == by_key.text
    assert by_name.text.startswith(name)
    assert len(by_name.text) <= 300


async def test_rest_days_that_nobody_wrote_down_are_not_called_closed() -> None:
    assert "没有写明" in (await _say("退役军人服务中心")).text


async def test_several_places_are_numbered_and_each_number_leads_to_one() -> None:
    said = await _say("派出所在哪")
    assert [label for label, _ in said.steps] == ["青岚县公安局青溪派出所", "青岚县公安局城东派出所"]
    understood = reading(said.steps[1][1])
    assert understood is not None
    shown = await _say("2", place_key=understood.slot("place_key") or "")
    assert "东兴路71号" in shown.text


async def test_a_unit_without_a_counter_is_answered_by_its_phone() -> None:
    said = await _say("教育局电话多少")
    assert "0599-6612316" in said.text
    assert "只登记了电话" in said.text


async def test_the_place_the_recogniser_saw_helps_when_the_whole_sentence_does_not() -> None:
    said = await _say("我腿脚不方便又要带着孙子过去拿那个书", place="图书馆")
    assert said.text.startswith("青岚县图书馆")


@pytest.mark.parametrize("text", ["", "地址发一下", "😂"])
async def test_nothing_named_asks_for_a_name_or_a_position(text: str) -> None:
    said = await _say(text)
    assert "您想去哪里" in said.text


async def test_an_unknown_place_is_said_to_be_unknown() -> None:
    said = await _say("天安门13900001234在哪")
    assert "没有查到" in said.text
    assert "13900001234" not in said.text
    assert said.steps[0][1] == "/talk_to_human"


async def test_nearest_asks_for_the_position_and_remembers_what_for() -> None:
    asked = await _say("离我最近的派出所")
    assert "位置发给我" in asked.text
    assert asked.slots == {"place_sought": "派出所"}
    found = await run(FIND, tracker(kind="location", fields=LIBRARY, slots=asked.slots))
    assert "青溪派出所" in found.text
    assert "直线距离约" in found.text
    assert [label.split("：")[0] for label, _ in found.steps] == ["离您第2近"]
    assert found.slots["place_sought"] is None
    # 电话呢 leads on from it; of the position itself nothing is kept.
    assert found.slots["last_place"]["key"] == "qingxi-paichusuo"
    assert "27.0461" not in str(found.slots)


async def test_a_position_alone_gets_the_nearest_place_of_all() -> None:
    found = await run(FIND, tracker(kind="location", fields=LIBRARY))
    assert "约10米" in found.text
    assert "青岚县图书馆" in found.text
    assert len(found.steps) == 2


async def test_a_position_far_away_is_told_so() -> None:
    found = await run(FIND, tracker(kind="location", fields={"lat": "39.9", "lng": "116.4"}))
    assert "有点远" in found.text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"lat": "x", "lng": "1"},
        {"lat": "nan", "lng": "1"},
        {"lat": "1", "lng": "inf"},
        {"lat": "91", "lng": "0"},
        {"lat": "0", "lng": "nan"},
    ],
)
async def test_a_position_off_the_globe_is_asked_for_again(fields: dict[str, str]) -> None:
    found = await run(FIND, tracker(kind="location", fields=fields))
    assert "再发一次" in found.text


def test_every_text_of_the_slice_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in Path("handlers/places").rglob("*.py"))
    keys = [key for key in list(TEXTS.keys()) if key.startswith("places.")]
    assert [key for key in keys if key not in code] == []
