"""Retention and a person's rights from the command line, on a whole data folder."""

import json
import stat
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.cli.terminal import run_async
from adapters.resources import open_redis
from adapters.sealing.key_file import vault_of
from adapters.settings import load
from adapters.storage.engine import create_database, sqlite_url
from bot.clock import SettableClock
from bot.errors import BotError
from handlers.texts import Texts
from tests.factories.citizens import NAME, OPENID, PHONE, Town
from tests.factories.disclosure import IDENTITY

pytestmark = pytest.mark.redis
TEXTS = Texts.load()
REASON = ("--reason", "本人持身份证到窗口，电话13800009999")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = {
        "DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": "s" * 43, "WECHAT_TOKEN": "tokenfortests",
        "WECHAT_AES_KEY": "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs", "WECHAT_APPID": "wx1234567890abcdef",
        "WECHAT_ACCOUNT": "gh_example",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(f"MINGBAI_{name}", value)
    assert run("migrate").exit_code == 0
    return tmp_path / "data"


def run(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=answer)


def refused(*words: str) -> str:
    """Run what is refused, and give the words that `mingbai` then says."""
    done = run(*words)
    assert done.exit_code == 1
    if isinstance(done.exception, BotError):
        return TEXTS(done.exception.text_key, **done.exception.values)
    return done.output


def in_town(folder: Path, work: Callable[[Town], Awaitable[Any]], *, days_ago: float = 0) -> Any:
    """Do something in the town of a data folder, so many days ago."""

    async def doing() -> Any:
        database = create_database(sqlite_url(folder))
        try:
            async with open_redis(load()) as redis:
                clock = SettableClock(datetime.now(UTC) - timedelta(days=days_ago))
                return await work(Town(database, redis, clock, vault_of(load())))
        finally:
            await database.close()

    return run_async(doing())


def entries(folder: Path, action: str) -> list[dict[str, Any]]:
    """Give the audit's entries of an action."""
    rows = in_town(folder, lambda town: town.rows())["audit_entries"]
    return [row for row in rows if row["action"] == action]


def test_what_is_over_its_time_is_listed_and_then_erased(data: Path) -> None:
    async def long_ago(town: Town) -> str:
        number = await town.file("form-1")
        await town.disclosure.withdraw(number, citizen=OPENID)
        await town.post("很久以前的话")
        await town.hand_over("t1", citizen="oOther")
        return number

    number = in_town(data, long_ago, days_ago=400)
    listed = json.loads(run("retention", "--dry-run", "--json").stdout)["due"]
    assert {rule: each["count"] for rule, each in listed.items() if each["count"]} == {
        "applicants": 1,
        "parcel_words": 1,
        "parcels": 1,
    }
    shown = run("retention", "--dry-run").stdout
    assert (number in shown, "1件咨询件超过365天还没有答复" in shown) == (True, True)
    assert entries(data, "retention:erase") == []
    done = json.loads(run("retention", "--json").stdout)["erased"]
    assert {rule: count for rule, count in done.items() if count} == {
        "applicants": 1,
        "parcel_words": 1,
        "parcels": 1,
    }
    assert [each["detail"] for each in entries(data, "retention:erase")] == [
        {"applicants": "1"},
        {"parcel_words": "1"},
        {"parcels": "1"},
    ]
    assert "已按规定删除" in refused("person", "correct", number, "--phone", "13900001234", *REASON)


def test_a_person_sees_takes_along_and_corrects_what_is_held(data: Path, tmp_path: Path) -> None:
    number = in_town(data, lambda town: town.everywhere("a"))
    shown = run("person", "show", IDENTITY)
    assert (shown.exit_code, number in shown.stdout, "还没有办结" in shown.stdout) == (0, True, True)
    assert not any(word in shown.stdout for word in (NAME, IDENTITY, PHONE))

    target = tmp_path / "export.json"
    assert "请写明理由" in refused("person", "export", number, str(target), "--reason", " ")
    assert not target.exists()
    assert run("person", "export", number, str(target), *REASON).exit_code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    held = json.loads(target.read_text("utf-8"))["保存的内容"]
    assert held["信息公开申请"][0]["申请人填写的内容"]["证件号码"] == IDENTITY
    assert held["人工咨询件"][0]["之前的对话"][0][1] == "低保多少钱"
    assert "已经有了" in refused("person", "export", number, str(target), *REASON)
    assert "没有查到" in refused("person", "export", "oNobody", str(tmp_path / "none.json"), *REASON)

    wrong = refused("person", "correct", number, "--phone", "1380000", *REASON)
    assert "区号" in wrong
    asked = run("person", "correct", number, "--phone", "139 0000 4321", *REASON, answer="n\n")
    assert ("138****1234 → 139****4321" in asked.stdout, "什么也没有做" in asked.stdout) == (True, True)
    lower = f"{number[:2].lower()}-{number[2:]}"
    done = run("person", "correct", lower, "--phone", "139 0000 4321", "--name", "李一铭", *REASON, "--yes")
    assert (done.exit_code, f"已更正 {number}" in done.stdout) == (0, True)
    again = refused("person", "correct", number, "--phone", "13900004321", *REASON, "--yes")
    assert "没有要改的" in again
    [entry] = entries(data, "disclosure:particulars-corrected")
    assert entry["detail"] == {"fields": "name phone", "reason": "本人持身份证到窗口，电话138****9999"}
    row = in_town(data, lambda town: town.rows())["disclosure_requests"][0]
    assert row["name_masked"] == "李*"


def test_a_person_is_forgotten_after_being_told_and_asked(data: Path) -> None:
    number = in_town(data, lambda town: town.everywhere("a"))
    asked = run("person", "forget", OPENID, *REASON, answer="n\n")
    for words in ("将要删除", "人工咨询件：1", "依法不能删", f"{number}：还没有办结", "以前的备份里还有"):
        assert words in asked.stdout, words
    assert "什么也没有做" in asked.stdout
    assert len(in_town(data, lambda town: town.where("低保多少钱"))) > 1
    done = run("person", "forget", OPENID, *REASON, answer="y\n")
    assert (done.exit_code, "已删除：" in done.stdout) == (0, True)
    assert in_town(data, lambda town: town.where(OPENID)) == {"complaints", "disclosure_requests"}
    [entry] = entries(data, "person:forget")
    assert entry["subject"].startswith("person ")
    assert all(count.isdigit() for count in entry["detail"].values())
    [request] = entries(data, "person:asked-to-forget")
    assert request["detail"]["reason"] == "本人持身份证到窗口，电话138****9999"
    assert "没有可以删除的" in run("person", "forget", OPENID, *REASON).stdout


def test_a_remedy_is_noted_once(data: Path) -> None:
    number = in_town(data, lambda town: town.file("form-1"))
    assert f"已记下 {number}" in run("person", "remedy", number, "begun", *REASON).stdout
    assert "没有改动" in run("person", "remedy", number, "begun", *REASON).stdout
    assert "已经结束" in run("person", "remedy", number, "ended", *REASON).stdout
    assert "没有编号" in refused("person", "remedy", "GK202001010001", "begun", *REASON)


@pytest.mark.parametrize("who", ["谁", "339901198503142017", "GK202001010001"])
def test_what_names_nobody_is_refused(data: Path, who: str) -> None:
    assert refused("person", "show", who)
    assert data.exists()
