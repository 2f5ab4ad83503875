"""One message, one answer: at once or posted, whichever step of the gate was not heard of and whoever asks again."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.interfaces import Action
from redis.asyncio import Redis

from adapters.redis.gate import RedisGate
from bot.errors import ServiceError, UncertainError
from bot.inbound import aftercare
from bot.inbound.along import Along
from bot.inbound.gate import AdmissionStanding, Parting
from bot.inbound.reception import Desk, Reception, Rendered, WayOut
from bot.message import Inbound, Reply
from bot.privacy import Vault
from tests.fakes.engine import engine, wording

pytestmark = pytest.mark.redis
SECRET = "a secret of thirty-two letters ok"
LATER = b"<general.later>"


def said(key: str = "m:1", text: str = "问") -> Inbound:
    return Inbound("wechat", "o1", key, "text", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), text)


def render(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


class Faulty(RedisGate):
    """Takes a step and does not hear so, or takes it only when it is let go."""

    def __init__(self, redis: Redis, *, unheard: Sequence[str] = (), failing: Sequence[str] = ()) -> None:
        super().__init__(redis, vault=Vault(SECRET), rate_limit=0)
        self.unheard, self.failing = list(unheard), list(failing)
        self.stopped: asyncio.Event | None = None
        self.reached = asyncio.Event()

    def _fail(self, step: str) -> None:
        if step in self.failing:
            self.failing.remove(step)
            raise ServiceError

    async def leave(self, inbound: Inbound, *, state: Mapping[str, Any], answer: bytes) -> Parting:
        self.reached.set()
        if self.stopped is not None:
            await self.stopped.wait()
        self._fail("leave")
        left = await super().leave(inbound, state=state, answer=answer)
        if "leave" in self.unheard:
            raise ServiceError
        return left

    async def abandon(self, inbound: Inbound) -> bool:
        gone = await super().abandon(inbound)
        if "abandon" in self.unheard:
            self.unheard.remove("abandon")
            raise ServiceError
        return gone

    async def excuse(self, inbound: Inbound) -> None:
        self._fail("excuse")
        await super().excuse(inbound)


class Posts:
    def __init__(self) -> None:
        self.posted: list[str] = []
        self.away = 0

    async def post(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        if self.away:
            self.away -= 1
            raise ServiceError
        self.posted += [reply.text for reply in replies]

    async def nothing(self, citizen: str) -> None:
        return None


class Away(Action):
    """The world fails it so many times; then it answers."""

    def __init__(self, times: int) -> None:
        self.times = times

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        if self.times:
            self.times -= 1
            raise ServiceError(permanent=True)
        dispatcher.utter_message(text="here")
        return []


def reception(gate: RedisGate, posts: Posts, *actions: Action) -> Reception:
    desk = Desk(posts.post, posts.nothing, posts.post)
    return Reception(gate=gate, dispatcher=engine(actions)[0], desk=desk, wording=wording)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aftercare, "PAUSE_SECONDS", 0.1)


async def test_a_kept_answer_that_nobody_heard_of_is_posted(redis: Redis) -> None:
    posts = Posts()
    desk = reception(Faulty(redis, unheard=["leave"]), posts)
    assert await desk.receive(said(), render=render, budget=4) == LATER
    await desk.drain()
    assert posts.posted == ["answer"]
    # A delivery that comes after all gets nothing besides.
    assert await desk.receive(said(), render=render, budget=4) == b""
    assert await reception(Faulty(redis), posts).receive(said(), render=render, budget=4) == b""


async def test_what_is_written_next_is_answered_after_an_answer_of_which_nobody_knew(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aftercare, "PAUSE_SECONDS", 5.0)
    posts, before = Posts(), list[list[str]]()

    async def along(_inbound: Inbound) -> Along:
        before.append(list(posts.posted))
        return Along()

    gate = Faulty(redis, unheard=["leave"])
    desk = Reception(
        gate=gate,
        dispatcher=engine()[0],
        desk=Desk(posts.post, posts.nothing, posts.post, along=along),
        wording=wording,
    )
    assert await desk.receive(said(), render=render, budget=4) == LATER
    gate.unheard.clear()
    assert await desk.receive(said("m:2"), render=render, budget=4) == b"answer"
    # What waits was asked for, and the earlier answer lay there by then.
    assert before == [[], ["answer"]]
    await desk.drain()
    assert posts.posted == ["answer"]


async def test_what_a_citizen_writes_before_that_answer_is_brought_comes_after_it(redis: Redis) -> None:
    posts = Posts()
    desk = reception(Faulty(redis, unheard=["leave"]), posts)
    await desk.receive(said(), render=render, budget=4)
    await desk.drain()
    assert posts.posted == ["answer"]
    assert (await Faulty(redis).enter(said("m:2"))).waiting


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_whoever_is_given_the_kept_answer_is_not_sent_it_too(redis: Redis, *, elsewhere: bool) -> None:
    """What was told came too late for the platform, which asks again."""
    posts = Posts()
    desk = reception(Faulty(redis, unheard=["leave"]), posts)
    assert await desk.receive(said(), render=render, budget=4) == LATER
    asked = reception(Faulty(redis), posts) if elsewhere else desk
    assert await asked.receive(said(), render=render, budget=4) == b"answer"
    await asyncio.sleep(0.3)
    await desk.drain()
    assert posts.posted == []


async def test_a_message_that_was_not_kept_is_answered_by_its_next_delivery_alone(redis: Redis) -> None:
    posts = Posts()
    gate = Faulty(redis, failing=["leave"] * 20)
    desk = reception(gate, posts)
    assert await desk.receive(said(), render=render, budget=4) == LATER
    gate.failing.clear()
    assert await desk.receive(said(), render=render, budget=4) == b"answer"
    await asyncio.sleep(0.3)
    await desk.drain()
    assert posts.posted == []


async def test_a_kept_answer_is_posted_though_the_outbox_was_away_at_first(redis: Redis) -> None:
    posts = Posts()
    posts.away = 2
    desk = reception(Faulty(redis, unheard=["leave"]), posts)
    assert await desk.receive(said(), render=render, budget=4) == LATER
    await desk.drain()
    assert posts.posted == ["answer"]


async def test_an_answer_is_posted_once_another_process_has_promised_it(redis: Redis) -> None:
    """The process stood still with the answer in hand: the platform hung up, asked another one, and was told "later"."""
    posts = Posts()
    gate = Faulty(redis)
    gate.stopped = asyncio.Event()
    slow, other = reception(gate, posts), reception(Faulty(redis), posts)
    answering = asyncio.create_task(slow.receive(said(), render=render, budget=4))
    await gate.reached.wait()
    assert await other.receive(said(), render=render, budget=0.1) == b""
    gate.stopped.set()
    assert await answering == b""
    assert posts.posted == ["answer"]
    await other.drain()
    assert posts.posted == ["answer"]
    assert await reception(Faulty(redis), posts).receive(said(), render=render, budget=4) == b""


async def test_whoever_would_promise_gives_the_answer_that_is_there(redis: Redis) -> None:
    ours, theirs = Faulty(redis), Faulty(redis)
    await ours.enter(said())
    await ours.leave(said(), state={}, answer=b"answer")
    assert await theirs.promise(said()) == b"answer"
    assert (await ours.enter(said(), collecting=True)).given
    assert await theirs.promise(said("m:2")) is None


async def test_a_message_that_was_let_go_unheard_is_done_all_the_same(redis: Redis) -> None:
    """Nobody knows, which is what the citizen is told; it is in nobody else's hand."""
    posts = Posts()
    away = Away(1)
    desk = reception(Faulty(redis, unheard=["abandon"]), posts, away)
    with pytest.raises(UncertainError):
        await desk.receive(said(text="人工"), render=render, budget=4)
    await desk.drain()
    assert posts.posted == ["here"]


