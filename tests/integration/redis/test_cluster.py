"""A real cluster of three nodes and a replica on loopback: one slot for everything, and it moves with its primary."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from adapters.backup import redis_content
from adapters.redis.gate import RedisGate
from adapters.redis.keys import key_of, lie_in_one_slot
from adapters.redis.person import CitizenAccount, RedisTraces
from adapters.redis.quarantine import Quarantine
from adapters.redis.questions import QuestionStream
from adapters.redis.servers.cluster import SLOT
from adapters.redis.waiting_notes import known_key
from adapters.resources import open_redis
from adapters.settings import SettingsError, Storage
from bot.errors import ServiceError
from bot.inbound.gate import AdmissionStanding
from bot.message import Inbound
from bot.privacy import Vault
from tests.integration.redis.test_sentinel import free_port, started, wait_for

pytestmark = pytest.mark.redis
SLOTS = 16384
MOVING_SECONDS = 30.0
SECRET = "a secret of thirty-two letters ok"


@dataclass(frozen=True)
class Cluster:
    """Three primaries, each with a third of the slots, and a replica of the one that has ours."""

    ports: tuple[int, ...]
    replica: int
    owner: int
    processes: "dict[int, subprocess.Popen[bytes]]"

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in self.ports)


def told(port: int, *words: str | int) -> Any:
    with Redis(host="127.0.0.1", port=port, socket_timeout=2.0) as client:
        return client.execute_command(*words)


def bus_port() -> int:
    """Give a port whose bus port is one too: a node listens ten thousand higher as well."""
    while (port := free_port()) > 65_535 - 10_000:
        pass
    return port


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    ports = [bus_port() for _ in range(4)]
    with ExitStack() as stack:
        stack.callback(lie_in_one_slot, together=False)
        processes = {}
        for port in ports:
            options = (
                *("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
                *("--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--loglevel", "warning"),
            )
            processes[port] = started(stack, tmp_path / str(port), port, *options)
        *primaries, replica = ports
        share = -(-SLOTS // len(primaries))
        for place, port in enumerate(primaries):
            told(port, "CLUSTER", "ADDSLOTSRANGE", place * share, min(SLOTS, (place + 1) * share) - 1)
        for port in ports[1:]:
            told(ports[0], "CLUSTER", "MEET", "127.0.0.1", port)
        for port in ports:
            wait_for(port, lambda client: b"cluster_known_nodes:4" in told_info(client))
        for port in primaries:
            wait_for(port, lambda client: b"cluster_state:ok" in told_info(client))
        owner = primaries[SLOT // share]
        told(replica, "CLUSTER", "REPLICATE", told(owner, "CLUSTER", "MYID").decode())
        wait_for(replica, lambda client: client.info("replication").get("master_link_status") == "up")
        yield Cluster(tuple(primaries), replica, owner, processes)


def told_info(client: "Redis") -> bytes:
    answer: Any = client.execute_command("CLUSTER", "INFO")
    return answer if isinstance(answer, bytes) else "\n".join(f"{k}:{v}" for k, v in answer.items()).encode()


def said(key: str, citizen: str = "o1") -> Inbound:
    return Inbound("wechat", citizen, key, "text", datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC), "问")


async def turn(gate: RedisGate, key: str, citizen: str = "o1") -> None:
    admission = await gate.enter(said(key, citizen))
    assert admission.standing is AdmissionStanding.FRESH
    await gate.leave(said(key, citizen), state={"events": [], "slots": {"matter": "低保"}}, answer=b"one")


async def test_everything_of_many_citizens_lies_in_one_slot_of_the_cluster(cluster: Cluster) -> None:
    vault = Vault(SECRET)
    async with open_redis(Storage(redis_url=cluster.url)) as redis:
        gate = RedisGate(redis, vault=vault, rate_limit=9)
        await asyncio.gather(*(turn(gate, "m:1", f"o{number}") for number in range(40)))
        # What crosses citizens too: notes, what was asked, a message in hand, and what a rights request reads.
        await redis.set(known_key(), b"1")
        await gate.hold("o1")
        await gate.enter(said("m:2"))
        assert (await gate.enter(said("m:1", "o2"))).answer == b"one"
        assert await gate.stranded(limit=9) == []
        book = QuestionStream(redis, vault=vault, threshold=lambda: 0.5, generation=lambda: "one")
        await book.flush()
        traces = RedisTraces(redis, vault=vault)
        held = await traces.held(CitizenAccount("wechat", "o3"))
        assert held["conversation"][0]["slots"] == {"matter": "低保"}
        await traces.erase(CitizenAccount("wechat", "o3"))
        assert await gate.conversation("wechat", "o3") is None
    # One node that knows the others is enough, and one that is away is passed over.
    other = next(port for port in cluster.ports if port != cluster.owner)
    async with open_redis(Storage(redis_url=f"redis+cluster://127.0.0.1:1,127.0.0.1:{other}")) as redis:
        assert await redis.exists(known_key())
    counts = {port: told(port, "DBSIZE") for port in cluster.ports}
    assert counts.pop(cluster.owner) > 40
    assert set(counts.values()) == {0}
    names = told(cluster.owner, "KEYS", "*")
    assert {told(cluster.owner, "CLUSTER", "KEYSLOT", name) for name in names} == {SLOT}
    assert key_of("lock", "wechat:o1").encode() in names


async def until_ours(gate: RedisGate, key: str) -> dict[str, Any]:
    """Come in, as often as it takes until the slot has its new primary; give the conversation."""
    until = time.monotonic() + MOVING_SECONDS
    while True:
        try:
            admission = await gate.enter(said(key))
        except ServiceError:
            assert time.monotonic() < until
            await asyncio.sleep(0.1)
            continue
        assert admission.standing is AdmissionStanding.FRESH
        return dict(admission.state or {})


async def test_a_conversation_goes_on_where_the_slot_has_moved_and_where_its_primary_died(
    cluster: Cluster,
) -> None:
    async with open_redis(Storage(redis_url=cluster.url)) as redis:
        gate = RedisGate(redis, vault=Vault(SECRET), rate_limit=0)
        await turn(gate, "m:1")
        assert await redis.wait(1, 2000) == 1
        # Handed over in order: whoever is asked says where the slot lies now.
        told(cluster.replica, "CLUSTER", "FAILOVER")
        wait_for(cluster.replica, lambda client: client.info("replication")["role"] == "master")
        assert (await until_ours(gate, "m:2"))["slots"] == {"matter": "低保"}
        await gate.leave(said("m:2"), state={"events": [], "slots": {"matter": "医保"}}, answer=b"two")
        assert await redis.wait(1, 2000) == 1
        # And the one that has it now dies: the other takes the slot back.
        cluster.processes[cluster.replica].kill()
        assert (await until_ours(gate, "m:3"))["slots"] == {"matter": "医保"}
        assert (await gate.enter(said("m:2"))).answer == b"two"


async def test_a_cluster_that_is_away_is_a_world_that_is_away() -> None:
    try:
        async with open_redis(Storage(redis_url="redis+cluster://127.0.0.1:1")) as redis:
            with pytest.raises(RedisError):
                await redis.ping()
            with pytest.raises(ServiceError):
                await RedisGate(redis, vault=Vault(SECRET), rate_limit=0).enter(said("m:1"))
    finally:
        lie_in_one_slot(together=False)


async def test_an_address_with_a_database_does_not_start() -> None:
    try:
        with pytest.raises(SettingsError, match="MINGBAI_REDIS_URL：集群只有0号库"):
            async with open_redis(Storage(redis_url="redis+cluster://127.0.0.1:1/3")):
                pass
    finally:
        lie_in_one_slot(together=False)


async def test_a_copy_of_one_server_is_read_by_a_cluster_and_back(redis: AsyncRedis, tmp_path: Path) -> None:
    vault = Vault(SECRET)
    gate = RedisGate(redis, vault=vault, rate_limit=0)
    await turn(gate, "m:1")
    await gate.enter(said("m:2"))
    await gate.set_aside(said("m:2"), answer=b"")
    for together in (True, False):
        path = tmp_path / f"{together}.jsonl"
        await redis_content.write(redis, path)
        await redis.flushall()
        lie_in_one_slot(together=together)
        try:
            await redis_content.load(redis, path)
            names = await redis.keys("*")
            assert names
            assert {name.startswith(b"{mingbai}:") for name in names} == {together}
            state = await gate.conversation("wechat", "o1")
            assert state is not None
            assert state["slots"] == {"matter": "低保"}
            assert [each.key for each in await Quarantine(redis).messages(vault)] == ["m:2"]
        except BaseException:
            lie_in_one_slot(together=False)
            raise
