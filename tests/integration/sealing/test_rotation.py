"""The key is changed while citizens write: nothing is lost, nothing stays behind, and the old key can go.

Two processes are two key files on one path: each learns of a new key by looking at the file.
"""

import asyncio
import secrets
import time
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.sealing import key_file, retirement
from adapters.sealing.canary import check_keys
from adapters.sealing.key_file import KeyFile
from adapters.sealing.places import RedisForm, SealedKind
from adapters.sealing.resealing import PassResult, Resealing, sealed_with
from adapters.sealing.retirement import retire
from adapters.sealing.values import SealedValues
from adapters.settings import SettingsError
from bot.database import Database
from bot.keyring import SealingKey
from bot.privacy import Vault
from tests.factories.sealed import Sealers

pytestmark = pytest.mark.redis
SECRET = "a secret of thirty-two letters ok"
CITIZENS, TURNS, RECORDS = 12, 15, 12


def add_key(path: Path) -> str:
    """Do what `mingbai keys add` does; give the new key's id."""
    file, key = KeyFile(path, secret=SECRET), SealingKey.of(secrets.token_urlsafe(48), seals_from=time.time())
    with file.changing():
        file.write(file.ring().with_key(key))
    return key.id


def later() -> float:
    """Give the time when every process knows a key that was added now."""
    return time.time() + 60


async def writing(processes: list[Sealers], citizen: int, turns: int) -> None:
    """Let a citizen write, now to one process and now to the other; each finds what the other kept."""
    for number in range(turns):
        found = await processes[(citizen + number) % 2].turn(f"c{citizen}", number)
        assert found.get("turns", 0) == number
        await asyncio.sleep(0.005)