async def test_a_world_that_stays_away_uses_no_message_up(redis: Redis) -> None:
    posts = Posts()
    away = Away(9)
    desk = reception(Faulty(redis, unheard=["abandon"]), posts, away)
    with pytest.raises(UncertainError):
        await desk.receive(said(text="人工"), render=render, budget=4)
    await desk.drain()
    assert posts.posted == ["here"]


async def test_a_lost_lease_that_nobody_took_keeps_nobody_waiting(redis: Redis) -> None:
    gate = Faulty(redis)
    gate.stopped = asyncio.Event()
    answering = asyncio.create_task(reception(gate, Posts()).receive(said(), render=render, budget=4))
    await gate.reached.wait()
    for kind in ("claim", "lock"):
        await redis.delete(*await redis.keys(f"mingbai:{kind}:*"))
    gate.stopped.set()
    assert await answering == b""
    entry = await Faulty(redis).enter(said("m:2"))
    assert (entry.standing, entry.before) == (AdmissionStanding.BEHIND, said())


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_whoever_heard_that_the_answer_comes_is_sent_it_though_it_was_asked_for_again(
    redis: Redis, *, elsewhere: bool
) -> None:
    """The platform took the word that it comes, and pushes the message once more all the same."""
    posts = Posts()
    desk = reception(Faulty(redis, unheard=["leave"]), posts)
    way_out = WayOut()
    assert await desk.receive(said(), render=render, budget=4, way_out=way_out) == LATER
    assert way_out == WayOut(awaited=True)
    await desk.went_out(said())
    asked, told = (reception(Faulty(redis), posts), b"answer") if elsewhere else (desk, LATER)
    assert await asked.receive(said(), render=render, budget=4) == told
    await desk.drain()
    assert posts.posted == ["answer"]


async def test_a_message_asked_for_again_elsewhere_is_posted_by_whoever_works_on_it(redis: Redis) -> None:
    """The lease is over when the platform pushes once more what it took the word for."""
    posts, failing = Posts(), Faulty(redis, failing=["leave"] * 20)
    desk = reception(failing, posts)
    assert await desk.receive(said(), render=render, budget=4, way_out=WayOut()) == LATER
    await desk.went_out(said())
    for kind in ("claim", "lock"):
        await redis.delete(*await redis.keys(f"mingbai:{kind}:*"))
    slow = Faulty(redis)
    slow.stopped = asyncio.Event()
    again = asyncio.create_task(reception(slow, posts).receive(said(), render=render, budget=4))
    await slow.reached.wait()
    await desk.drain()
    slow.stopped.set()
    assert await again == b""
    assert posts.posted == ["answer"]


async def test_a_message_let_go_unheard_is_done_though_its_citizen_has_written_on(redis: Redis) -> None:
    posts, other = Posts(), Faulty(redis)
    desk = reception(Faulty(redis, unheard=["abandon"]), posts, Away(1))
    with pytest.raises(UncertainError):
        await desk.receive(said(text="人工"), render=render, budget=4)
    # Another process has the next message in hand when this one is looked for.
    await other.enter(said("m:2"))
    ending = asyncio.create_task(desk.drain())
    await asyncio.sleep(0.3)
    await other.leave(said("m:2"), state={}, answer=b"")
    await ending
    assert posts.posted == ["here"]
