"""Redis that is full refuses and drops nothing, its file does not grow for ever, and a citizen takes little room."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from adapters.cli.health.surroundings import redis_memory
from adapters.jobs import end
from adapters.redis import memory
from adapters.redis.gate import RedisGate
from adapters.redis.memory import RedisMemory
from adapters.redis.packing import pressed, unpressed
from adapters.redis.person import CitizenAccount, RedisTraces
from adapters.redis.retention import OldTalk
from adapters.redis.server import EmbeddedRedis
from adapters.settings import Settings
from bot.errors import ServiceError
from bot.message import Inbound
from bot.privacy import Vault

pytestmark = pytest.mark.redis
VAULT = Vault("a secret of thirty-two letters ok")
TURN: list[dict[str, Any]] = [
    {"event": "user", "text": "高龄津贴一个月多少钱", "timestamp": 1796042000.6},
    {
        "event": "bot",
        "text": "第五条 高龄津贴按年龄分三档发放，每人每月六十元。" * 5,
        "timestamp": 1796042000.7,
    },
]
STATE = {"slots": {}, "events": TURN * 5, "fresh": 2, "form": None}


def said(key: str, citizen: str = "o1") -> Inbound:
    return Inbound("wechat", citizen, key, "text", datetime.now(UTC), "问")


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path, megabytes=32)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def redis(server: EmbeddedRedis) -> AsyncIterator[Redis]:
    async with Redis.from_url(server.socket.url) as client:
        yield client


def settings(server: EmbeddedRedis) -> Settings:
    return Settings.model_construct(redis_url=server.socket.url)


async def test_a_full_redis_refuses_and_keeps_what_it_holds(redis: Redis, server: EmbeddedRedis) -> None:
    gate = RedisGate(redis, vault=VAULT, rate_limit=60)
    await gate.enter(said("m:1"))
    assert await gate.leave(said("m:1"), state=STATE, answer=b"kept")
    await gate.enter(said("m:2"))
    held = sorted(await redis.keys())
    used = (await RedisMemory(redis).figures()).used
    # Far under it: what connections hold for a moment counts too, and goes again.
    await redis.config_set("maxmemory", used // 2)
    for _ in range(3):
        with pytest.raises(ServiceError):
            await gate.enter(said("m:3", "o2"))
    with pytest.raises(ServiceError):
        await gate.leave(said("m:2"), state=STATE, answer=b"")
    assert sorted(await redis.keys()) == held
    good, words = await redis_memory(settings(server))
    assert not good
    assert "快满了" in words
    await redis.config_set("maxmemory", "32mb")
    assert await gate.leave(said("m:2"), state=STATE, answer=b"")
    assert (await gate.enter(said("m:1"))).answer == b"kept"


async def test_what_drops_or_forgets_is_told(redis: Redis, server: EmbeddedRedis) -> None:
    good, words = await redis_memory(settings(server))
    assert (good, "上限 32 MB" in words) == (True, True), words
    await redis.config_set("maxmemory-policy", "allkeys-lru")
    await redis.config_set("appendonly", "no")
    good, words = await redis_memory(settings(server))
    assert not good
    assert "noeviction" in words
    assert "appendonly yes" in words


async def test_a_server_that_outlived_its_program_learns_its_limit(
    redis: Redis, server: EmbeddedRedis, tmp_path: Path
) -> None:
    await redis.config_set("maxmemory-policy", "allkeys-lru")
    await redis.config_set("maxmemory", 0)
    assert server._ownership
    assert server._keeper
    await end([server._keeper])
    server._ownership.close()
    server._ownership = None
    other = EmbeddedRedis(tmp_path, megabytes=40)
    await other.start()
    found = await RedisMemory(redis).figures()
    assert (found.evicts, found.limit) == (False, 40 * 1024 * 1024)
    await other.stop()
    # It is this process's child all the same, and nobody else waits for its end.
    assert server._process
    await server._process.wait()


async def test_a_worn_file_is_written_anew(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REWRITTEN_FROM_BYTES", 1000)
    monkeypatch.setattr(memory, "REWRITTEN_TIMES", 0.01)
    for _ in range(200):
        await redis.set("said", "again" * 100)
    before = (await RedisMemory(redis).figures()).file
    await RedisMemory(redis).tend()
    while (await RedisMemory(redis).figures()).rewriting:
        pass
    after = await RedisMemory(redis).figures()
    assert after.file < before / 10
    assert after.sound
    assert not after.worn


async def test_a_citizen_takes_half_the_room(redis: Redis) -> None:
    gate = RedisGate(redis, vault=VAULT, rate_limit=0)
    for number in range(10):
        await gate.enter(said(f"m:{number}"))
        await gate.leave(said(f"m:{number}"), state=STATE, answer=b"")
    citizens, each = await RedisMemory(redis).citizens()
    plain = len(orjson.dumps(STATE)) + 10 * len(orjson.dumps(TURN))
    assert citizens == 1
    assert each < plain / 2
    assert await gate.talk("wechat", "o1") == TURN * 10


async def test_what_an_earlier_version_kept_is_read(redis: Redis) -> None:
    sealed = VAULT.seal(orjson.dumps(STATE), purpose="conversation")
    await redis.set("mingbai:conversation:wechat:o1", sealed)
    await redis.rpush("mingbai:talk:wechat:o1", VAULT.seal(orjson.dumps(TURN), purpose="talk"))
    gate = RedisGate(redis, vault=VAULT, rate_limit=0)
    assert (await gate.enter(said("m:1"))).state == STATE
    assert await gate.talk("wechat", "o1") == TURN


async def test_what_is_pressed_is_shown_to_its_citizen_and_outstays_no_time(redis: Redis) -> None:
    gate = RedisGate(redis, vault=VAULT, rate_limit=0)
    await gate.enter(said("m:1"))
    await gate.leave(said("m:1"), state=STATE, answer=b"")
    held = await RedisTraces(redis, vault=VAULT).held(CitizenAccount("wechat", "o1"))
    assert held["conversation"] == [STATE]
    assert held["talk"] == [TURN]
    old = OldTalk(redis, VAULT, timedelta(days=365))
    later = datetime.fromtimestamp(TURN[0]["timestamp"], UTC) + timedelta(days=400)
    assert (await old.due(now=later)).count == 2
    assert await old.erase(now=later, limit=9) == 2
    assert (await gate.enter(said("m:2"))).state == {**STATE, "events": []}
    assert await gate.talk("wechat", "o1") == []


@pytest.mark.parametrize("value", [{}, [], {"a": "明白" * 5000}, [1, None, "\u2028"]])
def test_what_is_pressed_is_the_same_again(value: Any) -> None:
    assert unpressed(pressed(value)) == value


@pytest.mark.parametrize("broken", [b"\x01", b"\x01abc", b"no JSON"])
def test_what_was_never_pressed_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError):
        unpressed(broken)
