"""Tries are counted by all processes together; what was tried in vain lies sealed, apart, and not for ever."""

import asyncio
import itertools
import signal
import sys
import time
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from adapters.cli.quarantine import show
from adapters.redis import gate as gates
from adapters.redis.gate import RedisGate
from adapters.redis.quarantine import KEPT_SECONDS, SET_ASIDE, Quarantine, message_key, messages_key
from bot.errors import ServiceError
from bot.inbound.gate import LONGEST_TRY, Admission, AdmissionStanding
from bot.message import Inbound
from bot.privacy import Vault

pytestmark = pytest.mark.redis
SECRET = "a secret of thirty-two letters ok"
LOST = ("claim", "lock")


def said(key: str = "m:1", citizen: str = "o1", text: str = "身份证339901198503142016") -> Inbound:
    return Inbound("wechat", citizen, key, "text", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), text)


def gate(redis: Redis, secret: str = SECRET) -> RedisGate:
    return RedisGate(redis, vault=Vault(secret), rate_limit=0)


async def leases_over(redis: Redis) -> None:
    for kind in LOST:
        for name in await redis.keys(f"mingbai:{kind}:*"):
            await redis.delete(name)


async def tried(redis: Redis, inbound: Inbound) -> Admission:
    """Let a new process begin a message and die."""
    entry = await gate(redis).enter(inbound)
    await leases_over(redis)
    return entry


def test_a_try_ends_before_its_lease() -> None:
    assert LONGEST_TRY * 1000 < gates.LEASE_MS


async def test_tries_are_counted_across_processes_and_forgotten_with_the_answer(redis: Redis) -> None:
    assert [(await tried(redis, said())).tries for _ in range(3)] == [1, 2, 3]
    assert (await tried(redis, said("m:2"))).tries == 1
    assert 0 < await redis.ttl("mingbai:tries:wechat:o1:m:1") <= gates.TRIES_SECONDS
    ours = gate(redis)
    await ours.enter(said())
    await ours.leave(said(), state={}, answer=b"")
    assert await redis.keys("mingbai:tries:wechat:o1:m:1") == []


FATAL = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from redis.asyncio import Redis
from rasa_sdk.interfaces import Action
from adapters.redis.gate import RedisGate
from bot.message import Inbound
from bot.privacy import Vault
from bot.inbound.reception import Desk, Reception, Rendered
from tests.fakes.engine import engine, wording

class Fatal(Action):
    def name(self):
        return "action_person"

    async def run(self, dispatcher, tracker, domain):
        os.kill(os.getpid(), signal.SIGKILL)

async def wrote_again(citizen):
    pass

async def aside(inbound, replies):
    print("task for", inbound.text)

def render(replies):
    return Rendered(replies[0].text.encode())

async def main():
    async with Redis.from_url(sys.argv[1]) as redis:
        gate = RedisGate(redis, vault=Vault("a secret of thirty-two letters ok"), rate_limit=0)
        desk = Desk(aside, wrote_again, aside)
        reception = Reception(gate=gate, dispatcher=engine((Fatal(),))[0], desk=desk, wording=wording)
        message = Inbound("wechat", "o1", "m:1", "text", datetime.now(UTC), "人工")
        print((await reception.receive(message, render=render, budget=4)).decode())

