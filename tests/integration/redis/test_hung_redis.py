"""A Redis that stands still (SIGSTOP): whoever waits is told soon, and what was given up is not done later."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.interfaces import Action
from redis.asyncio import Redis

from adapters.redis import gate as gates
from adapters.redis.gate import RedisGate
from adapters.redis.server import EmbeddedRedis
from adapters.resources import open_redis
from adapters.settings import Storage
from bot.errors import ServiceError, UncertainError
from bot.inbound import lease
from bot.inbound.gate import Admission, AdmissionStanding, Parting
from bot.inbound.reception import Desk, Reception, Rendered
from bot.message import Inbound, Reply
from bot.privacy import Vault
from tests.fakes.engine import Says, engine, wording

pytestmark = pytest.mark.redis
# So long the platform waits before it gives a delivery up.
PLATFORM_SECONDS = 5.0
SECRET = "a secret of thirty-two letters ok"


def said(key: str = "m:1", text: str = "问") -> Inbound:
    return Inbound("wechat", "o1", key, "text", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), text)


def render(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def redis(server: EmbeddedRedis) -> AsyncIterator[Redis]:
    """Give the program's own client, with its own limits."""
    async with open_redis(Storage(redis_url=server.socket.url)) as client:
        yield client


@contextmanager
def standing(server: EmbeddedRedis) -> Iterator[None]:
    assert server._process
    os.kill(server._process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server._process.pid, signal.SIGCONT)


def gate(redis: Redis) -> RedisGate:
    return RedisGate(redis, vault=Vault(SECRET), rate_limit=0)


class Posts:
    def __init__(self) -> None:
        self.posted: list[str] = []

    async def post(self, inbound: Inbound, replies: Sequence[Reply]) -> None:
        self.posted += [reply.text for reply in replies]

    async def nothing(self, citizen: str) -> None:
        return None


def reception(
    redis: Redis, *actions: Action, posts: Posts | None = None, at: RedisGate | None = None
) -> Reception:
    posts = posts or Posts()
    dispatcher, _ = engine(actions)
    desk = Desk(posts.post, posts.nothing, posts.post)
    return Reception(gate=at or gate(redis), dispatcher=dispatcher, desk=desk, wording=wording)


@pytest.mark.parametrize("known", [True, False])
async def test_who_writes_while_redis_stands_is_told_in_time_and_it_is_not_done_later(
    redis: Redis, server: EmbeddedRedis, *, known: bool
) -> None:
    desk = reception(redis)
    if known:
        assert await desk.receive(said("m:0"), render=render, budget=4) == b"answer"
    with standing(server):
        async with asyncio.timeout(PLATFORM_SECONDS):
            with pytest.raises(ServiceError):
                await desk.receive(said(), render=render, budget=4)
    assert await redis.hkeys("mingbai:inflight") == []  # type: ignore[misc]
    assert await redis.keys("mingbai:claim:*") == []
    assert await redis.keys("mingbai:lock:*") == []
    assert await desk.receive(said("m:2"), render=render, budget=4) == b"answer"


async def test_nobody_is_told_to_repeat_what_another_process_may_be_doing(
    redis: Redis, server: EmbeddedRedis
) -> None:
    """The platform delivers again to whoever answers: this one cannot ask who has the message, and must not say "nobody"."""
    other = gate(redis)
    await other.enter(said())
    with standing(server):
        async with asyncio.timeout(PLATFORM_SECONDS):
            with pytest.raises(UncertainError) as failure:
                await reception(redis).receive(said(), render=render, budget=4)
    assert failure.value.text_key == "general.doubtful"
    assert await other.leave(said(), state={}, answer=b"theirs") is Parting.KEPT


async def test_whoever_could_ask_that_nobody_has_it_says_so(redis: Redis) -> None:
    class Shut(RedisGate):
        async def enter(self, inbound: Inbound, **how: bool) -> Admission:
            raise ServiceError

    desk = reception(redis, at=Shut(redis, vault=Vault(SECRET), rate_limit=0))
    with pytest.raises(ServiceError) as failure:
        await desk.receive(said(), render=render, budget=4)
    assert failure.value.text_key == "general.unavailable"
    await gate(redis).enter(said())
    with pytest.raises(UncertainError):
        await desk.receive(said(), render=render, budget=4)


