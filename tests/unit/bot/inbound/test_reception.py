"""Every delivery of a message gets one answer; work is done once, late answers are posted, failures can be retried."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from bot.errors import ServiceError
from bot.inbound.reception import Desk, Reception, Rendered
from bot.message import Inbound, Reply
from tests.fakes.engine import MemoryGate, engine, wording


class Slow(Action):
    """Takes its time and counts its runs."""

    def __init__(self) -> None:
        self.runs = 0
        self.go = asyncio.Event()

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        self.runs += 1
        await self.go.wait()
        dispatcher.utter_message(text=f"run {self.runs}")
        return []


class Post:
    """Keeps what was posted."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, list[str]]] = []
        self.again: list[str] = []
        self.away = False
        self.tasks: list[Inbound] = []

    async def post(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        self.posted.append((inbound.key, [reply.text for reply in replies]))

    async def set_aside(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        self.tasks.append(inbound)
        if replies:
            await self.post(inbound, replies)

    async def wrote_again(self, citizen: str) -> None:
        if self.away:
            raise ServiceError
        self.again.append(citizen)


def render(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


def said(text: str, key: str = "m:1", citizen: str = "o1") -> Inbound:
    return Inbound("wechat", citizen, key, "text", datetime.now(UTC), text)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def gate() -> MemoryGate:
    return MemoryGate()


@pytest.fixture
def reception(slow: Slow, post: Post, gate: MemoryGate) -> Reception:
    dispatcher, _ = engine((slow,))
    return Reception(
        gate=gate,
        dispatcher=dispatcher,
        desk=Desk(post.post, post.wrote_again, post.set_aside),
        wording=wording,
    )


async def test_four_deliveries_at_once_are_one_run_and_one_answer(reception: Reception, slow: Slow) -> None:
    tasks = [asyncio.create_task(reception.receive(said("人工"), render=render, budget=2)) for _ in range(4)]
    await asyncio.sleep(0.02)
    slow.go.set()
    assert set(await asyncio.gather(*tasks)) == {b"run 1"}
    assert await reception.receive(said("人工"), render=render, budget=2) == b"run 1"
    assert slow.runs == 1


async def test_a_late_answer_is_posted_once(reception: Reception, slow: Slow, post: Post) -> None:
    assert await reception.receive(said("人工"), render=render, budget=0.02) == b""
    slow.go.set()
    await reception.drain()
    assert post.posted == [("m:1", ["run 1"])]
    assert await reception.receive(said("人工"), render=render, budget=1) == b""
    assert slow.runs == 1


async def test_two_messages_of_one_person_keep_their_order(reception: Reception, slow: Slow) -> None:
    first = asyncio.create_task(reception.receive(said("人工", "m:1"), render=render, budget=2))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(reception.receive(said("问", "m:2"), render=render, budget=2))
    await asyncio.sleep(0.02)
    assert not second.done()
    slow.go.set()
    assert await first == b"run 1"
    assert await second == b"answer"


@pytest.mark.parametrize("step", ["enter", "leave"])
async def test_a_lost_store_is_told_and_the_message_can_be_said_again(
    reception: Reception, gate: MemoryGate, step: str
) -> None:
    gate.broken = step
    with pytest.raises(ServiceError):
        await reception.receive(said("问"), render=render, budget=1)
    gate.broken = None
    assert await reception.receive(said("问"), render=render, budget=1) == b"answer"


async def test_a_message_of_a_dead_process_is_answered_later(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.enter(said("问", "m:9"))
    gate.lease_over()
    assert await reception.recover() == 1
    assert post.posted == [("m:9", ["answer"])]
    assert await reception.recover() == 0


async def test_a_fault_with_one_stranded_message_leaves_the_others_served() -> None:
    gate, post = MemoryGate(), Post()

    async def fails_for_one(inbound: Inbound, replies: Sequence[Reply]) -> None:
        if inbound.citizen == "o1":
            raise RuntimeError("a fault of ours")
        await post.post(inbound, replies)

    dispatcher, _ = engine()
    reception = Reception(
        gate=gate,
        dispatcher=dispatcher,
        desk=Desk(fails_for_one, post.wrote_again, post.set_aside),
        wording=wording,
    )
    for number in (1, 2):
        await gate.enter(said("问", key=f"m:{number}", citizen=f"o{number}"))
    gate.lease_over()
    with pytest.raises(RuntimeError):
        await reception.recover()
    assert [key for key, _ in post.posted] == ["m:2"]


async def test_whoever_writes_again_gets_what_waited(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.hold("o1")
    await reception.receive(said("问"), render=render, budget=1)
    assert post.again == ["o1"]


async def test_waiting_parcels_are_not_forgotten_when_the_database_is_away(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.hold("o1")
    post.away = True
    with pytest.raises(ServiceError):
        await reception.receive(said("问"), render=render, budget=1)
    post.away = False
    assert await reception.receive(said("问"), render=render, budget=1) == b"answer"
    assert post.again == ["o1"]


async def test_what_does_not_fit_is_posted_with_the_answer(reception: Reception, post: Post) -> None:
    def short(replies: Sequence[Reply]) -> Rendered:
        return Rendered(b"short", tuple(replies))

    assert await reception.receive(said("问"), render=short, budget=1) == b"short"
    assert post.posted == [("m:1", ["answer"])]