async def test_a_rotation_under_load(
    database: Database, redis: Redis, key_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_file, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(retirement, "SETTLED_SECONDS", 0.0)
    ours, theirs = [Vault(KeyFile(key_path, secret=SECRET)) for _ in range(2)]
    first = ours.sealing_id
    processes = [Sealers(database, redis, ours), Sealers(database, redis, theirs)]
    await check_keys(database, ours)
    await processes[0].everywhere(0)

    async def filing() -> list[tuple[str, str, int]]:
        filed = []
        for number in range(1, RECORDS):
            process = processes[number % 2]
            filed.append((await process.file(number), await process.hand_over(number), number))
            await process.wait(number)
        return filed

    async def rotating() -> tuple[str, int]:
        await asyncio.sleep(0.02)
        latest, resealing = "", Resealing(SealedValues(database, redis), vault=ours)
        done = 0
        for _ in range(2):
            latest = add_key(key_path)
            done += (await resealing.whole()).resealed
            await asyncio.sleep(0.05)
        return latest, done

    load = [writing(processes, citizen, TURNS) for citizen in range(CITIZENS)]
    filed, (latest, early), *_ = await asyncio.gather(filing(), rotating(), *load)
    values = SealedValues(database, redis)
    result: PassResult = await Resealing(values, vault=theirs).whole()
    counts = await sealed_with(values, vault=theirs)

    # One request, ticket, name on the list and conversation each; a letter, a paper, a complaint with its paper, a withheld record; talk turn by turn; one message in
    # hand and one aside, whose keepers left no conversation.
    expected = 3 * RECORDS + 1 + 1 + 2 + 1 + (CITIZENS + 1) + (CITIZENS * TURNS + 1) + 1 + 1
    assert (counts, result.unreadable) == ({latest: expected}, {})
    assert early > 0

    await check_keys(database, theirs)
    for old in [key.id for key in theirs.ring(fresh=True).keys if key.id != latest]:
        with KeyFile(key_path, secret=SECRET).changing():
            await retire(
                KeyFile(key_path, secret=SECRET), old, values=values, vault=theirs, database=database
            )
    fresh = Vault(KeyFile(key_path, secret="the setting may be another one now, 32 letters"))
    assert [key.id for key in fresh.ring().keys] == [latest]
    assert first != latest
    await check_keys(database, fresh)
    after = Sealers(database, redis, fresh)
    for request, ticket, number in filed:
        assert await after.reveal(request) == "339901198503142016"
        assert await after.talk_of(ticket) == f"第{number}句"
    for citizen in range(CITIZENS):
        assert (await after.turn(f"c{citizen}", TURNS))["turns"] == TURNS
    assert len(await after.gate.talk("wechat", "c1")) == TURNS + 1
    assert await after.quarantined() == 1


async def test_what_was_sealed_before_ids_is_sealed_anew_and_times_to_live_stay(
    database: Database, redis: Redis, key_path: Path
) -> None:
    vault = Vault(KeyFile(key_path, secret=SECRET))
    await Sealers(database, redis, vault).turn("o1", 1)
    name = "mingbai:conversation:wechat:o1"
    sealed = await redis.get(name)
    # Without mark and id it is what an earlier version would have kept: the same key sealed it.
    await redis.set(name, sealed[8:], ex=1000)
    add_key(key_path)
    vault.ring(fresh=True)
    values = SealedValues(database, redis)
    assert await sealed_with(values, vault=vault) == {Vault(SECRET).sealing_id: 2}
    assert (await Resealing(values, vault=vault).whole()).resealed == 2
    assert await sealed_with(values, vault=vault) == {vault.sealing_id: 2}
    assert 900 < await redis.ttl(name) <= 1000
    assert (await Sealers(database, redis, vault).turn("o1", 2))["turns"] == 1


async def test_the_worker_does_it_batch_by_batch_and_begins_again_after_a_restart(
    database: Database, redis: Redis, key_path: Path
) -> None:
    vault = Vault(KeyFile(key_path, secret=SECRET))
    sealers, values = Sealers(database, redis, vault), SealedValues(database, redis)
    for number in range(3):
        await sealers.everywhere(number)
    add_key(key_path)
    latest = vault.ring(fresh=True).keys[-1].id
    before = await sealed_with(values, vault=vault)
    await Resealing(values, vault=vault).step()
    assert await sealed_with(values, vault=vault) == before, "not before every process knows the key"
    await Resealing(values, vault=vault, now=later).step()
    half = await sealed_with(values, vault=vault)
    assert half[latest] == 3, "one place of three rows"
    again = Resealing(values, vault=vault, now=later)
    for _ in range(40):
        await again.step()
    assert await sealed_with(values, vault=vault) == {latest: before.total()}


async def test_nothing_is_put_in_the_place_of_what_was_written_meanwhile(
    database: Database, redis: Redis, key_path: Path
) -> None:
    vault = Vault(KeyFile(key_path, secret=SECRET))
    sealers, values = Sealers(database, redis, vault), SealedValues(database, redis)
    await sealers.everywhere(0)
    stale = [value async for batch in values.batches() for value in batch]
    add_key(key_path)
    vault.ring(fresh=True)
    await Resealing(values, vault=vault).whole()
    pairs = [(value, b"stale") for value in stale]
    assert await values.replace(pairs) == 0


async def test_a_key_in_use_cannot_be_retired(
    database: Database, redis: Redis, key_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = KeyFile(key_path, secret=SECRET)
    vault, values = Vault(file), SealedValues(database, redis)
    first = vault.sealing_id
    await Sealers(database, redis, vault).turn("o1", 1)

    async def refusal(identifier: str) -> str:
        with pytest.raises(SettingsError) as refused:
            await retire(file, identifier, values=values, vault=vault, database=database)
        return str(refused.value)

    assert "没有密钥" in await refusal("00000000")
    assert "正在用" in await refusal(first)
    add_key(key_path)
    assert "过一分钟" in await refusal(first)
    monkeypatch.setattr(retirement, "SETTLED_SECONDS", 0.0)
    assert "还有 2 处" in await refusal(first)
    assert KeyFile(key_path, secret=SECRET).ring().keys[0].id == first


async def test_an_entry_of_a_stream_comes_again_sealed_anew(
    database: Database, redis: Redis, key_path: Path
) -> None:
    """A week's worth of what could not be kept lies in such a stream."""
    vault = Vault(KeyFile(key_path, secret=SECRET))
    kind = SealedKind("notes", RedisForm.STREAM, "notes", "nowhere")
    values = SealedValues(database, redis, kinds=[kind])
    for number in range(250):
        name = "mingbai:notes" if number % 2 else "mingbai:notes:aside"
        await redis.xadd(name, {"sealed": vault.seal(str(number), purpose="notes")})
    await redis.xadd("mingbai:notes", {"lines": b"of an earlier version"})
    add_key(key_path)
    vault.ring(fresh=True)
    result = await Resealing(values, vault=vault).whole()
    assert (result.resealed, result.unreadable) == (250, {})
    assert await sealed_with(values, vault=vault) == {vault.sealing_id: 250}
    kept = [value async for batch in values.batches() for value in batch]
    assert {vault.open(value.sealed, purpose="notes") for value in kept} == {str(n) for n in range(250)}
    assert await redis.xlen("mingbai:notes") == 126
