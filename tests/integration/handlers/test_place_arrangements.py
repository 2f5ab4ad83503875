"""What the desk sets at places, on both engines: it stands before the county's file, and of two at once the second is told."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from handlers.places.arrangement import PlaceArrangement, PlaceContact, contact_of
from handlers.places.directory import Directory, FeedbackBox, Hours, PlaceTopic, ZoneMark, load
from handlers.places.records import PlaceArrangementRecord
from handlers.places.service import PlaceArrangements
from tests.factories.talks import NOON, SAMPLE

DIRECTORY = load(SAMPLE / "places.yml")
SET = PlaceArrangement(
    (ZoneMark.SITE, ZoneMark.SIGN),
    "资料12月补齐",
    (PlaceTopic("高龄补贴", "高龄补贴怎么领", "政策"),),
    FeedbackBox(takes=False, words="说两句"),
)


@pytest.fixture
def places(database: Database) -> PlaceArrangements:
    return PlaceArrangements(database, directory=DIRECTORY, clock=SettableClock(NOON))


async def test_address_and_hours_are_told_of_at_once_and_go_back_to_the_file(
    database: Database, places: PlaceArrangements
) -> None:
    own = DIRECTORY.place("dangan")
    assert own is not None
    elsewhere = PlaceArrangements(database, directory=DIRECTORY, clock=SettableClock(NOON))
    moved = PlaceContact("青岚县城东街道东兴路9号", "0599-6612999", Hours("9:00—17:00", rest_days="周六上午"))
    await places.keep("dangan", replace(PlaceArrangement.of(own), contact=moved), version=0, actor="wangli")
    now = places.directory().place("dangan")
    assert now is not None
    assert (PlaceContact.of(now), now.latitude, now.topics) == (moved, own.latitude, own.topics)
    assert elsewhere.directory().place("dangan") == own
    assert (await elsewhere.refresh(), await elsewhere.refresh()) == (1, 0)
    assert elsewhere.directory().place("dangan") == now
    # What is said as the file says it stays the file's; nothing said at all is the file's again.
    for contact in (PlaceContact.of(own), None):
        version = (await places.of("dangan")).version  # type: ignore[union-attr]
        await places.keep("dangan", replace(SET, contact=contact), version=version, actor="wangli")
        async with database.reading() as tx:
            assert [row.address for row in await tx.scalars(select(PlaceArrangementRecord))] == [""]
    assert (await places.place("dangan")).address == own.address  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"address": ""}, "address"),
        ({"address": "路" * 81}, "address"),
        ({"phone": ""}, "phone"),
        ({"phone": "打前台"}, "phone"),
        ({"phone": "13800001234"}, "personal"),
        ({"address": "张三家13800001234"}, "personal"),
        ({"workdays": ""}, "hours"),
        ({"late": "点" * 61}, "hours"),
    ],
)
def test_a_wrong_address_or_hour_is_named(changed: dict[str, str], key: str) -> None:
    typed = {"address": "东兴路9号", "phone": "0599-6612999", "workdays": "9:00—17:00"}
    assert contact_of(typed) == PlaceContact("东兴路9号", "0599-6612999", Hours("9:00—17:00"))
    assert contact_of({}) is None
    with pytest.raises(InputError) as refused:
        contact_of({**typed, **changed})
    assert refused.value.text_key == f"places.refused.{key}"


async def test_the_file_counts_until_the_desk_says_otherwise(
    database: Database, places: PlaceArrangements
) -> None:
    own = DIRECTORY.place("dangan")
    assert await places.place("dangan") == own
    await places.keep("dangan", SET, version=0, actor="wangli")
    found = await places.of("dangan")
    assert found is not None
    assert replace(PlaceArrangement.of(found.place), contact=None) == SET
    assert (found.version, found.changed_by, found.place.address) == (1, "wangli", own.address if own else "")
    assert [one.place.key for one in await places.all()] == [place.key for place in DIRECTORY.places]
    assert [one.place.lacking for one in await places.all() if one.place.key == "dangan"] == [
        (ZoneMark.PEOPLE, ZoneMark.RULES, ZoneMark.PAPERS)
    ]
    await places.keep("dangan", PlaceArrangement(), version=1, actor="wangli")
    assert (await places.place("dangan")).zone is None  # type: ignore[union-attr]
    async with database.reading() as tx:
        noted = (await tx.scalars(select(AuditRecord).where(AuditRecord.action == "place:arrange"))).all()
    assert [(entry.actor, entry.subject, entry.detail["zone"]) for entry in noted] == [
        ("wangli", "dangan", "场地,标志"),
        ("wangli", "dangan", "-"),
    ]


async def test_of_two_at_once_the_second_is_told_and_an_unknown_place_is_refused(
    places: PlaceArrangements,
) -> None:
    await places.keep("dangan", SET, version=0, actor="wangli")
    for key, version, refused in (
        ("dangan", 0, "places.refused.changed"),
        ("dangan", -1, "places.refused.changed"),
        ("nowhere", 0, "places.refused.place"),
    ):
        with pytest.raises(InputError) as told:
            await places.keep(key, PlaceArrangement(), version=version, actor="zhouer")
        assert told.value.text_key == refused
    assert (await places.of("dangan")).changed_by == "wangli"  # type: ignore[union-attr]
    assert await places.of("nowhere") is None


async def test_a_county_without_places_has_none(database: Database) -> None:
    nowhere = PlaceArrangements(database, directory=Directory(()), clock=SettableClock(NOON))
    assert await nowhere.all() == []
