"""Accounts as the administrator keeps them from the command line, and what doctor says of the record of it."""

import asyncio
import os
import re
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis
from typer.testing import CliRunner, Result

from adapters.cli import main
from adapters.cli.main import app
from adapters.cli.services import accounts
from adapters.cli.terminal import run_async
from adapters.redis.gate import RedisGate
from adapters.redis.quarantine import messages_key
from adapters.redis.server import EmbeddedRedis
from adapters.storage.engine import create_database, sqlite_url
from adapters.wechat.api.alarms import AlarmBook
from adapters.wechat.api.errcodes import Answered, PlatformError
from bot.message import Inbound, Reply
from bot.outbound import outbox
from bot.outbound.parcel import ParcelBody
from bot.privacy import Vault
from handlers.accounts.account import Account
from tests.factories.tampering import unguard

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
    with closing(sqlite3.connect(data / "mingbai.db")) as database, database:
        unguard(database)
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


async def set_aside(folder: Path, *, count: int, at: datetime) -> None:
    """Let messages that hold a number be set aside at an instant."""
    redis = EmbeddedRedis(folder)
    url = await redis.start()
    try:
        async with Redis.from_url(url) as client:
            gate = RedisGate(client, vault=Vault("s" * 43), rate_limit=0)
            for number in range(count):
                said = Inbound(
                    "wechat", f"o{number}", f"m:{number}", "text", at, "我叫王小雨，339901198503142016"
                )
                await gate.enter(said)
                await gate.set_aside(said, answer=b"")
            for name in await client.zrange(messages_key(), 0, -1):
                await client.zadd(messages_key(), {name: at.timestamp()})
    finally:
        await redis.stop()


@pytest.mark.redis
@pytest.mark.parametrize(("days", "mark"), [(1, "✗"), (9, "✓")])
def test_doctor_lists_messages_set_aside_without_what_they_say(data: Path, days: int, mark: str) -> None:
    assert "✓ 处理不了的来信：没有" in run("doctor").stdout
    asyncio.run(set_aside(data, count=6, at=datetime.now(UTC) - timedelta(days=days)))
    told = run("doctor").stdout
    listing = told[told.index("处理不了的来信") :]
    assert f"{mark} 处理不了的来信：6 条" in told
    assert listing.count(" wechat text") == 5
    assert "……" in listing
    assert ("mingbai quarantine" in listing) == (mark == "✗")
    assert "王小雨" not in told
    assert "339901" not in told


def test_the_command_makes_private_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.umask(0o022)
    try:
        monkeypatch.setattr(sys, "argv", ["mingbai", "--help"])
        with pytest.raises(SystemExit):
            main.run()
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)


def test_a_redis_that_does_not_answer_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def late() -> None:
        raise TimeoutError

    monkeypatch.setattr(main, "app", late)
    before = os.umask(0o022)
    try:
        with pytest.raises(SystemExit, match="1"):
            main.run()
    finally:
        os.umask(before)
    assert "redis.log" in capsys.readouterr().err


async def sound(data: Path, code: int) -> None:
    """Let the platform have refused to send."""
    server = EmbeddedRedis(data)
    client = Redis.from_url(await server.start())
    book, now = AlarmBook(client), datetime.now(UTC)
    if code:
        await book.sound("/cgi-bin/message/custom/send", PlatformError(Answered(code), now=now), now=now)
    else:
        await book.end("/cgi-bin/message/custom/send")
    await client.aclose()
    await server.stop()


@pytest.mark.redis
def test_doctor_names_what_the_platform_refuses_until_it_takes_it_again(data: Path) -> None:
    assert "✓ 微信一直拒绝的接口：没有" in run("doctor").stdout
    asyncio.run(sound(data, 40164))
    told = run("doctor")
    assert told.exit_code == 1
    assert "✗ 微信一直拒绝的接口：微信一直拒绝接口 message/custom/send（错误码40164" in told.stdout
    assert "白名单" in told.stdout
    asyncio.run(sound(data, 0))
    assert "✓ 微信一直拒绝的接口：没有" in run("doctor").stdout


def test_doctor_counts_what_has_not_arrived(data: Path) -> None:
    run("account", "add", "wang", "--name", "王丽", "--role", "staff", "--password", FIRST)
    assert "✓ 没送到的消息：没有" in run("doctor").stdout
    asyncio.run(lay(data, datetime.now(UTC) - timedelta(hours=1)))
    assert "✓ 没送到的消息：等着发1 条" in run("doctor").stdout
    asyncio.run(lay(data, datetime.now(UTC) - timedelta(days=2)))
    assert "✗ 没送到的消息：等着发2 条；等着发的有一天以前的" in run("doctor").stdout


async def lay(data: Path, at: datetime) -> None:
    """Write a parcel that nobody has sent."""
    database = create_database(sqlite_url(data))
    async with database.transaction() as tx:
        await outbox.enqueue(tx, "o1", body=ParcelBody(Reply("信")), dedup=at.isoformat(), now=at)
    await database.close()
