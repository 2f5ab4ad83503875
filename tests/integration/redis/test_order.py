"""A citizen's messages are handled one after the other, also when the process that had the first of them died."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.interfaces import Action
from redis.asyncio import Redis

from adapters.redis.gate import RedisGate
from bot.errors import ServiceError
from bot.inbound.gate import AdmissionStanding
from bot.inbound.reception import Desk, Reception, Rendered
from bot.message import Inbound, Reply
from bot.privacy import Vault
from tests.fakes.engine import engine, wording

pytestmark = pytest.mark.redis
SECRET = "a secret of thirty-two letters ok"


def said(key: str, citizen: str = "o1") -> Inbound:
    return Inbound("wechat", citizen, key, "text", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), "人工")


def gate(redis: Redis, secret: str = SECRET) -> RedisGate:
    return RedisGate(redis, vault=Vault(secret), rate_limit=0)


async def leases_over(redis: Redis) -> None:
    for kind in ("claim", "lock"):
        for name in await redis.keys(f"mingbai:{kind}:*"):
            await redis.delete(name)


async def begun_by_the_dead(redis: Redis, key: str = "m:1") -> None:
    await gate(redis).enter(said(key))
    await leases_over(redis)


async def test_nobody_passes_a_message_whose_process_died(redis: Redis) -> None:
    await begun_by_the_dead(redis)
    ours = gate(redis)
    entry = await ours.enter(said("m:2"))
    assert (entry.standing, entry.before) == (AdmissionStanding.BEHIND, said("m:1"))
    assert await redis.keys("mingbai:tries:*m:2") == []
    assert (await ours.enter(said("m:9", "o2"))).standing is AdmissionStanding.FRESH
    assert (await ours.enter(said("m:1"))).standing is AdmissionStanding.FRESH
    assert (await gate(redis).enter(said("m:2"))).standing is AdmissionStanding.BUSY
    await ours.leave(said("m:1"), state={}, answer=b"first")
    assert (await ours.enter(said("m:2"))).standing is AdmissionStanding.FRESH
    await ours.leave(said("m:2"), state={}, answer=b"second")
    assert await redis.keys("mingbai:begun:wechat:o1") == []


async def test_what_is_out_of_hand_is_in_nobodys_way(redis: Redis) -> None:
    ours = gate(redis)
    for key, end in (("m:1", ours.abandon), ("m:2", lambda each: ours.set_aside(each, answer=b""))):
        await ours.enter(said(key))
        await end(said(key))
        assert (await ours.enter(said("m:3"))).standing is AdmissionStanding.FRESH
        await ours.leave(said("m:3"), state={}, answer=b"")
        await redis.delete("mingbai:answer:wechat:o1:m:3")


async def test_what_can_never_be_read_is_in_nobodys_way(redis: Redis) -> None:
    await gate(redis, "another secret of thirty-two letters").enter(said("m:1"))
    await leases_over(redis)
    assert (await gate(redis).enter(said("m:2"))).standing is AdmissionStanding.FRESH


class Notes(Action):
    """Notes which message is handled; the first may fail for the world's sake."""

    def __init__(self, *, fails: Sequence[str] = ()) -> None:
        self.handled: list[str] = []
        self._fails = fails

    def name(self) -> str:
        return "action_person"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        key = tracker.latest_message["metadata"]["key"]
        self.handled.append(key)
        if key in self._fails:
            raise ServiceError
        dispatcher.utter_message(text=f"done {key}")
        return []


def reception(redis: Redis, notes: Notes, posted: list[tuple[str, str]], *, limit: float = 9) -> Reception:
    async def post(inbound: Inbound, replies: Sequence[Reply]) -> None:
        posted.extend((inbound.key, reply.text) for reply in replies)

    async def wrote_again(citizen: str) -> None:
        del citizen

    desk = Desk(post, wrote_again, post)
    dispatcher, _ = engine((notes,))
    return Reception(gate=gate(redis), dispatcher=dispatcher, desk=desk, wording=wording, limit=limit)


def render(replies: Sequence[Reply]) -> Rendered:
    return Rendered("|".join(reply.text for reply in replies).encode())


async def test_the_first_is_made_good_before_the_second_is_begun(redis: Redis) -> None:
    await begun_by_the_dead(redis)
    notes, posted = Notes(), list[tuple[str, str]]()
    desk = reception(redis, notes, posted)
    answers = await asyncio.gather(
        *(desk.receive(said(key), render=render, budget=4) for key in ("m:2", "m:3"))
    )
    assert notes.handled == ["m:1", "m:2", "m:3"]
    assert posted == [("m:1", "done m:1")]
    assert answers == [b"done m:2", b"done m:3"]
    assert await desk.recover() == 0


async def test_a_first_that_cannot_be_made_good_now_does_not_shut_its_citizen_out(redis: Redis) -> None:
    await begun_by_the_dead(redis)
    notes, posted = Notes(fails=["m:1"]), list[tuple[str, str]]()
    desk = reception(redis, notes, posted, limit=1)
    answer = await desk.receive(said("m:2"), render=render, budget=60)
    assert (answer, notes.handled[-1], posted) == (b"done m:2", "m:2", [])
    assert await redis.hkeys("mingbai:inflight") == [b"wechat:o1:m:1"]


async def test_whoever_steps_aside_lets_the_next_one_in_and_stays_in_hand(redis: Redis) -> None:
    ours, other = gate(redis), gate(redis)
    await ours.enter(said("m:1"))
    await other.step_aside(said("m:1"))
    assert (await other.enter(said("m:2"))).standing is AdmissionStanding.BUSY
    await ours.step_aside(said("m:1"))
    assert (await other.enter(said("m:2"), overtaking=True)).standing is AdmissionStanding.FRESH
    await other.leave(said("m:2"), state={}, answer=b"")
    # What was overtaken once is left to recovery, and is in nobody's way.
    assert (await other.enter(said("m:3"))).standing is AdmissionStanding.FRESH
    assert await other.stranded(limit=5) == [said("m:1")]
