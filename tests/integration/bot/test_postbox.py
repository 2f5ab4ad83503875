"""What cannot be said at once lies in the outbox whole, once, and numbered as it was offered."""

from datetime import UTC, datetime

from sqlalchemy import select

from bot.clock import SettableClock
from bot.database import Database
from bot.message import Choice, Inbound, Reply
from bot.outbox import ParcelRecord
from bot.parcel import ParcelBody
from bot.postbox import desk

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
INBOUND = Inbound("api", "api_k1", "a:1", "text", START, "你好")


async def parcels(database: Database) -> list[ParcelRecord]:
    async with database.reading() as tx:
        return list((await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))).all())


async def test_a_repeated_post_is_one_parcel(database: Database) -> None:
    office = desk(database, clock=SettableClock(START))
    await office.post(INBOUND, [Reply("一"), Reply("二")])
    await office.post(INBOUND, [Reply("一"), Reply("二")])
    assert [ParcelBody.read(row.body).reply.text for row in await parcels(database)] == ["一", "二"]


async def test_the_rest_of_an_answer_does_not_hide_the_whole_of_it(database: Database) -> None:
    office = desk(database, clock=SettableClock(START))
    await office.post(INBOUND, [Reply("后一半")])
    await office.post(INBOUND, [Reply("前一半，后一半")])
    assert [ParcelBody.read(row.body).reply.text for row in await parcels(database)] == [
        "后一半",
        "前一半，后一半",
    ]


async def test_choices_keep_the_numbers_under_which_they_were_offered(database: Database) -> None:
    office = desk(database, clock=SettableClock(START))
    first = Reply("一", (Choice("甲", "甲"), Choice("乙", "乙")))
    await office.post(INBOUND, [first, Reply("二"), Reply("三", (Choice("丙", "丙"),))])
    assert [ParcelBody.read(row.body).first for row in await parcels(database)] == [1, 1, 3]
