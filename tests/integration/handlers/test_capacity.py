"""Seats and the line of those who wait, on both engines: never more than there are, and handed on in order."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.database import Database
from bot.errors import ServiceError
from handlers.capacity.seats import (
    OFFER_TERM,
    SeatWant,
    accept_offer,
    drop_out,
    free_seat,
    join_line,
    join_lines,
    lapse_offers,
    leave_line,
    offer_of,
    offer_seat,
    pools_waited_for,
    take_seat,
    taken_in,
    want_no_longer,
)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("people", [20, pytest.param(200, marks=pytest.mark.long)])
async def test_many_at_once_get_as_many_seats_as_there_are(database: Database, people: int) -> None:
    async def take(number: int) -> bool:
        try:
            async with database.transaction() as tx:
                return await take_seat(tx, "a:1", pool="a", limit=3)
        except ServiceError:
            # No connection was free in time: nothing was taken, and whoever wants a seat tries again.
            return await take(number)

    async with asyncio.timeout(120):
        got = await asyncio.gather(*map(take, range(people)))
    assert sum(got) == 3
    async with database.reading() as tx:
        assert await taken_in(tx, ["a"]) == {"a:1": 3}


async def test_a_freed_seat_goes_along_the_line(database: Database) -> None:
    async with database.transaction() as tx:
        assert await take_seat(tx, "a:1", pool="a", limit=1)
        assert [await join_line(tx, name, pool="a", now=NOW) for name in ("x", "y")] == [1, 2]
        offer = await free_seat(tx, "a:1", pool="a", now=NOW)
        assert offer is not None
        assert (offer.holder, offer.until) == ("x", NOW + OFFER_TERM)
        # It is held: nobody else has it, and nobody but the first is offered it.
        assert not await take_seat(tx, "a:1", pool="a", limit=1)
        assert await offer_of(tx, "y", now=NOW) is None
        assert await lapse_offers(tx, holders="", now=NOW + OFFER_TERM - timedelta(seconds=1), limit=9) == []
    later = NOW + OFFER_TERM
    async with database.transaction() as tx:
        assert await accept_offer(tx, "x", now=later) is None
        (lapsed,) = await lapse_offers(tx, holders="", now=later, limit=9)
        assert lapsed.holder == "x"
        assert lapsed.onward is not None
        assert lapsed.onward.holder == "y"
        assert await accept_offer(tx, "x", now=later) is None
        taken = await accept_offer(tx, "y", now=later)
        assert taken is not None
        assert taken.subject == "a:1"
        assert await pools_waited_for(tx, holders="") == []
    async with database.transaction() as tx:
        assert await free_seat(tx, "a:1", pool="a", now=later) is None
        assert await taken_in(tx, ["a"]) == {"a:1": 0}


async def test_whoever_leaves_hands_on_what_is_held(database: Database) -> None:
    async with database.transaction() as tx:
        await take_seat(tx, "a:1", pool="a", limit=1)
        for name in ("x", "y"):
            await join_line(tx, name, pool="a", now=NOW)
        await free_seat(tx, "a:1", pool="a", now=NOW)
        onward = await leave_line(tx, "x", now=NOW)
        assert onward is not None
        assert onward.holder == "y"
        assert await leave_line(tx, "y", now=NOW) is None
        assert await leave_line(tx, "nobody", now=NOW) is None
        assert await taken_in(tx, ["a"]) == {"a:1": 0}


async def test_a_grown_quota_is_offered_to_those_who_wait(database: Database) -> None:
    async with database.transaction() as tx:
        await take_seat(tx, "a:1", pool="a", limit=1)
        await join_line(tx, "x", pool="a", now=NOW)
        assert await offer_seat(tx, "a:1", pool="a", limit=1, now=NOW) is None
        offer = await offer_seat(tx, "a:1", pool="a", limit=2, now=NOW)
        assert offer is not None
        assert await offer_seat(tx, "a:1", pool="a", limit=9, now=NOW) is None


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_seats_and_holders_agree(database: Database, seed: int) -> None:  # noqa: C901 - each step in turn
    """A walk of random steps against a plain model: who sits, who is offered, who waits."""
    chance, now, limit = random.Random(seed), NOW, 2
    sitting: list[str] = []
    waiting: list[str] = []
    offered: dict[str, datetime] = {}
    names = iter(f"n{number}" for number in range(999))

    def hand_on() -> None:
        if waiting:
            offered[waiting.pop(0)] = now + OFFER_TERM

    for _ in range(60):
        async with database.transaction() as tx:
            step = chance.choice(("take", "free", "join", "accept", "leave", "wait"))
            if step == "take":
                assert await take_seat(tx, "a:1", pool="a", limit=limit) is (
                    len(sitting) + len(offered) < limit
                )
                if len(sitting) + len(offered) < limit:
                    sitting.append(next(names))
            elif step == "free" and sitting:
                sitting.pop()
                await free_seat(tx, "a:1", pool="a", now=now)
                hand_on()
            elif step == "join" and len(sitting) + len(offered) == limit:
                waiting.append(next(names))
                assert await join_line(tx, waiting[-1], pool="a", now=now) == len(waiting)
            elif step == "accept" and offered:
                name = next(iter(offered))
                got = await accept_offer(tx, name, now=now)
                assert (got is not None) is (now < offered[name])
                if got:
                    del offered[name]
                    sitting.append(name)
            elif step == "leave" and waiting:
                await leave_line(tx, waiting.pop(), now=now)
            else:
                now += timedelta(minutes=chance.randrange(1, 12))
                gone = [name for name, until in offered.items() if until <= now]
                lapsed = await lapse_offers(tx, holders="", now=now, limit=9)
                assert sorted(one.holder for one in lapsed) == sorted(gone)
                for name in gone:
                    del offered[name]
                for _name in gone:
                    hand_on()
            await tx.flush()
            counted = (await taken_in(tx, ["a"])).get("a:1", 0)
            assert counted == len(sitting) + len(offered) <= limit


async def test_a_seat_goes_to_the_first_who_wants_that_very_one(database: Database) -> None:
    async with database.transaction() as tx:
        for subject in ("a:0900", "a:1500", "b:0900"):
            assert await take_seat(tx, subject, pool=subject[0], limit=1)
        morning = SeatWant("a", "a:0000", "a:1200")
        places = [
            await join_lines(tx, name, wants=wants, now=NOW)
            for name, wants in (
                ("early", (morning,)),
                ("several", (SeatWant("a", "a:1200", "a:1800"), SeatWant("b"))),
                ("whole", (SeatWant("a"),)),
            )
        ]
        assert places == [1, 2, 3]
        assert await pools_waited_for(tx, holders="") == ["a", "b"]
        afternoon = await free_seat(tx, "a:1500", pool="a", now=NOW)
        assert afternoon is not None
        assert (afternoon.holder, afternoon.pool) == ("several", "a")
        # Who has an offer gets no second one, though the other pool is wanted too.
        assert await free_seat(tx, "b:0900", pool="b", now=NOW) is None
        forenoon = await free_seat(tx, "a:0900", pool="a", now=NOW)
        assert forenoon is not None
        assert forenoon.holder == "early"
        assert await accept_offer(tx, "several", now=NOW) == afternoon
        assert await take_seat(tx, "b:0900", pool="b", limit=1)
        assert await free_seat(tx, "b:0900", pool="b", now=NOW) is None
        onward = await leave_line(tx, "early", now=NOW)
        assert onward is not None
        assert onward.holder == "whole"


async def test_two_seats_freed_at_once_are_never_offered_to_one_person(database: Database) -> None:
    async with database.transaction() as tx:
        for pool in ("a", "b", "c"):
            await take_seat(tx, f"{pool}:1", pool=pool, limit=1)
        await join_lines(tx, "x", wants=[SeatWant(pool) for pool in ("a", "b", "c")], now=NOW)

    async def free(pool: str) -> bool:
        async with database.transaction() as tx:
            return await free_seat(tx, f"{pool}:1", pool=pool, now=NOW) is not None

    async with asyncio.timeout(60):
        got = await asyncio.gather(*map(free, ("a", "b", "c")))
    assert sum(got) == 1
    async with database.reading() as tx:
        assert sum((await taken_in(tx, ["a", "b", "c"])).values()) == 1


async def test_a_pool_that_closes_takes_its_offer_along_and_nothing_else(database: Database) -> None:
    async with database.transaction() as tx:
        await take_seat(tx, "a:1", pool="a", limit=1)
        await join_lines(tx, "x", wants=[SeatWant("a"), SeatWant("b")], now=NOW)
        assert await free_seat(tx, "a:1", pool="a", now=NOW) is not None
        assert await want_no_longer(tx, "x", pool="a")
        assert await offer_of(tx, "x", now=NOW) is None
        assert await taken_in(tx, ["a"]) == {"a:1": 0}
        assert await offer_seat(tx, "b:1", pool="b", limit=1, now=NOW) is not None
        assert not await want_no_longer(tx, "x", pool="b")
        assert not await want_no_longer(tx, "nobody", pool="b")


async def test_whoever_drops_out_leaves_the_seat_free(database: Database) -> None:
    async with database.transaction() as tx:
        await take_seat(tx, "a:1", pool="a", limit=1)
        for name in ("x", "y"):
            await join_line(tx, name, pool="a", now=NOW)
        await free_seat(tx, "a:1", pool="a", now=NOW)
        await drop_out(tx, "x")
        await drop_out(tx, "x")
        assert await taken_in(tx, ["a"]) == {"a:1": 0}
        offer = await offer_seat(tx, "a:1", pool="a", limit=1, now=NOW)
        assert offer is not None
        assert offer.holder == "y"
