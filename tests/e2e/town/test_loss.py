"""A machine is lost in the middle of the day: killed, backed up from what is left of it, and put back into an empty folder."""

import asyncio
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from adapters.backup.redis_content import KEPT
from adapters.redis.server import EmbeddedRedis, socket_for
from tests.e2e.town.test_first_conversation import NUMBER
from tests.e2e.town.town import IDENTITY, ROOT, Town, fill

TICKET = re.compile(r"RG\d{12}")
QUESTIONS = ("高龄补贴多少钱", "户口簿丢了怎么补", "今天天气怎么样")
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Safe:
    """What an administrator has besides the machine: the settings, and a place for copies."""

    settings: dict[str, str]
    copies: Path

    @classmethod
    def of(cls, town: Town, copies: Path) -> "Safe":
        plain = json.loads((town.folder / "data" / "demo.json").read_text("utf-8"))
        return cls({f"MINGBAI_{name.upper()}": value for name, value in plain.items()}, copies)

    def mingbai(self, data: Path, *words: str) -> str:
        """Run a command on a data folder, which must succeed; give what it prints."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("MINGBAI_")}
        done = subprocess.run(
            [sys.executable, "-m", "adapters.cli.main", *words],
            env=env | self.settings | {"MINGBAI_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def back_up(self, data: Path, name: str) -> Path:
        self.mingbai(data, "backup", str(self.copies / name), "--keys", str(self.copies / f"{name}.keys"))
        return self.copies / name

    def put_back(self, copy: Path, data: Path) -> None:
        """Restore a copy into an empty folder."""
        self.mingbai(data, "restore", str(copy), "--keys", f"{copy}.keys")

    def verified(self, data: Path) -> dict[str, Any]:
        """Give what is found of audit chain, sealed values and index, all of which must be sound."""
        found: dict[str, Any] = json.loads(self.mingbai(data, "verify", "--json"))
        return found


def rows_in(data: Path) -> Rows:
    """Give all rows of all tables."""
    with closing(sqlite3.connect(f"file:{data / 'mingbai.db'}?mode=ro", uri=True)) as opened:
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(opened.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def kept_in(data: Path) -> dict[bytes, Any]:
    """Give everything of a running Redis that belongs into a backup, as its own sealed bytes."""
    reading = {
        b"string": lambda client, key: client.get(key),
        b"hash": lambda client, key: client.hgetall(key),
        b"list": lambda client, key: client.lrange(key, 0, -1),
        b"zset": lambda client, key: client.zrange(key, 0, -1, withscores=True),
        b"stream": lambda client, key: client.xrange(key),
    }
    with Redis.from_url(socket_for((data / "redis").resolve()).url) as client:
        # The questions are on their way into the database, one second after the other.
        kinds = [kind for kind in KEPT if kind != "questions"]
        held = [f"mingbai:{kind}{rest}" for kind in kinds for rest in ("", ":*")]
        keys = [key for name in held for key in client.scan_iter(match=name, count=1000)]
        return {key: reading[client.type(key)](client, key) for key in keys}


def kept_beside_nobody(data: Path) -> dict[bytes, Any]:
    """Give the same of a folder on which nothing runs."""

    async def look() -> dict[bytes, Any]:
        server = EmbeddedRedis(data)
        await server.start()
        try:
            return await asyncio.to_thread(kept_in, data)
        finally:
            await server.stop()

    return asyncio.run(look())


def cut_power(town: Town) -> None:
    """End the program and its Redis at once, with nothing written down any more."""
    with Redis.from_url(socket_for((town.folder / "data" / "redis").resolve()).url) as client:
        redis = int(client.info("server")["process_id"])
    town.kill()
    os.kill(redis, signal.SIGKILL)


@pytest.mark.long
@pytest.mark.redis
def test_a_killed_machine_is_put_back_from_what_is_left_of_it(own_town: Town, tmp_path: Path) -> None:
    town, person, safe = own_town, "oLossCitizen0000000000001", Safe.of(own_town, tmp_path / "copies")
    data, new, early = town.folder / "data", tmp_path / "new", tmp_path / "early"
    town.start()
    answered = [town.say("oLossCitizen0000000000002", question) for question in QUESTIONS]
    fill(town, "oLossCitizen0000000000003")
    filed = NUMBER.search(town.say("oLossCitizen0000000000003", "确认提交"))
    fill(town, person, until="身份证号码")
    before = safe.back_up(data, "before")
    assert "电话" in town.say(person, IDENTITY)
    ticket = TICKET.search(town.say("oLossCitizen0000000000004", "请转人工：我想问问路灯的事情"))
    assert filed
    assert ticket
    kept = kept_in(data)
    cut_power(town)

    left, rows, sound = safe.back_up(data, "left"), rows_in(data), safe.verified(data)
    shutil.copyfile(data / "demo.json", tmp_path / "demo.json")
    shutil.rmtree(data)

    safe.put_back(left, new)
    assert rows_in(new) == rows
    assert safe.verified(new) == sound
    restored = kept_beside_nobody(new)
    form = f"mingbai:conversation:wechat:{person}".encode()
    assert form in restored
    assert restored == kept

    safe.put_back(before, early)
    numbers = {name: {row[0] for row in rows_in(early)[name]} for name in ("disclosure_requests", "tickets")}
    assert numbers == {"disclosure_requests": {filed[0]}, "tickets": set()}
    assert kept_beside_nobody(early)[form] != kept[form]

    shutil.copyfile(tmp_path / "demo.json", new / "demo.json")
    shutil.copytree(new, data)
    town.start()
    assert [town.say("oLossCitizen0000000000005", question) for question in QUESTIONS] == answered
    town.talk(person, "13900001234", "电子版，在微信里收")
    second = NUMBER.search(town.say(person, "确认提交"))
    assert second
    assert int(second[0][-4:]) == int(filed[0][-4:]) + 1
    assert town.stop() == 0
    figures = {"tables": len(rows), "rows": sum(map(len, rows.values())), "redis": len(kept), **sound}
    print("put back as it was:", json.dumps(figures))  # noqa: T201 - the drill's figures, shown with -rP
