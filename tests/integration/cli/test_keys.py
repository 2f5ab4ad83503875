"""The key ring from the command line, on a whole data folder."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.sealing import retirement
from adapters.sealing.key_file import read_ring
from adapters.settings import SettingsError

pytestmark = pytest.mark.redis


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(retirement, "SETTLED_SECONDS", 0.0)
    settings = {
        "DATA_DIR": str(tmp_path), "SECRET_KEY": "s" * 43, "WECHAT_TOKEN": "tokenfortests",
        "WECHAT_AES_KEY": "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs", "WECHAT_APPID": "wx1234567890abcdef",
        "WECHAT_ACCOUNT": "gh_example",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(f"MINGBAI_{name}", value)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def listed() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("keys", "list", "--json").stdout)["keys"]
    return found


def test_a_key_comes_everything_is_sealed_anew_and_the_old_one_goes(data: Path) -> None:
    run("migrate")
    (first,) = listed()
    assert (first["state"], first["values"]) == ("sealing", 0)
    assert run("keys", "retire", str(first["id"])).exit_code == 1
    added = run("keys", "add")
    assert (added.exit_code, "已加入密钥" in added.stdout) == (0, True)
    ring = read_ring(data / "keys.json")
    assert all(key.secret not in added.stdout for key in ring.keys)
    assert [each["state"] for each in listed()] == ["opening", "sealing"]
    assert run("keys", "reseal").exit_code == 0
    assert run("keys", "retire", str(first["id"])).exit_code == 0
    assert [each["id"] for each in listed()] == [ring.keys[1].id]


def test_a_key_may_wait_until_it_is_everywhere(data: Path) -> None:
    run("migrate")
    assert run("keys", "add", "--minutes", "30").exit_code == 0
    assert [each["state"] for each in listed()] == ["sealing", "waiting"]


def test_another_secret_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("migrate")
    run("keys", "list")
    monkeypatch.setenv("MINGBAI_SECRET_KEY", "t" * 43)
    refused = run("keys", "list")
    assert (refused.exit_code, type(refused.exception)) == (1, SettingsError)
    assert "原来的密钥" in str(refused.exception)


def test_doctor_sees_a_wrong_key_and_a_file_that_lies_open(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("migrate")
    run("keys", "list")
    assert "✓ 密钥：打得开" in run("doctor").stdout
    run("keys", "add")
    (data / "keys.json").chmod(0o644)
    assert "已经改好" in run("doctor").stdout
    assert (data / "keys.json").stat().st_mode & 0o077 == 0
    elsewhere = data.parent / "elsewhere.json"
    (data / "keys.json").rename(elsewhere)
    elsewhere.chmod(0o644)
    monkeypatch.setenv("MINGBAI_KEY_FILE", str(elsewhere))
    assert "✗ 密钥：别的用户能读" in run("doctor").stdout
    monkeypatch.delenv("MINGBAI_KEY_FILE")
    monkeypatch.setenv("MINGBAI_SECRET_KEY", "t" * 43)
    assert "✗ 密钥：密钥不对" in run("doctor").stdout
