"""What cannot be said at once lies in the outbox whole, once, and numbered as it was offered."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SettableClock
from bot.database import Database
from bot.message import Choice, Inbound, Reply
from bot.outbound.outbox import ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.outbound.postbox import desk

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
INBOUND = Inbound("api", "api_k1", "a:1", "text", START, "你好")


async def no_task(tx: AsyncSession, inbound: Inbound) -> None:
    raise AssertionError("nothing was set aside")


async def parcels(database: Database) -> list[ParcelRecord]:
    async with database.reading() as tx:
        return list((await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))).all())


async def test_a_repeated_post_is_one_parcel(database: Database) -> None:
    office = desk(database, clock=SettableClock(START), task=no_task)
    await office.post(INBOUND, [Reply("一"), Reply("二")])
    await office.post(INBOUND, [Reply("一"), Reply("二")])
    assert [ParcelBody.read(row.body).reply.text for row in await parcels(database)] == ["一", "二"]


async def test_equal_numbers_of_two_citizens_are_two_parcels(database: Database) -> None:
    office = desk(database, clock=SettableClock(START), task=no_task)
    for citizen in ("oFirst", "oSecond"):
        await office.post(Inbound("wechat", citizen, "m:1", "text", START, "你好"), [Reply("一")])
    assert [row.citizen for row in await parcels(database)] == ["oFirst", "oSecond"]


async def test_a_message_set_aside_is_told_and_given_to_staff_in_one_step(database: Database) -> None:
    taken: list[str] = []

    async def task(tx: AsyncSession, inbound: Inbound) -> None:
        taken.append(inbound.identity)

    office = desk(database, clock=SettableClock(START), task=task)
    for _ in range(2):
        await office.set_aside(INBOUND, [Reply("一")])
    assert taken == ["api:api_k1:a:1"] * 2
    assert [ParcelBody.read(row.body).reply.text for row in await parcels(database)] == ["一"]

    async def broken(tx: AsyncSession, inbound: Inbound) -> None:
        raise RuntimeError("no task")

    with pytest.raises(RuntimeError):
        await desk(database, clock=SettableClock(START), task=broken).set_aside(INBOUND, [Reply("二")])
    assert len(await parcels(database)) == 1


async def test_the_rest_of_an_answer_does_not_hide_the_whole_of_it(database: Database) -> None:
    office = desk(database, clock=SettableClock(START), task=no_task)
    await office.post(INBOUND, [Reply("后一半")])
    await office.post(INBOUND, [Reply("前一半，后一半")])
    assert [ParcelBody.read(row.body).reply.text for row in await parcels(database)] == [
        "后一半",
        "前一半，后一半",
    ]


async def test_choices_keep_the_numbers_under_which_they_were_offered(database: Database) -> None:
    office = desk(database, clock=SettableClock(START), task=no_task)
    first = Reply("一", (Choice("甲", "甲"), Choice("乙", "乙")))
    await office.post(INBOUND, [first, Reply("二"), Reply("三", (Choice("丙", "丙"),))])
    assert [ParcelBody.read(row.body).first for row in await parcels(database)] == [1, 1, 3]
