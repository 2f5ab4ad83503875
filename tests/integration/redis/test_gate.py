"""The gate against a real Redis server, its own embedded one."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.redis.bundle import Bundle
from adapters.redis.gate import KEPT_TURNS, RedisGate
from adapters.redis.server import EmbeddedRedis
from adapters.redis.waiting_notes import known_key
from bot.errors import ServiceError
from bot.inbound.gate import Admission, AdmissionStanding, Unheard
from bot.message import Inbound
from bot.privacy import Vault

pytestmark = pytest.mark.redis
SECRET = "a secret of thirty-two letters ok"


def said(key: str = "m:1", citizen: str = "o1", text: str = "身份证339901198503142016") -> Inbound:
    return Inbound(
        "wechat", citizen, key, "text", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), text, fields={"a": "b"}
    )


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path)
    await server.start()
    yield server
    await server.stop()
    assert not server.socket.path.exists()


@pytest.fixture
async def redis(server: EmbeddedRedis) -> AsyncIterator[Redis]:
    client = Redis.from_url(server.socket.url)
    yield client
    await client.aclose()


def gate(redis: Redis, *, rate_limit: int = 0) -> RedisGate:
    return RedisGate(redis, vault=Vault(SECRET), rate_limit=rate_limit)


async def test_a_message_is_handled_once_by_all_processes_together(redis: Redis) -> None:
    ours, theirs = gate(redis), gate(redis)
    assert (await ours.enter(said())).standing is AdmissionStanding.FRESH
    assert (await theirs.enter(said())).standing is AdmissionStanding.RUNNING
    assert (await theirs.enter(said("m:2"))).standing is AdmissionStanding.BUSY
    assert (await theirs.enter(said("m:3", "o2"))).standing is AdmissionStanding.FRESH
    await ours.leave(said(), state={"slots": {"a": 1}}, answer="答".encode())
    repeat = await theirs.enter(said())
    assert (repeat.standing, repeat.answer) == (AdmissionStanding.REPEAT, "答".encode())
    following = await theirs.enter(said("m:2"))
    assert (following.standing, following.state) == (AdmissionStanding.FRESH, {"slots": {"a": 1}})


async def test_an_answer_is_unheard_until_it_is_heard(redis: Redis) -> None:
    ours, theirs = gate(redis), gate(redis)

    async def turn(key: str, unheard: str) -> str:
        entry = await ours.enter(said(key))
        await ours.leave(said(key), state={"unheard": unheard}, answer=b"answer")
        return entry.unheard

    assert await turn("m:1", Unheard.SAID) == ""
    # Nothing was said to this one, and an older answer that is heard of is no news of the last one.
    assert await turn("m:2", Unheard.SAME) == Unheard.SAID
    await theirs.heard(said("m:2"))
    assert await turn("m:3", Unheard.SAID) == Unheard.SAID
    await theirs.heard(said("m:1"))
    await theirs.heard(said("m:3", "o2"))
    assert await turn("m:4", Unheard.SAID) == Unheard.SAID
    await theirs.heard(said("m:4"))
    assert await turn("m:5", Unheard.LATE) == ""
    # What was posted is found in the outbox.
    await theirs.heard(said("m:5"))
    assert await turn("m:6", "") == Unheard.LATE
    assert await turn("m:7", Unheard.SAID) == ""
    await ours.enter(said("m:8"))
    await ours.leave(said("m:8"), state={"unheard": Unheard.SAID, "forgotten": True}, answer=b"")
    assert await redis.keys("mingbai:unheard:*") == []


async def test_abandoned_messages_may_come_again(redis: Redis) -> None:
    ours = gate(redis)
    await ours.enter(said())
    await ours.abandon(said())
    assert (await gate(redis).enter(said())).standing is AdmissionStanding.FRESH


async def test_only_what_nobody_has_and_nobody_answered_counts_as_given_back(redis: Redis) -> None:
    ours, theirs = gate(redis), gate(redis)
    assert await ours.abandon(said())
    await theirs.enter(said())
    assert not await ours.abandon(said())
    await redis.delete("mingbai:claim:wechat:o1:m:1")
    assert not await ours.abandon(said()), "it stays in hand"
    await theirs.enter(said())
    await theirs.leave(said(), state={}, answer=b"theirs")
    assert not await ours.abandon(said()), "it is answered"


async def test_what_a_delivery_was_promised_is_not_given_back(redis: Redis) -> None:
    ours, theirs = gate(redis), gate(redis)
    await ours.enter(said())
    assert await theirs.promise(said()) == b""
    assert not await ours.abandon(said()), "somebody was told that the answer comes"
    await redis.delete("mingbai:claim:wechat:o1:m:1", "mingbai:lock:wechat:o1")
    assert [each.key for each in await theirs.stranded(limit=5)] == ["m:1"]


async def test_nobody_promises_what_was_let_go(redis: Redis) -> None:
    ours, theirs = gate(redis), gate(redis)
    await ours.enter(said())
    await ours.abandon(said())
    assert await theirs.promise(said()) is None
    assert (await theirs.enter(said())).standing is AdmissionStanding.FRESH
    assert await theirs.abandon(said()), "nobody was told that the answer comes"


async def test_whoever_lost_the_lease_no_longer_writes(redis: Redis) -> None:
    slow, quick = gate(redis), gate(redis)
    await slow.enter(said())
    await redis.delete("mingbai:claim:wechat:o1:m:1", "mingbai:lock:wechat:o1")
    assert [each.text for each in await quick.stranded(limit=5)] == [said().text]
    await quick.enter(said())
    await slow.leave(said(), state={"by": "slow"}, answer=b"slow")
    await quick.leave(said(), state={"by": "quick"}, answer=b"quick")
    assert (await quick.enter(said())).answer == b"quick"
    assert await quick.stranded(limit=5) == []


async def test_a_message_that_nobody_can_read_any_more_does_not_hold_up_the_others(redis: Redis) -> None:
    before = RedisGate(redis, vault=Vault("another secret of thirty-two letters"), rate_limit=0)
    await before.enter(said("m:old", "o1"))
    await gate(redis).enter(said("m:new", "o2"))
    await redis.delete("mingbai:claim:wechat:o1:m:old", "mingbai:claim:wechat:o2:m:new")
    assert [each.key for each in await gate(redis).stranded(limit=5)] == ["m:new"]
    assert await redis.hkeys("mingbai:inflight") == [b"wechat:o2:m:new"]  # type: ignore[misc]


async def test_the_rate_limit_refuses_the_flood_only(redis: Redis) -> None:
    ours = gate(redis, rate_limit=2)
    standings = []
    for number in range(4):
        entry = await ours.enter(said(f"m:{number}"))
        standings.append(entry.standing)
        if entry.standing is AdmissionStanding.FRESH:
            await ours.leave(said(f"m:{number}"), state={}, answer=b"")
    assert standings == [
        AdmissionStanding.FRESH,
        AdmissionStanding.FRESH,
        AdmissionStanding.LIMITED,
        AdmissionStanding.LIMITED,
    ]
    assert (await ours.enter(said("m:9", "o2"))).standing is AdmissionStanding.FRESH


async def test_waiting_parcels_are_announced_once(redis: Redis) -> None:
    ours = gate(redis)
    await redis.set(known_key(), b"1")
    await ours.hold("o1")
    assert (await ours.enter(said())).waiting
    await ours.leave(said(), state={}, answer=b"")
    assert not (await ours.enter(said("m:2"))).waiting


async def test_what_is_left_to_be_brought_waits_from_the_moment_the_turn_is_kept(redis: Redis) -> None:
    ours = gate(redis)
    await redis.set(known_key(), b"1")
    await ours.enter(said())
    await ours.leave(said(), state={"waits": True}, answer=b"")
    assert (await ours.enter(said("m:2"))).waiting
    await ours.leave(said("m:2"), state={"waits": True, "forgotten": True}, answer=b"")
    assert not (await ours.enter(said("m:3"))).waiting


async def test_where_the_notes_are_not_known_the_database_is_asked(redis: Redis) -> None:
    ours = gate(redis)
    assert (await ours.enter(said())).waiting
    await ours.leave(said(), state={}, answer=b"")
    await redis.set(known_key(), b"1")
    assert not (await ours.enter(said("m:2"))).waiting
    await ours.leave(said("m:2"), state={}, answer=b"")
    await redis.flushall()
    assert (await ours.enter(said("m:3"))).waiting


async def test_whoever_takes_a_message_up_again_asks_the_database(redis: Redis) -> None:
    """The process that took the note away may have died before anything came of it."""
    await redis.set(known_key(), b"1")
    await gate(redis).hold("o1")
    assert (await gate(redis).enter(said())).waiting
    await redis.delete("mingbai:claim:wechat:o1:m:1", "mingbai:lock:wechat:o1")
    assert (await gate(redis).enter(said())).waiting


def turn(number: int, **more: bool) -> dict[str, Any]:
    """Give the state of a turn in which the citizen said its number and the bot answered."""
    events = [{"event": who, "text": str(number), "timestamp": float(number)} for who in ("user", "bot")]
    return {"events": [{"event": "bot", "text": "earlier", "timestamp": 0.0}, *events], "fresh": 2, **more}


async def test_talk_is_kept_apart_turn_by_turn_and_never_grows_without_end(redis: Redis) -> None:
    ours = gate(redis)
    for number in range(1, KEPT_TURNS + 3):
        await ours.enter(said(f"m:{number}"))
        await ours.leave(said(f"m:{number}"), state=turn(number), answer=b"")
    kept = await gate(redis).talk("wechat", "o1")
    assert [event["text"] for event in kept] == [str(n) for n in range(3, KEPT_TURNS + 3) for _ in range(2)]
    assert await redis.ttl("mingbai:talk:wechat:o1") > 0
    assert await gate(redis).talk("wechat", "o2") == []


async def test_a_conversation_that_forgets_takes_its_talk_along(redis: Redis) -> None:
    ours = gate(redis)
    for number, forgotten in ((1, False), (2, True)):
        await ours.enter(said(f"m:{number}"))
        await ours.leave(said(f"m:{number}"), state=turn(number, forgotten=forgotten), answer=b"")
    assert [event["text"] for event in await ours.talk("wechat", "o1")] == ["2", "2"]
    await ours.enter(said("m:3"))
    await ours.leave(said("m:3"), state={"forgotten": True}, answer=b"")
    assert await redis.keys("mingbai:talk:*") == []


async def test_nothing_personal_lies_readable(redis: Redis) -> None:
    ours = gate(redis)
    await ours.enter(said())
    personal = {
        "slots": {"identity_number": "339901198503142016"},
        "events": [{"text": "339901"}],
        "fresh": 1,
    }
    await ours.leave(said(), state=personal, answer=b"ok")
    await ours.enter(said("m:2"))
    values = [await redis.get(key) or b"" for key in await redis.keys("mingbai:[cl]*")]
    values += await redis.hvals("mingbai:inflight")  # type: ignore[misc]
    values += await redis.lrange("mingbai:talk:wechat:o1", 0, -1)  # type: ignore[misc]
    assert values
    assert b"339901" not in b"".join(values)


async def test_a_killed_server_comes_back_with_its_data(server: EmbeddedRedis, redis: Redis) -> None:
    ours = gate(redis)
    await ours.enter(said())
    await ours.leave(said(), state={}, answer=b"kept")
    killed = int((await redis.info("server"))["process_id"])
    async with asyncio.timeout(10):
        # What was told is on disk within a second: while the disk is busy a write may wait in memory as long.
        while True:
            if not (await redis.info("persistence"))["aof_buffer_length"]:
                break
            await asyncio.sleep(0.05)
    os.kill(killed, signal.SIGKILL)
    async with asyncio.timeout(10):
        while True:
            try:
                assert (await ours.enter(said())).answer == b"kept"
                break
            except ServiceError:
                await asyncio.sleep(0.05)


async def test_a_second_program_uses_the_first_ones_server(tmp_path: Path) -> None:
    first, second = EmbeddedRedis(tmp_path), EmbeddedRedis(tmp_path)
    assert await first.start() == await second.start()
    await second.stop()
    client = Redis.from_url(first.socket.url)
    assert await client.ping()
    await client.aclose()
    await first.stop()
    assert not first.socket.path.exists()


FORM_STATE = {"form": "visit_form", "slots": {"form_id": "f-1"}}
NEXT_DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def keep(opened: RedisGate, key: str, state: dict[str, object], citizen: str = "o1") -> None:
    await opened.enter(said(key, citizen))
    await opened.leave(said(key, citizen), state=state, answer=b"")


async def test_an_open_form_is_reminded_of_once_its_time_has_come(redis: Redis) -> None:
    opened = gate(redis)
    await keep(opened, "m:1", FORM_STATE)
    await keep(opened, "m:2", {"form": None, "slots": {}}, "o2")
    assert await opened.drafts(now=datetime(2026, 11, 22, 6, tzinfo=UTC), limit=9) == []
    [draft] = await opened.drafts(now=NEXT_DAY, limit=9)
    assert (draft.channel, draft.citizen, draft.state) == ("wechat", "o1", FORM_STATE)
    assert draft.kept_until > NEXT_DAY
    await opened.reminded(draft)
    assert await opened.drafts(now=NEXT_DAY, limit=9) == []


async def test_a_form_that_ended_is_not_reminded_of(redis: Redis) -> None:
    opened = gate(redis)
    await keep(opened, "m:1", FORM_STATE)
    await keep(opened, "m:2", {"form": None, "slots": {}})
    assert await opened.drafts(now=NEXT_DAY, limit=9) == []


async def test_a_draft_that_lapsed_leaves_the_list(redis: Redis) -> None:
    opened = gate(redis)
    await keep(opened, "m:1", FORM_STATE)
    await redis.delete("mingbai:conversation:wechat:o1")
    assert await opened.drafts(now=NEXT_DAY, limit=9) == []
    assert await redis.zcard("mingbai:drafts") == 0


async def test_a_draft_that_cannot_be_read_does_not_hold_up_the_others(redis: Redis) -> None:
    opened = gate(redis)
    for number, citizen in enumerate(("o1", "o2")):
        await keep(opened, f"m:{number}", FORM_STATE, citizen)
    await redis.set("mingbai:conversation:wechat:o1", b"sealed under another secret", ex=3600)
    assert [draft.citizen for draft in await opened.drafts(now=NEXT_DAY, limit=9)] == ["o2"]
    assert await redis.zcard("mingbai:drafts") == 1


async def test_a_step_whose_name_has_no_bytes_leaves_the_others_alone(redis: Redis) -> None:
    together = Bundle(redis, {"echo": "return KEYS[1] .. ARGV[1]"})
    first, broken, second = await asyncio.gather(
        *(together.take("echo", [name], ["明白"]) for name in ("a", "\ud800", "b")), return_exceptions=True
    )
    assert [answer.decode() for answer in (first, second)] == ["a明白", "b明白"]
    assert isinstance(broken, UnicodeEncodeError)


async def test_who_writes_while_being_reminded_stays_on_the_list(redis: Redis) -> None:
    opened = gate(redis)
    await keep(opened, "m:1", FORM_STATE)
    [draft] = await opened.drafts(now=NEXT_DAY, limit=9)
    later = Inbound("wechat", "o1", "m:9", "text", NEXT_DAY, "继续")
    await opened.enter(later)
    await opened.leave(later, state=FORM_STATE, answer=b"")
    await opened.reminded(draft)
    assert await redis.zcard("mingbai:drafts") == 1


async def test_what_arrives_together_goes_together_and_each_gets_its_own_answer(redis: Redis) -> None:
    ours = gate(redis)
    many = [said(f"m:{number}", f"o{number % 50}") for number in range(100)]
    entries = await asyncio.gather(*(ours.enter(each) for each in many))
    assert [entry.standing for entry in entries] == [AdmissionStanding.FRESH] * 50 + [
        AdmissionStanding.BUSY
    ] * 50
    await asyncio.gather(
        *(ours.leave(each, state={"own": each.key}, answer=each.key.encode()) for each in many[:50])
    )
    repeats = await asyncio.gather(*(gate(redis).enter(each) for each in many[:50]))
    assert [entry.answer for entry in repeats] == [each.key.encode() for each in many[:50]]
    assert (await ours.enter(many[50])).state == {"own": "m:0"}


async def test_a_turn_given_up_while_it_waits_does_not_hold_up_the_others(redis: Redis) -> None:
    ours = gate(redis)
    given_up, kept = (
        asyncio.create_task(ours.enter(said())),
        asyncio.create_task(ours.enter(said("m:2", "o2"))),
    )
    await asyncio.sleep(0)
    given_up.cancel()
    assert (await kept).standing is AdmissionStanding.FRESH
    assert (await ours.enter(said("m:3", "o3"))).standing is AdmissionStanding.FRESH


async def test_all_that_went_together_hear_of_a_failure(redis: Redis, server: EmbeddedRedis) -> None:
    ours = gate(redis)
    await server.stop()
    refused = await asyncio.gather(
        *(ours.enter(said(f"m:{number}", f"o{number}")) for number in range(3)), return_exceptions=True
    )
    assert all(isinstance(each, ServiceError) for each in refused)
    await server.start()
    assert (await ours.enter(said())).standing is AdmissionStanding.FRESH


async def test_whoever_asks_again_because_the_answer_was_lost_comes_in(redis: Redis) -> None:
    ours = gate(redis)
    await ours.enter(said())
    assert (await ours.enter(said())).standing is AdmissionStanding.FRESH
    assert (await gate(redis).enter(said())).standing is AdmissionStanding.RUNNING


async def test_a_step_that_fails_leaves_the_others_alone(redis: Redis) -> None:
    ours = gate(redis)
    await redis.set("mingbai:waiting:o1", b"1")
    await redis.rpush("mingbai:conversation:wechat:o1", "no conversation")
    broken, kept = await asyncio.gather(
        ours.enter(said()), ours.enter(said("m:2", "o2")), return_exceptions=True
    )
    assert isinstance(broken, ServiceError)
    assert isinstance(kept, Admission)
    assert kept.standing is AdmissionStanding.FRESH