class Stops(Action):
    """Lets Redis stand while it is at work, once."""

    def __init__(self, server: EmbeddedRedis) -> None:
        self._server = server
        self._stopped = False

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        assert self._server._process
        if not self._stopped:
            self._stopped = True
            os.kill(self._server._process.pid, signal.SIGSTOP)
        dispatcher.utter_message(text="person")
        return []


async def test_an_answer_that_could_not_be_kept_stays_in_hand_and_is_made_good(
    redis: Redis, server: EmbeddedRedis
) -> None:
    posts = Posts()
    desk = reception(redis, Stops(server), posts=posts)
    async with asyncio.timeout(PLATFORM_SECONDS + 1):
        told = await desk.receive(said(text="人工"), render=render, budget=4)
    assert told == b"<general.later>"
    with standing(server):
        pass
    assert await redis.get("mingbai:answer:wechat:o1:m:1") is None
    await desk.drain()
    assert posts.posted == ["person"]
    assert await redis.hkeys("mingbai:inflight") == []  # type: ignore[misc]


async def test_a_clock_that_was_set_is_learnt_anew(redis: Redis) -> None:
    ours = gate(redis)
    for number, ahead in enumerate((-600.0, 600.0, -1e6)):
        assert (await ours.enter(said(f"m:{number}"))).standing is AdmissionStanding.FRESH
        assert ours._steps._ahead is not None
        ours._steps._ahead += ahead
        assert await ours.leave(said(f"m:{number}"), state={}, answer=b"kept")
        assert (await ours.enter(said(f"m:{number}"))).answer == b"kept"


async def test_a_message_that_another_process_holds_is_answered_with_silence(redis: Redis) -> None:
    other = gate(redis)
    await other.enter(said())
    asked = reception(redis)
    async with asyncio.timeout(PLATFORM_SECONDS):
        assert await asked.receive(said(), render=render, budget=0.3) == b""
    # Silence was a promise: whoever holds it has to post the answer, as nobody waits for it there any more.
    assert await other.leave(said(), state={}, answer=b"theirs") is Parting.PROMISED
    assert await other.leave(said(), state={}, answer=b"") is Parting.KEPT
    await asked.drain()
    assert await reception(redis).receive(said(), render=render, budget=4) == b""


class Long(Action):
    """Is at work until it is let go."""

    def __init__(self) -> None:
        self.runs = 0
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        self.runs += 1
        self.begun.set()
        await self.go.wait()
        dispatcher.utter_message(text="long")
        return []


async def test_a_slow_turn_keeps_its_lease(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "LEASE_MS", 600)
    monkeypatch.setattr(lease, "RENEWAL_SECONDS", 0.1)
    long, posts = Long(), Posts()
    slow, other = reception(redis, long, posts=posts), reception(redis, posts=posts)
    answering = asyncio.create_task(slow.receive(said(text="人工"), render=render, budget=9))
    await long.begun.wait()
    for _ in range(10):
        await asyncio.sleep(0.1)
        assert await other.recover() == 0
    long.go.set()
    assert await answering == b"long"
    assert (long.runs, posts.posted) == (1, [])


async def test_whoever_lost_the_lease_leaves_the_word_to_the_other(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "RENEWAL_SECONDS", 30)
    long, posts = Long(), Posts()
    slow = reception(redis, long, posts=posts)
    other = reception(redis, Says("action_person", "the other's"), posts=posts)
    assert await slow.receive(said(text="人工"), render=render, budget=0.1) == b""
    for kind in ("claim", "lock"):
        for name in await redis.keys(f"mingbai:{kind}:*"):
            await redis.delete(name)
    assert await other.recover() == 1
    long.go.set()
    await slow.drain()
    assert posts.posted == ["the other's"]


async def test_work_ends_when_the_lease_is_lost(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEWAL_SECONDS", 0.05)
    long = Long()
    slow = reception(redis, long)
    answering = asyncio.create_task(slow.receive(said(text="人工"), render=render, budget=9))
    await long.begun.wait()
    await redis.set("mingbai:claim:wechat:o1:m:1", "another process", ex=9)
    assert await answering == b""
    # What is the other's is not given back.
    assert await redis.get("mingbai:claim:wechat:o1:m:1") == b"another process"
    assert await redis.hexists("mingbai:inflight", "wechat:o1:m:1")  # type: ignore[misc]
