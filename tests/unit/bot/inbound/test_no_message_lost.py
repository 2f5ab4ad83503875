"""Whenever a process dies or a store fails, the citizen got the answer, or a parcel or the gate still holds it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from bot.errors import ServiceError
from bot.inbound import aftercare, reception
from bot.inbound.gate import Admission, Parting
from bot.inbound.reception import OBLIGING, Desk, Reception, Rendered
from bot.message import Inbound, Reply
from tests.fakes.engine import MemoryGate, engine, wording

STEPS = ("enter", "turn", "post", "leave")
POINTS = tuple(f"{when} {step}" for step in STEPS for when in ("before", "after"))
BUDGET, SLOW = 0.004, 0.012
ANSWER = ("first part", "second part")
ASKED = {"general.unavailable", "general.doubtful", "<general.later>"}
"""What asks the citizen to say it again, or to look first whether it is done."""


def message() -> Inbound:
    return Inbound("wechat", "o1", "m:1", "text", datetime.now(UTC), "人工")


def whole(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


def in_part(replies: Sequence[Reply]) -> Rendered:
    return Rendered(replies[0].text.encode(), tuple(replies[1:]))


@dataclass
class World:
    """What outlives a process: the gate, the outbox, and what the citizen saw."""

    gate: MemoryGate = field(default_factory=MemoryGate)
    posted: dict[tuple[int, str], str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def told(self) -> set[str]:
        return {part for text in (*self.seen, *self.posted.values()) for part in text.split("|")}


class Process(Action):
    """One process: slow at a point, and at a point it dies (goes on no more) or its store fails once."""

    def __init__(self, world: World, *, slow: str = "", dies: str = "", fails: str = "") -> None:
        self._world, self._slow, self._dies, self._fails = world, slow, dies, fails
        self.dead = asyncio.Event()
        dispatcher, _ = engine((self,))
        self.reception = Reception(
            gate=self,
            dispatcher=dispatcher,
            desk=Desk(self.post, self.wrote_again, self.post),
            wording=wording,
        )

    async def _through(self, step: str, work: Callable[[], Awaitable[Any]]) -> Any:
        await self._reach(f"before {step}")
        done = await work()
        await self._reach(f"after {step}")
        return done

    async def _reach(self, point: str) -> None:
        if point == self._slow:
            await asyncio.sleep(SLOW)
        if point == self._dies:
            self.dead.set()
            await asyncio.Event().wait()
        if point == self._fails:
            self._fails = ""
            raise ServiceError

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        async def speak() -> list[Any]:
            for text in ANSWER:
                dispatcher.utter_message(text=text)
            return []

        return await self._through("turn", speak)

    async def enter(
        self, inbound: Inbound, *, overtaking: bool = False, collecting: bool = False
    ) -> Admission:
        return await self._through(
            "enter",
            lambda: self._world.gate.enter(inbound, overtaking=overtaking, collecting=collecting),
        )

    async def step_aside(self, inbound: Inbound) -> None:
        await self._world.gate.step_aside(inbound)

    async def leave(self, inbound: Inbound, *, state: Any, answer: bytes) -> Parting:
        return Parting(
            await self._through("leave", lambda: self._world.gate.leave(inbound, state=state, answer=answer))
        )

    async def promise(self, inbound: Inbound) -> bytes | None:
        told: bytes | None = await self._through("promise", lambda: self._world.gate.promise(inbound))
        return told

    async def posted(self, inbound: Inbound) -> None:
        await self._world.gate.posted(inbound)

    async def renew(self, inbound: Inbound) -> bool:
        return await self._world.gate.renew(inbound)

    async def abandon(self, inbound: Inbound) -> bool:
        return await self._world.gate.abandon(inbound)

    async def excuse(self, inbound: Inbound) -> None:
        await self._world.gate.excuse(inbound)

    async def begin(self, inbound: Inbound) -> int:
        return await self._world.gate.begin(inbound)

    async def heard(self, inbound: Inbound) -> None:
        await self._world.gate.heard(inbound)

    async def hold(self, citizen: str) -> None:
        await self._world.gate.hold(citizen)

    async def stranded(self, *, limit: int) -> list[Inbound]:
        return await self._world.gate.stranded(limit=limit)

    async def wrote_again(self, citizen: str) -> None:
        return None

    async def post(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        async def keep() -> None:
            for number, reply in enumerate(replies):
                self._world.posted.setdefault((number, reply.text), reply.text)

        await self._through("post", keep)


async def deliver(process: Process, render: Callable[[Sequence[Reply]], Rendered]) -> bytes | None:
    """Give the answer of one delivery, or None when the process died first: the platform then asks again."""
    answering = asyncio.create_task(process.reception.receive(message(), render=render, budget=BUDGET))
    death = asyncio.create_task(process.dead.wait())
    await asyncio.wait({answering, death}, return_when=asyncio.FIRST_COMPLETED)
    if not answering.done():
        answering.cancel()
        return None
    if not death.done():
        # What was left to be done after an empty answer goes on, to its end or to its death.
        ending = asyncio.create_task(process.reception.drain())
        await asyncio.wait({ending, death}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
    death.cancel()
    return answering.result()


@pytest.mark.parametrize("render", [whole, in_part])
@pytest.mark.parametrize(("slow", "dies"), list(product(("", *POINTS), POINTS)))
async def test_a_death_anywhere_loses_no_answer(slow: str, dies: str, render: Any) -> None:
    world = World()
    answer = await deliver(Process(world, slow=slow, dies=dies), render)
    world.gate.lease_over()
    survivor = Process(world)
    if answer is None:
        answer = await survivor.reception.receive(message(), render=render, budget=1)
    await survivor.reception.recover()
    world.seen.append(answer.decode())
    assert set(ANSWER) <= world.told()
    assert not world.gate.begun


@pytest.mark.parametrize("render", [whole, in_part])
@pytest.mark.parametrize(("slow", "fails"), list(product(("", *POINTS), POINTS)))
async def test_a_failing_store_is_told_at_once_or_made_good_later(slow: str, fails: str, render: Any) -> None:
    world = World()
    process = Process(world, slow=slow, fails=fails)
    try:
        answer = await deliver(process, render)
    except ServiceError:
        # The citizen is asked to say it again, and can.
        world.gate.lease_over()
        answer = await Process(world).reception.receive(message(), render=render, budget=1)
    world.gate.lease_over()
    await process.reception.recover()
    world.seen.append((answer or b"").decode())
    assert set(ANSWER) <= world.told()
    assert not world.gate.begun


@pytest.mark.parametrize("second", ["", "before promise", "after promise"])
@pytest.mark.parametrize(("slow", "fails"), list(product(POINTS, ("", *POINTS))))
async def test_who_heard_only_the_second_of_two_processes_loses_nothing(
    slow: str, fails: str, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform has given the first delivery up: what that one answers, nobody hears."""
    # What a process that failed left behind is nobody's until its lease is over.
    monkeypatch.setattr(reception, "PATIENCE", 0.5)
    world = World()
    first, other = Process(world, slow=slow, fails=fails), Process(world, fails=second)
    unheard = asyncio.create_task(first.reception.receive(message(), render=whole, budget=3 * SLOW))
    await asyncio.sleep(BUDGET)
    try:
        answer = await other.reception.receive(message(), render=whole, budget=BUDGET)
    except ServiceError as failure:
        answer = failure.text_key.encode()
    await asyncio.gather(unheard, return_exceptions=True)
    for process in (first, other):
        await process.reception.drain()
    world.gate.lease_over()
    await Process(world).reception.recover()
    world.seen.append(answer.decode())
    # Nobody who was asked to say it again, or was told that it is not known, believes that it is done.
    assert set(ANSWER) <= world.told() or world.told() & ASKED, world.told()
    assert not world.gate.begun


def departure() -> Inbound:
    return Inbound("wechat", "o1", "e:1", "event/unsubscribe", datetime.now(UTC))


@pytest.mark.parametrize("kind", sorted(OBLIGING))
async def test_a_departure_that_a_failing_store_held_up_is_made_good_later(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody says it again, and personal data has to go."""
    monkeypatch.setattr(reception, "AGAIN_SECONDS", 0)
    monkeypatch.setattr(aftercare, "PAUSE_SECONDS", 0.01)
    world = World()
    process = Process(world, fails="before leave")
    leaving = replace(departure(), kind=kind)
    with pytest.raises(ServiceError):
        await process.reception.receive(leaving, render=lambda _: Rendered(b""), budget=1)
    assert list(world.gate.begun) == [leaving.identity]
    world.gate.lease_over()
    assert await process.reception.recover() == 1
    assert not world.gate.begun
    assert leaving.identity in world.gate.answers
    await process.reception.drain()


async def test_silence_is_no_promise_before_the_gate_holds_the_message() -> None:
    process = Process(World(), slow="before enter", fails="before enter")
    with pytest.raises(ServiceError):
        await process.reception.receive(message(), render=whole, budget=BUDGET)
