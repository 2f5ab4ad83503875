"""Where a demonstration keeps its data, that it refuses real data, and that only one runs on a folder."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli.demo_folder import KEYS, LOCK, chosen_folder, only_one, refuse_real_data
from adapters.cli.main import app
from adapters.redis.server import EmbeddedRedis
from adapters.settings import SettingsError, Trial, load_trial
from adapters.storage.engine import create_database, sqlite_url
from adapters.storage.migrate import upgrade
from bot.clock import SystemClock
from handlers.accounts.account import Role
from handlers.accounts.service import AccountService


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in a folder without anything, for an account whose home is another one."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_DATA_HOME", "MINGBAI_DATA_DIR", "MINGBAI_PRODUCTION"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_word_data_lie_with_the_account_and_not_where_it_runs(tmp_path: Path) -> None:
    assert chosen_folder(None, load_trial()) == tmp_path / "home" / ".local" / "share" / "mingbai" / "demo"


def test_the_desktops_own_place_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "kept"))
    assert chosen_folder(None, load_trial()) == tmp_path / "kept" / "mingbai" / "demo"


def test_a_relative_place_is_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "kept")
    assert chosen_folder(None, load_trial()).is_relative_to(tmp_path / "home")


def test_the_setting_is_heeded_from_the_environment_and_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(".env").write_text(f"MINGBAI_DATA_DIR={tmp_path / 'filed'}\n", "utf-8")
    assert chosen_folder(None, load_trial()) == tmp_path / "filed"
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "set"))
    assert chosen_folder(None, load_trial()) == tmp_path / "set"
    assert chosen_folder(tmp_path / "asked", load_trial()) == tmp_path / "asked"


def test_an_earlier_demonstration_in_the_folder_goes_on() -> None:
    Path("data").mkdir()
    assert chosen_folder(None, load_trial()) != Path("data")
    (Path("data") / KEYS).write_text("{}", "utf-8")
    assert chosen_folder(None, load_trial()) == Path("data")


@pytest.mark.parametrize("name", ["mingbai.db", "keys.json", "redis"])
async def test_a_folder_with_real_data_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / name).touch()
    with pytest.raises(SettingsError, match=name):
        await refuse_real_data(tmp_path / "real", Trial())
    assert [each.name for each in (tmp_path / "real").iterdir()] == [name]
    (tmp_path / "real" / KEYS).touch()
    await refuse_real_data(tmp_path / "real", Trial())


async def test_a_real_database_is_refused_and_an_empty_one_is_not(tmp_path: Path) -> None:
    database = create_database(sqlite_url(tmp_path))
    await upgrade(database)
    settings = Trial(database_url=sqlite_url(tmp_path))
    await refuse_real_data(tmp_path / "trial", settings)
    accounts = AccountService(database, clock=SystemClock())
    await accounts.add("wang", "correct horse 9", display_name="王丽", roles=[Role.STAFF], actor="test")
    await database.close()
    with pytest.raises(SettingsError, match="MINGBAI_DATABASE_URL"):
        await refuse_real_data(tmp_path / "trial", settings)
    assert not (tmp_path / "trial").exists()


@pytest.mark.redis
async def test_a_redis_with_somebodys_talks_is_refused(tmp_path: Path) -> None:
    from redis.asyncio import Redis

    server = EmbeddedRedis(tmp_path)
    settings = Trial(redis_url=await server.start())
    try:
        await refuse_real_data(tmp_path / "trial", settings)
        async with Redis.from_url(settings.redis_url) as client:
            await client.set("mingbai:talk:o1", "sealed")
        with pytest.raises(SettingsError, match="MINGBAI_REDIS_URL"):
            await refuse_real_data(tmp_path / "trial", settings)
    finally:
        await server.stop()


def test_production_is_no_place_to_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGBAI_PRODUCTION", "true")
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "real"))
    said = CliRunner().invoke(app, ["demo"])
    assert isinstance(said.exception, SettingsError)
    assert "MINGBAI_PRODUCTION" in str(said.exception)
    assert not (tmp_path / "real").exists()


def test_the_second_on_a_folder_is_told_what_runs_there(tmp_path: Path) -> None:
    with only_one(tmp_path) as door:
        with pytest.raises(SettingsError, match="正在启动"), only_one(tmp_path):
            pass
        door.announce(phone="http://127.0.0.1:8001", own="http://127.0.0.1:8000")
        with pytest.raises(SettingsError) as refused, only_one(tmp_path):
            pass
        process = json.loads((tmp_path / LOCK).read_text("utf-8"))["process"]
        for told in ("http://127.0.0.1:8001", "http://127.0.0.1:8000/staff", f"kill {process}", "--data"):
            assert told in str(refused.value)
    with only_one(tmp_path), pytest.raises(SettingsError, match="正在启动"), only_one(tmp_path):
        pass
