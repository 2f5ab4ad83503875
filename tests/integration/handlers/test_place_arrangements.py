"""What the desk sets at places, on both engines: it stands before the county's file, and of two at once the second is told."""

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError
from handlers.places.arrangement import PlaceArrangement
from handlers.places.directory import Directory, FeedbackBox, PlaceTopic, ZoneMark, load
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


async def test_the_file_counts_until_the_desk_says_otherwise(
    database: Database, places: PlaceArrangements
) -> None:
    own = DIRECTORY.place("dangan")
    assert await places.place("dangan") == own
    await places.keep("dangan", SET, version=0, actor="wangli")
    found = await places.of("dangan")
    assert found is not None
    assert PlaceArrangement.of(found.place) == SET
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
