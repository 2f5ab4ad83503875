"""A message that kills, hangs or fails is tried three times and then set aside; it never holds up anybody else."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from bot.errors import ServiceError
from bot.inbound.gate import TRIES
from bot.inbound.reception import Desk, Reception, Rendered
from bot.inbound.recovery import AT_ONCE
from bot.message import Inbound, Reply
from tests.fakes.engine import MemoryGate, engine, wording

LIMIT = 0.05
TOLD = b"<general.set_aside>"


def said(text: str = "人工", key: str = "m:1", citizen: str = "o1", kind: str = "text") -> Inbound:
    return Inbound("wechat", citizen, key, kind, datetime.now(UTC), text)


def render(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


class Poison(Action):
    """Hangs, or lets its process die in its arms."""

    def __init__(self) -> None:
        self.runs = 0
        self.at_once = 0
        self.most = 0

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        self.runs += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await asyncio.Event().wait()
        finally:
            self.at_once -= 1
        return []


class World:
    """What outlives the processes: the gate and what was posted or given to staff."""

    def __init__(self) -> None:
        self.gate = MemoryGate()
        self.posted: list[tuple[str, str]] = []
        self.tasks: list[Inbound] = []
        self.refuses: Callable[[Inbound], Exception | None] = lambda _: None
        self._news = asyncio.Event()

    async def post(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        self.posted += [(inbound.identity, reply.text) for reply in replies]
        self._news.set()

    async def until_posted(self, count: int) -> None:
        while len(self.posted) < count:
            self._news.clear()
            await self._news.wait()

    async def wrote_again(self, citizen: str) -> None:
        return None

    async def set_aside(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        if error := self.refuses(inbound):
            raise error
        self.tasks.append(inbound)
        await self.post(inbound, replies)

    def process(self, *actions: Action, limit: float = LIMIT) -> Reception:
        dispatcher, _ = engine(actions)
        desk = Desk(self.post, self.wrote_again, self.set_aside)
        return Reception(gate=self.gate, dispatcher=dispatcher, desk=desk, wording=wording, limit=limit)

    async def dies_with(self, inbound: Inbound) -> None:
        """Let a process begin a message and end at once."""
        await self.gate.enter(inbound)
        self.gate.lease_over()


@pytest.fixture
def world() -> World:
    return World()


async def test_who_waits_is_told_after_three_processes_died_of_the_message(world: World) -> None:
    for _ in range(TRIES):
        await world.dies_with(said("问"))
    process = world.process()
    for _ in range(2):
        assert await process.receive(said("问"), render=render, budget=1) == TOLD
    assert [task.text for task in world.tasks] == ["问"]
    assert (world.posted, world.gate.begun, list(world.gate.aside)) == ([], {}, ["wechat:o1:m:1"])
    assert await process.receive(said("问", "m:2"), render=render, budget=1) == b"answer"


async def test_two_deaths_are_no_reason(world: World) -> None:
    for _ in range(TRIES - 1):
        await world.dies_with(said("问"))
    assert await world.process().receive(said("问"), render=render, budget=1) == b"answer"
    assert world.tasks == []


async def test_what_hangs_was_promised_an_answer_and_gets_one(world: World) -> None:
    poison = Poison()
    for _ in range(TRIES + 1):
        await world.process(poison).recover()
        if not poison.runs:
            assert await world.process(poison).receive(said(), render=render, budget=LIMIT / 5) == b""
            await asyncio.sleep(2 * LIMIT)
        world.gate.lease_over()
    await world.process(poison).recover()
    assert poison.runs == TRIES
    assert world.posted == [("wechat:o1:m:1", TOLD.decode())]
    assert len(world.tasks) == 1
    assert not world.gate.begun


async def test_whoever_waits_longer_than_a_try_is_promised_an_answer_too(world: World) -> None:
    assert await world.process(Poison()).receive(said(), render=render, budget=5) == b""
    assert list(world.gate.begun) == ["wechat:o1:m:1"]


async def test_a_hanging_message_lets_the_citizens_next_one_in(world: World) -> None:
    process = world.process(Poison())
    assert await process.receive(said(), render=render, budget=LIMIT / 5) == b""
    world.gate.lease_over()
    assert await process.receive(said("问", "m:2"), render=render, budget=5) == b"answer"


async def test_hanging_messages_hold_up_nobody_and_few_are_tried_at_once(world: World) -> None:
    poison = Poison()
    for number in range(3 * AT_ONCE):
        await world.gate.enter(said("人工" if number < AT_ONCE - 1 else "问", citizen=f"o{number}"))
    world.gate.lease_over()
    served = asyncio.create_task(world.process(poison, limit=1.5).recover())
    async with asyncio.timeout(1.4):
        await world.until_posted(2 * AT_ONCE + 1)
    # The others were served while the first few still hung.
    assert len(world.posted) == 2 * AT_ONCE + 1
    assert not served.done()
    await served
    assert poison.most == AT_ONCE - 1
    assert len(world.gate.begun) == AT_ONCE - 1


async def test_no_more_than_a_few_are_taken_up_at_once(world: World) -> None:
    poison = Poison()
    for number in range(2 * AT_ONCE):
        await world.gate.enter(said(citizen=f"o{number}"))
    world.gate.lease_over()
    await world.process(poison).recover()
    assert (poison.runs, poison.most) == (2 * AT_ONCE, AT_ONCE)


async def test_an_outage_does_not_use_a_message_up(world: World) -> None:
    await world.dies_with(said("断"))
    for _ in range(5 * TRIES):
        assert await world.process().recover() == 0
        world.gate.lease_over()
    with pytest.raises(ServiceError):
        await world.process().receive(said("断"), render=render, budget=1)
    assert world.tasks == []


@pytest.mark.parametrize("error", [ServiceError(), RuntimeError("a fault of ours")])
async def test_a_task_that_fails_comes_again(world: World, error: Exception) -> None:
    for _ in range(TRIES):
        await world.dies_with(said("问"))
    world.refuses = lambda _: error
    if isinstance(error, ServiceError):
        told = await world.process().receive(said("问"), render=render, budget=1)
        assert told == b"<general.later>"
    else:
        with pytest.raises(RuntimeError):
            await world.process().receive(said("问"), render=render, budget=1)
    world.gate.lease_over()
    world.refuses = lambda _: None
    assert await world.process().receive(said("问"), render=render, budget=1) == TOLD
    assert [task.text for task in world.tasks] == ["问"]


async def test_words_that_cannot_even_be_handed_on_are_left_out_of_the_task(world: World) -> None:
    for _ in range(TRIES):
        await world.dies_with(said("坏字"))
    world.refuses = lambda inbound: RuntimeError("bad words") if inbound.text else None
    for _ in range(TRIES):
        with pytest.raises(RuntimeError):
            await world.process().recover()
        world.gate.lease_over()
    await world.process().recover()
    assert [task.text for task in world.tasks] == [""]
    assert [aside.text for aside in world.gate.aside.values()] == ["坏字"]


async def test_who_has_left_is_told_nothing(world: World) -> None:
    left = said("", kind="event/unsubscribe")
    for _ in range(TRIES):
        await world.dies_with(left)
    await world.process().recover()
    assert (world.tasks, world.posted) == ([left], [])


async def test_equal_numbers_of_two_citizens_are_two_messages(world: World) -> None:
    process = world.process()
    first, second = said("问", citizen="o1"), said("预约", citizen="o2")
    together = await asyncio.gather(*(process.receive(m, render=render, budget=1) for m in (first, second)))
    assert together[0] == b"answer"
    assert together[1] != b"answer"
    third = await world.process().receive(said("坏", citizen="o3"), render=render, budget=1)
    assert third == b"<general.failure>"
