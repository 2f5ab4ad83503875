"""Every delivery of a message gets one answer; work is done once, late answers are posted, failures can be retried."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.interfaces import Action

from bot import commits
from bot.errors import ServiceError, UncertainError
from bot.inbound import along
from bot.inbound.along import Along
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
        self.lying: list[str] = []
        self.fits = 9
        self.told: list[str] = []
        self.away = False
        self.stands = False
        self.tasks: list[Inbound] = []

    async def post(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        self.posted.append((inbound.key, [reply.text for reply in replies]))

    async def set_aside(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        self.tasks.append(inbound)
        if replies:
            await self.post(inbound, replies)

    async def along(self, inbound: Inbound) -> Along:
        if self.away:
            raise ServiceError
        if self.stands:
            await asyncio.Event().wait()
        texts = tuple(self.lying[: self.fits])

        async def kept() -> None:
            self.told += texts

        return Along(texts, len(texts) == len(self.lying), kept)

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
        desk=Desk(post.post, post.wrote_again, post.set_aside, along=post.along),
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


async def test_a_lost_gate_is_told_and_the_message_can_be_said_again(
    reception: Reception, gate: MemoryGate
) -> None:
    gate.broken = "enter"
    with pytest.raises(ServiceError):
        await reception.receive(said("问"), render=render, budget=1)
    gate.broken = None
    assert await reception.receive(said("问"), render=render, budget=1) == b"answer"


async def test_an_answer_that_cannot_be_kept_is_made_good_later(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    gate.broken = "leave"
    assert await reception.receive(said("问"), render=render, budget=1) == b"<general.later>"
    gate.broken = None
    gate.lease_over()
    await reception.drain()
    assert post.posted == [("m:1", ["answer"])]
    assert not gate.begun
    assert await reception.recover() == 0


async def test_an_answer_that_was_kept_though_nobody_heard_so_is_posted(
    gate: MemoryGate, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gate goes away in the moment after it has kept the answer, for longer than anybody waits."""
    keep = gate.leave

    async def kept_and_gone(inbound: Inbound, *, state: Any, answer: bytes) -> bool:
        await keep(inbound, state=state, answer=answer)
        gate.broken = "enter"
        raise ServiceError

    monkeypatch.setattr(gate, "leave", kept_and_gone)
    monkeypatch.setattr(gate, "renew", gate.abandon)
    desk = committing(gate, post)
    assert await desk.receive(said("问"), render=render, budget=1) == b"<general.later>"
    assert not gate.begun
    gate.broken = None
    await desk.drain()
    assert post.posted == [("m:1", ["answer"])]


