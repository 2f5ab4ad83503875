"""A data folder that Redis 6.2 wrote is taken over whole, and no older server begins beside it with nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.backup import redis_content
from adapters.redis import questions
from adapters.redis.server import FILE_OF_OLD, FOLDER_OF_NEW, STOP_TO_OLD, EmbeddedRedis
from adapters.settings import SettingsError
from bot.privacy import Vault
from tests.factories.old_redis import CITIZENS, SECRET, YEAR_2100
from tests.factories.sealed import Sealers

pytestmark = pytest.mark.redis
RECORDED = Path(__file__).parents[2] / "data" / "redis-6.2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a data folder as Redis 6.2 left it."""
    (tmp_path / "redis").mkdir()
    shutil.copy(RECORDED / FILE_OF_OLD, tmp_path / "redis")
    return tmp_path


def entries(path: Path) -> dict[str, tuple[str, Any]]:
    """Give what is kept by its key; lifetimes are compared to seconds, and a hash has no order."""
    rows = [json.loads(line) for line in path.read_text("ascii").splitlines()]
    for row in rows:
        assert row["expires_at"] == 0 or abs(row["expires_at"] / 1000 - YEAR_2100) < 5, row["key"]
    return {
        row["key"]: (row["form"], sorted(row["value"]) if row["form"] == "hash" else row["value"])
        for row in rows
    }


async def test_everything_that_is_kept_is_there(folder: Path, tmp_path: Path) -> None:
    embedded = EmbeddedRedis(folder)
    async with Redis.from_url(await embedded.start()) as client:
        await redis_content.write(client, tmp_path / "kept.jsonl")
        [group] = await client.xinfo_groups(questions.stream_key())
    await embedded.stop()
    assert entries(tmp_path / "kept.jsonl") == entries(RECORDED / "kept.jsonl")
    # What a worker had begun to carry to the database and did not end is still its own.
    assert (group["name"], group["pending"]) == (b"log", CITIZENS // 2)


async def test_talks_go_on_and_what_was_in_hand_is_found(folder: Path) -> None:
    embedded = EmbeddedRedis(folder)
    async with Redis.from_url(await embedded.start()) as client:
        database: Any = None
        sealers = Sealers(database, client, Vault(SECRET))
        for citizen in range(CITIZENS):
            assert (await sealers.turn(f"o{citizen}", 9))["turns"] == 3
        await client.delete(*[f"mingbai:claim:wechat:hand{each}:in-hand" for each in range(CITIZENS)])
        stranded = await sealers.gate.stranded(limit=2 * CITIZENS)
        assert sorted(each.citizen for each in stranded) == [f"hand{each}" for each in range(CITIZENS)]
        assert await sealers.quarantined() == CITIZENS
    await embedded.stop()
    again = EmbeddedRedis(folder)
    async with Redis.from_url(await again.start()) as client:
        sealers = Sealers(database, client, Vault(SECRET))
        assert [(await sealers.turn(f"o{each}", 10))["turns"] for each in range(CITIZENS)] == [4] * CITIZENS
    await again.stop()


async def test_a_file_that_ends_within_a_command_loses_that_command_only(
    folder: Path, tmp_path: Path
) -> None:
    """A machine that lost its power left the last write half done."""
    file = folder / "redis" / FILE_OF_OLD
    with file.open("ab") as tail:
        tail.write(b"*3\r\n$3\r\nSET\r\n$12\r\nmingbai:talk")
    embedded = EmbeddedRedis(folder)
    async with Redis.from_url(await embedded.start()) as client:
        await redis_content.write(client, tmp_path / "kept.jsonl")
    await embedded.stop()
    assert entries(tmp_path / "kept.jsonl") == entries(RECORDED / "kept.jsonl")


async def test_an_older_server_is_stopped_from_beginning_with_nothing(folder: Path) -> None:
    embedded = EmbeddedRedis(folder)
    await embedded.start()
    await embedded.stop()
    assert (folder / "redis" / FOLDER_OF_NEW).is_dir()
    # Redis 6.2 ends at once at a file that begins with neither a command nor its own picture of the memory.
    assert (folder / "redis" / FILE_OF_OLD).read_text("ascii") == STOP_TO_OLD
    assert not STOP_TO_OLD.startswith(("*", "#", "REDIS"))
    again = EmbeddedRedis(folder)
    async with Redis.from_url(await again.start()) as client:
        assert await client.exists("mingbai:inflight")
    await again.stop()


async def test_data_of_a_newer_server_are_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "redis" / FOLDER_OF_NEW
    folder.mkdir(parents=True)
    (folder / "appendonly.aof.manifest").write_text("file appendonly.aof.1.base.rdb seq 1 type b\n")
    picture = folder / "appendonly.aof.1.base.rdb"
    picture.write_bytes(b"VALKEY999" + bytes(16))
    with pytest.raises(SettingsError, match=r"redis\.log"):
        await EmbeddedRedis(tmp_path).start()
    assert picture.read_bytes() == b"VALKEY999" + bytes(16)
