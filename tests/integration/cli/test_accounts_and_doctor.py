"""Accounts as the administrator keeps them from the command line, and what doctor says of the record of it."""

import os
import re
import sqlite3
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import main
from adapters.cli.main import app
from adapters.cli.services import accounts
from adapters.cli.terminal import run_async
from handlers.accounts.account import Account

FIRST, SECOND = "correct horse battery", "another one entirely"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MINGBAI_SECRET_KEY", "s" * 43)
    monkeypatch.setenv("MINGBAI_WECHAT_TOKEN", "tokenfortests")
    monkeypatch.setenv("MINGBAI_WECHAT_AES_KEY", "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs")
    monkeypatch.setenv("MINGBAI_WECHAT_APPID", "wx1234567890abcdef")
    monkeypatch.setenv("MINGBAI_WECHAT_ACCOUNT", "gh_example")
    monkeypatch.setenv("MINGBAI_PUBLIC_URL", "https://mingbai.example")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def login(password: str) -> Account | None:
    async def attempt() -> Account | None:
        async with accounts() as service:
            return await service.verify("wang", password)

    return run_async(attempt())


def test_a_forgotten_password_is_replaced(data: Path) -> None:
    added = run("account", "add", "wang", "--name", "王丽", "--role", "staff", "--password", FIRST)
    assert added.exit_code == 0
    assert login(FIRST)
    changed = run("account", "password", "wang", "--password", SECOND)
    assert (changed.exit_code, "已更换" in changed.stdout) == (0, True)
    assert login(FIRST) is None
    assert login(SECOND)


def test_a_reset_gives_a_password_for_once(data: Path) -> None:
    run("account", "add", "wang", "--name", "王丽", "--role", "staff", "--password", FIRST)
    given = run("account", "reset", "wang")
    assert given.exit_code == 0
    [password] = re.findall(r"一次性密码：(\S+)", given.stdout)
    assert login(FIRST) is None
    account = login(password)
    assert account
    assert account.must_change_password


def test_roles_disabling_and_sessions_are_kept_from_the_command_line(data: Path) -> None:
    run("account", "add", "wang", "--name", "王丽", "--role", "staff", "--password", FIRST)
    steps = (
        ("roles", "wang", "--role", "operator", "--role", "reviewer"),
        ("disable", "wang"),
        ("enable", "wang"),
        ("end-sessions", "wang"),
        ("drop-factor", "wang"),
    )
    assert [run("account", *step).exit_code for step in steps] == [0] * len(steps)
    account = login(FIRST)
    assert account
    assert (sorted(account.roles), account.session_round) == (["operator", "reviewer"], 3)
    for step in (("roles", "wang", "--role", "mayor"), ("enable", "nobody"), ("reset", "nobody")):
        assert run("account", *step).exit_code != 0


@pytest.mark.redis
def test_doctor_sees_an_entry_that_was_written_over(data: Path) -> None:
    run("account", "add", "wang", "--name", "王丽", "--role", "staff", "--password", FIRST)
    run("account", "disable", "wang")
    assert "✓ 操作记录" in run("doctor").stdout
    with sqlite3.connect(data / "mingbai.db") as database:
        database.execute("UPDATE audit_entries SET actor = 'nobody' WHERE action = 'account:add'")
    found = run("doctor")
    assert found.exit_code == 1
    assert "✗ 操作记录：第 1 条与前一条接不上" in found.stdout


@pytest.mark.redis
def test_doctor_closes_the_data_folder_and_says_so(data: Path) -> None:
    run("account", "add", "wang", "--name", "王丽", "--role", "staff", "--password", FIRST)
    for path in (data, data / "mingbai.db"):
        path.chmod(0o755)
    assert "原先别的账号读得到，已经改好" in run("doctor").stdout
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "mingbai.db").stat().st_mode & 0o777 == 0o600


def test_the_command_makes_private_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.umask(0o022)
    try:
        monkeypatch.setattr(sys, "argv", ["mingbai", "--help"])
        with pytest.raises(SystemExit):
            main.run()
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)
