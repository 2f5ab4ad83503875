"""Three real servers on loopback: a primary, its replica and a sentinel; the primary dies, and the program goes on at the other."""

import asyncio
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from adapters.redis.gate import RedisGate
from adapters.redis.server import executable
from adapters.resources import open_redis
from adapters.settings import SettingsError, Storage
from bot.errors import ServiceError
from bot.inbound.gate import Admission, AdmissionStanding
from bot.message import Inbound
from bot.privacy import Vault

pytestmark = pytest.mark.redis
FAILOVER_SECONDS = 30.0
WATCHED = """port {port}
bind 127.0.0.1
sentinel monitor county 127.0.0.1 {primary} 1
sentinel down-after-milliseconds county 500
sentinel failover-timeout county 3000
"""


@dataclass(frozen=True)
class Watched:
    """A primary with a replica that a sentinel watches."""

    primary: "subprocess.Popen[bytes]"
    url: str


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def started(stack: ExitStack, folder: Path, port: int, *options: str) -> "subprocess.Popen[bytes]":
    folder.mkdir()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    process = subprocess.Popen([executable(), *options, "--dir", str(folder)], **silent)
    stack.callback(process.wait)
    stack.callback(process.kill)
    wait_for(port, lambda client: bool(client.ping()))
    return process


def wait_for(port: int, told: Callable[["Redis"], object]) -> None:
    until = time.monotonic() + FAILOVER_SECONDS
    with Redis(host="127.0.0.1", port=port, socket_timeout=1.0) as client:
        while time.monotonic() < until:
            try:
                if told(client):
                    return
            except RedisError:
                pass
            time.sleep(0.05)
    raise AssertionError(port)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    one, other, watch = free_port(), free_port(), free_port()
    with ExitStack() as stack:
        plain = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        primary = started(stack, tmp_path / "one", one, "--port", str(one), *plain)
        follows = ("--replicaof", f"127.0.0.1 {one}")
        started(stack, tmp_path / "other", other, "--port", str(other), *plain, *follows)
        wait_for(other, lambda client: client.info("replication")["master_link_status"] == "up")
        told = tmp_path / "sentinel.conf"
        told.write_text(WATCHED.format(port=watch, primary=one))
        started(stack, tmp_path / "watch", watch, str(told), "--sentinel")
        wait_for(watch, lambda client: len(client.sentinel_slaves("county")) == 1)
        yield Watched(primary, f"redis+sentinel://127.0.0.1:{watch}/county/0")


def said(key: str) -> Inbound:
    return Inbound("wechat", "o1", key, "text", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), "问")


async def entered(gate: RedisGate, key: str) -> Admission:
    """Come in, as often as it takes until the other server is the primary."""
    until = time.monotonic() + FAILOVER_SECONDS
    while True:
        try:
            return await gate.enter(said(key))
        except ServiceError:
            assert time.monotonic() < until
            await asyncio.sleep(0.1)


async def test_a_conversation_goes_on_when_the_primary_dies(watched: Watched) -> None:
    async with open_redis(Storage(redis_url=watched.url)) as redis:
        gate = RedisGate(redis, vault=Vault("a secret of thirty-two letters ok"), rate_limit=0)
        assert (await gate.enter(said("m:1"))).standing is AdmissionStanding.FRESH
        await gate.leave(said("m:1"), state={"events": [], "slots": {"matter": "低保"}}, answer=b"one")
        assert await redis.wait(1, 2000) == 1
        watched.primary.kill()
        with pytest.raises(ServiceError):
            await gate.enter(said("m:2"))
        admission = await entered(gate, "m:2")
        assert admission.standing is AdmissionStanding.FRESH
        assert admission.state is not None
        assert admission.state["slots"] == {"matter": "低保"}
        assert (await gate.enter(said("m:1"))).answer == b"one"


async def test_an_address_without_a_service_does_not_start() -> None:
    with pytest.raises(SettingsError, match="MINGBAI_REDIS_URL：哨兵的地址要写明服务名"):
        async with open_redis(Storage(redis_url="redis+sentinel://127.0.0.1:1")):
            pass