class Commits(Action):
    """Commits, and the world fails so many times afterwards."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.done: set[str] = set()
        self._left, self._error = failures, error

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        commits.begin()
        self.done.add(tracker.latest_message["metadata"]["key"])
        if self._left:
            self._left -= 1
            raise self._error
        dispatcher.utter_message(text=f"done {len(self.done)}")
        return []


def committing(gate: MemoryGate, post: Post, *actions: Action) -> Reception:
    desk = Desk(post.post, post.wrote_again, post.set_aside)
    return Reception(gate=gate, dispatcher=engine(actions)[0], desk=desk, wording=wording)


async def test_a_failure_of_a_moment_is_repeated_before_anybody_is_told(gate: MemoryGate, post: Post) -> None:
    desk = committing(gate, post, Commits(2, UncertainError()))
    assert await desk.receive(said("人工"), render=render, budget=4) == b"done 1"


@pytest.mark.parametrize("error", [UncertainError(), ServiceError()])
async def test_who_cannot_know_whether_it_was_done_is_not_told_that_it_was_not(
    gate: MemoryGate, post: Post, error: Exception
) -> None:
    """Something was committed, or may have been, and then the world failed for longer than anybody waits."""
    desk = committing(gate, post, Commits(1000, error))
    assert await desk.receive(said("人工"), render=render, budget=4) == b"<general.later>"
    assert list(gate.begun) == ["wechat:o1:m:1"]
    gate.lease_over()
    assert await committing(gate, post, Commits(0, error)).recover() == 1
    assert post.posted == [("m:1", ["done 1"])]


async def test_a_fault_of_ours_after_a_commit_says_that_nobody_knows(gate: MemoryGate, post: Post) -> None:
    desk = committing(gate, post, Commits(1, RuntimeError("a fault of ours")))
    assert await desk.receive(said("人工"), render=render, budget=4) == b"<general.perhaps>"
    assert await desk.receive(said("坏", "m:2"), render=render, budget=4) == b"<general.failure>"


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


async def test_what_waited_comes_first_and_then_the_answer(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.hold("o1")
    post.lying = ["one", "two"]
    expected = b"<general.waited>|<general.waited>|answer"
    for _ in range(2):
        assert await reception.receive(said("问"), render=render, budget=1) == expected
    assert (post.told, post.again, post.posted) == (["one", "two"], [], [])
    assert await reception.receive(said("问", "m:2"), render=render, budget=1) == b"answer"


async def test_where_what_waited_does_not_fit_the_answer_is_posted_behind_it(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.hold("o1")
    post.lying, post.fits = ["one", "two"], 1
    assert await reception.receive(said("问"), render=render, budget=1) == b"<general.waited>"
    assert (post.told, post.again, post.posted) == (["one"], ["o1"], [("m:1", ["answer"])])


async def test_a_late_answer_lies_behind_what_waited(
    reception: Reception, gate: MemoryGate, post: Post, slow: Slow
) -> None:
    await gate.hold("o1")
    post.lying = ["one"]
    assert await reception.receive(said("人工"), render=render, budget=0.02) == b""
    slow.go.set()
    await reception.drain()
    assert (post.again, post.posted, post.told) == (["o1"], [("m:1", ["run 1"])], [])


async def test_nothing_comes_before_whom_to_call_in_danger(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.hold("o1")
    post.lying = ["one"]
    answer = await reception.receive(said("着火了"), render=render, budget=1)
    assert answer
    assert b"waited" not in answer
    assert (post.again, post.told) == (["o1"], [])


async def test_waiting_parcels_are_not_forgotten_when_the_database_is_away_and_cost_nobody_the_answer(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.hold("o1")
    post.away, post.lying = True, ["one"]
    assert await reception.receive(said("问"), render=render, budget=1) == b"answer"
    post.away = False
    assert await reception.receive(said("问", "m:2"), render=render, budget=1) == b"<general.waited>|answer"


async def test_a_database_that_stands_still_holds_up_no_answer(
    reception: Reception, gate: MemoryGate, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(along, "PATIENCE_SECONDS", 0.05)
    await gate.hold("o1")
    post.stands = True
    assert await reception.receive(said("问"), render=render, budget=4) == b"answer"
    assert "o1" in gate.held


async def test_an_answer_that_is_not_kept_leaves_what_waited_where_it_was(
    reception: Reception, gate: MemoryGate, post: Post
) -> None:
    await gate.hold("o1")
    post.lying = ["one"]
    gate.broken = "leave"
    assert await reception.receive(said("问"), render=render, budget=0.1) in {b"<general.later>", b""}
    assert post.told == []
    gate.broken = None
    await reception.drain()


async def test_what_does_not_fit_is_posted_with_the_answer(reception: Reception, post: Post) -> None:
    def short(replies: Sequence[Reply]) -> Rendered:
        return Rendered(b"short", tuple(replies))

    assert await reception.receive(said("问"), render=short, budget=1) == b"short"
    assert post.posted == [("m:1", ["answer"])]


class LettingGo(MemoryGate):
    """Another process has a message in hand, and lets it go in the moment in which we would promise its answer."""

    async def promise(self, inbound: Inbound) -> bytes | None:
        await self.abandon(inbound)
        return await super().promise(inbound)


async def test_a_message_that_the_other_process_let_go_is_not_promised_but_answered(post: Post) -> None:
    gate = LettingGo()
    desk = Desk(post.post, post.wrote_again, post.set_aside, along=post.along)
    reception = Reception(gate=gate, dispatcher=engine((Counted(),))[0], desk=desk, wording=wording)
    await gate.enter(said("人工"))
    assert await reception.receive(said("人工"), render=render, budget=0.05) == b"done"
    assert post.posted == []


class Counted(Action):
    """Counts how many work at once."""

    def __init__(self) -> None:
        self.now = self.most = 0

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        dispatcher.utter_message(text="done")
        return []


async def test_of_too_many_messages_each_waits_for_its_place_and_is_answered(
    post: Post, gate: MemoryGate
) -> None:
    counted = Counted()
    desk = Desk(post.post, post.wrote_again, post.set_aside, along=post.along)
    reception = Reception(
        gate=gate, dispatcher=engine((counted,))[0], desk=desk, wording=wording, places=3, limit=0.5
    )
    messages = [said("人工", f"m:{number}", f"o{number}") for number in range(40)]
    answers = [reception.receive(message, render=render, budget=5) for message in messages]
    assert await asyncio.gather(*answers) == [b"done"] * 40
    assert counted.most == 3


async def test_a_message_that_waits_for_a_place_is_kept_and_promised_and_was_not_tried(
    slow: Slow, post: Post, gate: MemoryGate
) -> None:
    desk = Desk(post.post, post.wrote_again, post.set_aside, along=post.along)
    dispatcher, _ = engine((slow,))
    reception = Reception(gate=gate, dispatcher=dispatcher, desk=desk, wording=wording, places=1, limit=5)
    first, second = said("人工"), said("人工", "m:2", "o2")
    assert await reception.receive(first, render=render, budget=0.02) == b""
    assert await reception.receive(second, render=render, budget=0.02) == b""
    assert (gate.tries[first.identity], gate.tries[second.identity]) == (1, 0)
    assert set(gate.begun) == {first.identity, second.identity}
    slow.go.set()
    await reception.drain()
    assert [key for key, _ in post.posted] == ["m:1", "m:2"]


async def test_the_end_waits_only_so_long_and_leaves_what_is_in_hand_to_others(
    gate: MemoryGate, reception: Reception, slow: Slow, post: Post
) -> None:
    gate.held.add("o1")
    assert await reception.receive(said("人工"), render=render, budget=0.01) == b""
    began = asyncio.get_running_loop().time()
    await reception.drain(0.05)
    assert asyncio.get_running_loop().time() - began < 1
    # It is in nobody's hand, without waiting for a lease, and what waited for its writer is known again.
    assert [each.key for each in await gate.stranded(limit=9)] == ["m:1"]
    assert "o1" in gate.held
    slow.go.set()
    assert await reception.recover() == 1
    assert [key for key, _ in post.posted] == ["m:1"]


async def test_what_is_in_hand_at_the_end_and_comes_to_its_end_is_not_broken_off(
    gate: MemoryGate, reception: Reception, slow: Slow, post: Post
) -> None:
    assert await reception.receive(said("人工"), render=render, budget=0.01) == b""
    asyncio.get_running_loop().call_later(0.05, slow.go.set)
    await reception.drain(5)
    assert post.posted == [("m:1", ["run 1"])]
    assert not gate.begun