asyncio.run(main())
"""


async def test_a_message_that_kills_its_process_is_set_aside_by_the_fourth(redis: Redis) -> None:
    url = f"unix://{redis.connection_pool.connection_kwargs['path']}"
    ends = []
    for _ in range(4):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", FATAL, url, stdout=asyncio.subprocess.PIPE
        )
        out, _ = await process.communicate()
        ends.append((process.returncode, out.decode()))
        await leases_over(redis)
    assert ends[:3] == [(-signal.SIGKILL, "")] * 3
    assert ends[3] == (0, "task for 人工\n<general.set_aside>\n")


async def test_a_try_that_had_not_begun_counts_when_it_does(redis: Redis) -> None:
    ours = gate(redis)
    for tries in (1, 2, 3):
        assert (await ours.enter(said())).tries == tries
        await ours.excuse(said())
        assert await ours.begin(said()) == tries


async def test_a_try_given_back_hardly_counts_but_not_for_ever(redis: Redis) -> None:
    ours = gate(redis)
    for _ in range(20):
        assert (await ours.enter(said())).tries == 1
        await ours.abandon(said())
    for _ in range(20):
        assert (await ours.enter(said())).tries == 1
        await ours.excuse(said())
    await redis.set("mingbai:tries:wechat:o1:m:1", 3 * gates.TRY)
    assert (await ours.enter(said())).tries == 4
    await redis.delete("mingbai:tries:wechat:o1:m:1")
    await ours.excuse(said())
    assert await redis.keys("mingbai:tries:*") == []


async def test_what_is_set_aside_is_out_of_hand_answered_and_sealed(redis: Redis) -> None:
    counted = SET_ASIDE._value.get()
    ours = gate(redis)
    await ours.enter(said("m:0"))
    await ours.leave(said("m:0"), state={"slots": {"a": 1}}, answer=b"before")
    await ours.enter(said())
    await ours.set_aside(said(), answer=b"told")
    assert (await gate(redis).enter(said())).answer == b"told"
    await leases_over(redis)
    assert await gate(redis).stranded(limit=5) == []
    [place] = await redis.keys("mingbai:quarantine:*")
    kept = await redis.get(place)
    assert kept
    assert b"339901" not in kept
    assert 0 < await redis.ttl(place) <= KEPT_SECONDS
    assert await Quarantine(redis).count() == 1
    assert await Quarantine(redis).messages(Vault(SECRET)) == [said()]
    assert await Quarantine(redis).messages(Vault("another secret of thirty-two letters")) == []
    assert SET_ASIDE._value.get() == counted + 1
    assert await redis.keys("mingbai:tries:wechat:o1:m:1") == []
    following = await ours.enter(said("m:2"))
    assert (following.standing, following.state) == (AdmissionStanding.FRESH, {"slots": {"a": 1}})


async def test_whoever_lost_the_lease_sets_nothing_aside(redis: Redis) -> None:
    slow = gate(redis)
    await slow.enter(said())
    await leases_over(redis)
    quick = gate(redis)
    await quick.enter(said())
    await slow.set_aside(said(), answer=b"told")
    assert await redis.keys("mingbai:quarantine*") == []
    await quick.leave(said(), state={}, answer=b"quick")
    assert (await slow.enter(said())).answer == b"quick"


async def test_quarantine_is_bounded_in_number_and_time(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "MOST_MESSAGES", 3)
    ours = gate(redis)
    await redis.zadd(messages_key(), {message_key("wechat:o9:m:old"): time.time() - KEPT_SECONDS - 9})
    assert await Quarantine(redis).count() == 0
    moments = itertools.count(time.time())
    monkeypatch.setattr(time, "time", lambda: next(moments))
    for number in range(5):
        await ours.enter(said(f"m:{number}"))
        await ours.set_aside(said(f"m:{number}"), answer=b"")
    kept = {message_key(f"wechat:o1:m:{number}").encode() for number in (2, 3, 4)}
    assert set(await redis.keys("mingbai:quarantine:*")) == kept
    assert set(await redis.zrange(messages_key(), 0, -1)) == kept


async def test_who_leaves_takes_what_was_set_aside_along(redis: Redis) -> None:
    ours = gate(redis)
    for citizen in ("o1", "o11"):
        await ours.enter(said(citizen=citizen))
        await ours.set_aside(said(citizen=citizen), answer=b"")
    await ours.enter(said("m:2"))
    await ours.leave(said("m:2"), state={"forgotten": True}, answer=b"")
    assert await redis.keys("mingbai:quarantine:*") == [b"mingbai:quarantine:wechat:o11:m:1"]
    assert await redis.zcard(messages_key()) == 1


async def test_equal_numbers_of_two_citizens_are_two_messages(redis: Redis) -> None:
    ours, theirs = gate(redis), gate(redis)
    assert (await ours.enter(said(citizen="o1"))).standing is AdmissionStanding.FRESH
    assert (await theirs.enter(said(citizen="o2"))).standing is AdmissionStanding.FRESH
    await leases_over(redis)
    assert {each.citizen for each in await theirs.stranded(limit=5)} == {"o1", "o2"}
    await asyncio.gather(ours.enter(said(citizen="o1")), theirs.enter(said(citizen="o2")))
    await ours.leave(said(citizen="o1"), state={}, answer=b"first")
    assert (await ours.enter(said(citizen="o2"))).standing is AdmissionStanding.RUNNING
    await theirs.leave(said(citizen="o2"), state={}, answer=b"second")
    answers = [(await ours.enter(said(citizen=citizen))).answer for citizen in ("o1", "o2")]
    assert answers == [b"first", b"second"]
    assert (await ours.enter(said(citizen="o3"))).standing is AdmissionStanding.FRESH


async def begun_before(redis: Redis, inbound: Inbound) -> None:
    """Leave a message in hand as versions did whose names did not tell the citizen."""
    ours = gate(redis)
    await ours.enter(inbound)
    sealed = await redis.hget("mingbai:inflight", inbound.identity)  # type: ignore[misc]
    await redis.hdel("mingbai:inflight", inbound.identity)  # type: ignore[misc]
    await redis.hset("mingbai:inflight", inbound.key, sealed)  # type: ignore[misc]
    await redis.delete("mingbai:tries:" + inbound.identity)
    await leases_over(redis)


async def test_a_message_begun_by_an_earlier_version_is_taken_up_once(redis: Redis) -> None:
    await begun_before(redis, said())
    await redis.set("mingbai:claim:m:1", "a process of before", ex=9)
    ours = gate(redis)
    assert await ours.stranded(limit=5) == []
    await redis.delete("mingbai:claim:m:1")
    [found] = await ours.stranded(limit=5)
    assert await redis.hkeys("mingbai:inflight") == [b"wechat:o1:m:1"]  # type: ignore[misc]
    await ours.enter(found)
    await ours.leave(found, state={}, answer=b"late")
    await leases_over(redis)
    assert await ours.stranded(limit=5) == []


async def test_an_answer_of_an_earlier_version_is_given_to_nobody(redis: Redis) -> None:
    await redis.set("mingbai:answer:m:1", b"somebody's answer", ex=600)
    assert (await gate(redis).enter(said())).standing is AdmissionStanding.FRESH


async def test_a_repeat_leaves_nothing_in_hand(redis: Redis) -> None:
    ours = gate(redis)
    await ours.enter(said())
    sealed = await redis.hget("mingbai:inflight", said().identity)  # type: ignore[misc]
    await ours.leave(said(), state={}, answer=b"kept")
    # Two workers that take up the same message of an earlier version at once may put it back.
    await redis.hset("mingbai:inflight", said().identity, sealed)  # type: ignore[misc]
    [found] = await ours.stranded(limit=5)
    assert (await ours.enter(found)).standing is AdmissionStanding.REPEAT
    assert await ours.stranded(limit=5) == []


async def test_a_message_of_a_later_version_waits_and_holds_up_nobody(redis: Redis) -> None:
    later = Vault(SECRET).seal(b'{"sent_at": 1.0, "feeling": "new"}', purpose="inflight")
    await redis.hset("mingbai:inflight", "wechat:o9:m:9", later)  # type: ignore[misc]
    await tried(redis, said())
    assert await gate(redis).stranded(limit=5) == [said()]
    assert await redis.hexists("mingbai:inflight", "wechat:o9:m:9")  # type: ignore[misc]


async def test_quarantine_is_shown_with_numbers_hidden(
    redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = gate(redis)
    hostile = said(text="[/red][bold]身份证339901198503142016\x1b[2J")
    await ours.enter(hostile)
    await ours.set_aside(hostile, answer=b"")
    show(await Quarantine(redis).messages(Vault(SECRET)))
    told = capsys.readouterr().out
    assert "[/red][bold]身份证" in told.replace("\n", "")
    assert "339901198503142016" not in told
    assert "\x1b[2J" not in told
    show([])
    assert "没有" in capsys.readouterr().out


async def test_stranded_gives_few_and_others_the_next_time(redis: Redis) -> None:
    ours = gate(redis)
    await asyncio.gather(*(ours.enter(said(citizen=f"o{number}")) for number in range(20)))
    await leases_over(redis)
    rounds = [await ours.stranded(limit=3) for _ in range(60)]
    assert {len(found) for found in rounds} == {3}
    assert len({each.citizen for found in rounds for each in found}) == 20
    assert await ours.stranded(limit=0) == []


async def test_without_redis_the_count_fails_closed() -> None:
    async with Redis(host="127.0.0.1", port=1) as away:
        with pytest.raises(ServiceError):
            await Quarantine(away).count()
