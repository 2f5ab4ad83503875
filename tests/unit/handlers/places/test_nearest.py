"""The nearest place: from a township that is named, from the screen of a hall, from a position that was sent."""

import pytest

from bot.text.choices import reading
from handlers.places.actions import actions
from handlers.places.directory import load
from handlers.places.origin import AT_PLACE, beside_town, named_origin, screen_origin, sent_origin
from handlers.talk.public_screen import KIOSK
from tests.factories.talks import SAMPLE, TEXTS, Said, county, run, tracker

DIRECTORY = load(SAMPLE / "places.yml")
(FIND,) = actions(TEXTS, directory=DIRECTORY, county=county())


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("离石桥镇最近的派出所", "石桥镇"),
        ("石桥附近的医院", "石桥镇"),
        ("龙潭畲族乡最近的医院", "龙潭畲族乡"),
        ("离我最近的派出所", ""),
    ],
)
def test_the_township_that_is_named(words: str, town: str) -> None:
    origin = named_origin(words, DIRECTORY)
    assert (origin.name if origin else "") == town


def test_what_is_sought_beside_the_township() -> None:
    assert beside_town("离石桥镇派出所", "石桥镇") == "派出所"
    assert beside_town("在石桥的派出所", "石桥镇") == "派出所"
    assert beside_town("派出所", "") == "派出所"
    assert beside_town("离石桥镇能办社保的地方", "石桥镇") == "社保"
    assert beside_town("办低保的地方", "") == "低保"
    assert beside_town("办事大厅", "") == "办事大厅"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"lat": "x", "lng": "1"},
        {"lat": "91", "lng": "0"},
        {"lat": "nan", "lng": "0"},
        {"lat": "1", "lng": "inf"},
    ],
)
def test_what_is_no_position_measures_nothing(fields: dict[str, str]) -> None:
    assert sent_origin(fields) is None
    assert screen_origin({AT_PLACE: "nowhere"}, DIRECTORY) is None


async def _at(channel: str, text: str, fields: dict[str, str] | None = None) -> Said:
    return await run(FIND, tracker(text, channel=channel, fields=fields or {}))


async def test_a_township_is_as_good_as_a_position() -> None:
    said = await run(FIND, tracker("离石桥镇最近的派出所"))
    assert said.text.startswith("离“石桥镇”最近的是")
    assert "派出所" in said.text


async def test_before_a_screen_the_way_is_measured_from_its_place() -> None:
    said = await _at(KIOSK, "附近的便民服务中心", {AT_PLACE: "shiqiao-bianmin"})
    assert said.text.startswith("离“石桥镇便民服务中心”最近的是")
    assert said.text.count("石桥镇便民服务中心") == 1


async def test_who_can_send_no_position_chooses_the_township() -> None:
    asked = await _at("site", "离我最近的派出所")
    assert "哪个乡镇" in asked.text
    assert "位置" not in asked.text
    labels = [label for label, _ in asked.steps]
    assert "石桥镇" in labels
    chosen = reading(asked.steps[labels.index("石桥镇")][1])
    assert chosen is not None
    assert chosen.slot("said") == "离石桥镇最近的派出所"
    bare = await _at("site", "离我最近的在哪")
    understood = reading(bare.steps[0][1])
    assert understood is not None
    told = await run(FIND, tracker("1", channel="site", entities={"said": understood.slot("said") or ""}))
    assert "最近的是" in told.text
    assert "没有登记" not in told.text


async def test_what_no_place_is_known_for_leads_to_a_centre() -> None:
    said = await run(FIND, tracker("离石桥镇最近的加油站"))
    assert "没有登记专门办“加油站”的地方" in said.text
    assert "石桥镇便民服务中心" in said.text
