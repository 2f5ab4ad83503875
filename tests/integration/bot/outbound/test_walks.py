"""Random walks through the real outbox, courier, front desk and deadlines: what the ladder promises holds in the database."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from adapters.delivery import along_texts
from adapters.wechat.api.errcodes import Answered, PlatformError
from adapters.wechat.courier import Courier, Route
from adapters.wechat.replies.later import LaterWriter
from adapters.wechat.replies.passive import Renderer
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError
from bot.message import Inbound, Reply
from bot.outbound import outbox
from bot.outbound.deadlines import Deadlines
from bot.outbound.handing import Handing
from bot.outbound.ladder import SendWindow
from bot.outbound.outbox import Parcel, ParcelRecord
from bot.outbound.parcel import ParcelBody
from bot.outbound.postbox import desk

START = datetime(2026, 3, 2, 4, tzinfo=UTC)
PATIENCE = timedelta(days=2)
STEPS = 70


class KilledError(Exception):
    """The process ends here."""


class World:
    """One citizen, the platform with its window, and processes that may end at any message."""

    def __init__(self, database: Database, seed: int) -> None:
        self.dice = random.Random(seed)
        self.database = database
        self.clock = SettableClock(START)
        self.open_until, self.left = START, 0
        self.arrived: list[int] = []
        self.written = 0
        self.knows = True

    # --- the platform, the windows, the notices, as the courier sees them

    async def send(self, body: Mapping[str, Any]) -> None:
        fate = self.dice.random()
        if fate < 0.1:
            raise KilledError
        if fate < 0.2:
            raise ServiceError
        if fate < 0.23:
            raise PlatformError(Answered(45002), now=self.clock.now())
        if self.clock.now() >= self.open_until or not self.left:
            raise PlatformError(Answered(45015), now=self.clock.now())
        self.left -= 1
        self.arrived.append(number_of(body["text"]["content"]))
        if fate > 0.9:
            raise KilledError

    async def standing(self, citizen: str, *, now: datetime) -> SendWindow:
        if not self.knows:
            return SendWindow.UNKNOWN
        if now >= self.open_until:
            return SendWindow.SHUT
        return SendWindow.OPEN if self.left else SendWindow.SPENT

    async def spend(self, citizen: str, *, now: datetime) -> None:
        return None

    async def learn_shut(self, citizen: str, *, now: datetime) -> None:
        return None

    async def invite(self, citizen: str, *, key: str) -> str:
        if self.dice.random() < 0.3:
            raise PlatformError(Answered(self.dice.choice([43101, 45009])), now=self.clock.now())
        return key

    async def hold(self, citizen: str) -> None:
        return None

    async def task(self, tx: Any, parcel: Parcel, reason: str = "") -> str:
        return f"T{parcel.id}"

    # --- what may happen

    async def write_parcel(self) -> None:
        self.written += 1
        async with self.database.transaction() as tx:
            words = f"第{self.written}封。"
            await outbox.enqueue(tx, "o1", body=ParcelBody(Reply(words)), dedup=words, now=self.clock.now())

    async def work(self) -> None:
        self.knows = self.dice.random() < 0.7
        route = Route(self, LaterWriter(Renderer(str)), self.hold, self.task, self, inviter=self)
        courier = Courier(self.database, route, clock=self.clock)
        try:
            while await courier.deliver_due():
                pass
        except KilledError:
            return

    async def citizen_writes(self) -> None:
        self.open_until, self.left = self.clock.now() + timedelta(hours=48), 5
        said = Inbound("wechat", "o1", f"m:{self.clock.now().timestamp()}", "text", self.clock.now(), "问")
        along = await Handing(
            self.database, "wechat", clock=self.clock, texts=along_texts, arrived=self.task
        ).take(said)
        if self.dice.random() < 0.2:
            return  # Killed before the answer was kept; the leases run out.
        self.arrived += [number_of(text) for text in along.texts]
        if self.dice.random() < 0.2:
            return  # Killed after it: what went along is said again.
        await along.kept()
        if not along.whole:
            await desk(self.database, clock=self.clock, task=self.task).wrote_again("o1")

    async def time_passes(self) -> None:
        self.clock.advance(
            self.dice.choice([timedelta(seconds=20), timedelta(minutes=5), timedelta(hours=30)])
        )
        deadlines = Deadlines(self.database, self.clock, lambda kind, channel, at: at + PATIENCE, self.task)
        while await deadlines.step():
            pass

    async def step(self) -> None:
        deeds = [
            self.write_parcel,
            self.write_parcel,
            self.work,
            self.work,
            self.citizen_writes,
            self.time_passes,
        ]
        await self.dice.choice(deeds)()

    async def check(self) -> None:
        async with self.database.reading() as tx:
            rows = (await tx.scalars(select(ParcelRecord).order_by(ParcelRecord.id))).all()
        assert len(rows) == self.written
        for number, row in enumerate(rows, 1):
            assert row.state != "sent" or number in self.arrived, number
            assert row.state in {"due", "waiting", "sent"} or row.task, number
        first = list(dict.fromkeys(self.arrived))
        assert first == sorted(first)


def number_of(text: str) -> int:
    return int(text.removeprefix("第").partition("封")[0])


@pytest.mark.parametrize("seed", range(8))
async def test_a_walk(database: Database, seed: int) -> None:
    world = World(database, seed)
    for _ in range(STEPS):
        await world.step()
        await world.check()
    async with database.reading() as tx:
        rows = (await tx.scalars(select(ParcelRecord))).all()
    late = [
        row
        for row in rows
        if row.state in {"due", "waiting"} and row.created_at + PATIENCE < world.clock.now()
    ]
    await world.time_passes()
    async with database.reading() as tx:
        tasks = {row.id: row.task for row in (await tx.scalars(select(ParcelRecord))).all()}
    assert all(tasks[row.id] for row in late)
