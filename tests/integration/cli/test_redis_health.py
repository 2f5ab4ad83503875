"""What doctor says of Redis: which server, and whether it lacks security fixes; that alone is no fault."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.cli import doctor
from adapters.cli.health import redis_health
from adapters.redis.server import FOLDER_OF_NEW, EmbeddedRedis
from adapters.redis.servers.security_fixes import FixReport, ServerVersion
from adapters.settings import Settings
from bot.errors import ServiceError

pytestmark = pytest.mark.redis


def settings(folder: Path, **more: Any) -> Settings:
    plain = {
        "secret_key": "s" * 43,
        "wechat_token": "tokenfortests",
        "wechat_aes_key": "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs",
        "wechat_appid": "wx1234567890abcdef",
        "wechat_account": "gh_example",
        "data_dir": folder,
    }
    return Settings(_env_file=None, **plain | more)  # type: ignore[call-arg]


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Give a server of its own, as one that an administrator runs."""
    server = EmbeddedRedis(tmp_path / "elsewhere")
    yield await server.start()
    await server.stop()


async def test_the_server_that_is_shipped_lacks_nothing(tmp_path: Path) -> None:
    good, words = await redis_health.standing(settings(tmp_path))
    assert (good, words.startswith("内嵌，Valkey 9.")) == (True, True)
    good, words = await redis_health.fixes(settings(tmp_path))
    assert good, words
    assert "没有要补的" in words
    assert "maxmemory-clients 才有，这里没有设置。按2026年" in words


async def test_a_setting_that_opens_a_flaw_is_seen(tmp_path: Path, address: str) -> None:
    async with Redis.from_url(address) as client:
        await client.config_set("maxmemory-clients", "100mb")
    good, words = await redis_health.fixes(settings(tmp_path, redis_url=address))
    assert good is None
    assert "CVE-2026-130822" in words
    assert "请升级" in words


async def test_a_server_that_keeps_its_settings_to_itself_is_taken_for_open(
    tmp_path: Path, address: str
) -> None:
    async with Redis.from_url(address) as client:
        await client.execute_command("ACL", "SETUSER", "default", "-config")
    good, words = await redis_health.fixes(settings(tmp_path, redis_url=address))
    assert (good, "CVE-2026-130822" in words) == (None, True)


async def test_one_that_is_away_is_told_as_away(tmp_path: Path) -> None:
    with pytest.raises(ServiceError):
        await redis_health.fixes(settings(tmp_path, redis_url=f"unix://{tmp_path}/nowhere.sock"))


@pytest.mark.parametrize(
    ("server", "found", "says"),
    [
        (ServerVersion("Redis", (7, 0, 15)), FixReport(ended=True), "Redis 7.0.15 所在的系列不再发布修复"),
        (ServerVersion("Valkey", (9, 2, 0)), FixReport(unknown=True), "Valkey 9.2.0 比修复表新"),
    ],
)
def test_what_the_table_does_not_hold_is_told(server: ServerVersion, found: FixReport, says: str) -> None:
    good, words = redis_health.told(server, found, embedded=False)
    assert (good, words.startswith(says), "2026年" in words) == (None, True, True)


async def test_data_that_no_server_here_can_read_are_one_fault_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "redis" / FOLDER_OF_NEW
    folder.mkdir(parents=True)
    (folder / "appendonly.aof.manifest").write_text("file appendonly.aof.1.base.rdb seq 1 type b\n")
    (folder / "appendonly.aof.1.base.rdb").write_bytes(b"VALKEY999" + bytes(16))
    found = {name: (good, words) async for name, good, words in doctor._findings(settings(tmp_path))}
    good, words = found["Redis"]
    assert (good, "内嵌的 Redis 启动失败" in words) == (False, True)
    assert "Redis 的安全修复" not in found


async def test_a_lack_does_not_fail_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def only(_: Settings) -> AsyncIterator[doctor.Finding]:
        yield "Redis 的安全修复", None, "缺"

    monkeypatch.setattr(doctor, "_findings", only)
    assert await doctor._report(settings(tmp_path))
    assert "！ Redis 的安全修复：缺" in capsys.readouterr().out
