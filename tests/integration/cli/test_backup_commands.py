"""Backing up, restoring and looking through from the command line, on the sample county."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from adapters.cli.terminal import run_async
from adapters.sealing.key_file import vault_of
from adapters.settings import load
from adapters.storage.engine import create_database, sqlite_url
from tests.factories.tampering import unguard

pytestmark = pytest.mark.redis
SAMPLE = Path(__file__).parents[3] / "knowledge" / "data" / "qinglan"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = {
        "DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": "s" * 43, "WECHAT_TOKEN": "tokenfortests",
        "WECHAT_AES_KEY": "mN3pQ8rT1uV6wX0yZ5aB2cD7eF4gH9iJkLlMnOoPqRs", "WECHAT_APPID": "wx1234567890abcdef",
        "WECHAT_ACCOUNT": "gh_example",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(f"MINGBAI_{name}", value)
    document = next(path for path in sorted(SAMPLE.rglob("*.md")))
    imported = run("knowledge", "import", str(document), "--publish")
    assert (imported.exit_code, "原件已封存 1 个" in imported.output) == (0, True)
    assert (
        run(
            "account", "add", "wang", "--name", "王丽", "--role", "staff", "--password", "correct horse"
        ).exit_code
        == 0
    )
    return tmp_path / "data"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def verified() -> tuple[int, dict[str, Any]]:
    found = run("verify", "--json")
    return found.exit_code, json.loads(found.stdout)


def wait_for_an_answer(folder: Path) -> None:
    """Put somebody on a waiting list, sealed."""
    from bot.clock import SystemClock
    from knowledge.questions.waiting_list import WaitingList

    async def work() -> None:
        database = create_database(sqlite_url(folder))
        waiting = WaitingList(database, vault=vault_of(load()), clock=SystemClock())
        await waiting.wait("高龄补贴多少钱", citizen="o1", channel="wechat")
        await database.close()

    run_async(work())


def test_backed_up_lost_and_restored(data: Path, tmp_path: Path) -> None:
    wait_for_an_answer(data)
    assert run("keys", "add").exit_code == 0
    before = verified()
    assert (before[0], before[1]["sound"], before[1]["documents"]) == (0, True, 1)
    assert run("audit", "verify").exit_code == 0
    assert before[1]["sealed"] == {"knowledge_waiting.citizen": 1, "source_file_parts.sealed": 1}
    made = run("backup", str(tmp_path / "copy"))
    assert (made.exit_code, "已备份到" in made.stdout, "移到别处" in made.stdout) == (0, True, True)
    shutil.rmtree(data)
    back = run("restore", str(tmp_path / "copy"))
    assert (back.exit_code, "索引 1 份文件" in back.stdout) == (0, True)
    assert verified() == before
    assert "✓ 加密的内容：2 处" in run("verify").stdout
    assert run("restore", str(tmp_path / "copy")).exit_code == 1


def test_what_is_not_sound_is_said(data: Path) -> None:
    wait_for_an_answer(data)
    assert verified()[0] == 0
    with closing(sqlite3.connect(data / "mingbai.db")) as database, database:
        unguard(database)
        database.execute("UPDATE audit_entries SET actor = 'nobody' WHERE action = 'account:add'")
        database.execute("UPDATE knowledge_waiting SET citizen = substr(citizen, 1, 30)")
        database.execute("UPDATE knowledge_documents SET state = 'withdrawn'")
    code, found = verified()
    assert (code, found["sound"]) == (1, False)
    assert found["broken_entry"] is not None
    assert found["unreadable"] == {"knowledge_waiting.citizen": 1}
    assert (found["missing"], len(found["surplus"])) == ([], 1)
    told = run("verify")
    assert (told.exit_code, told.stdout.count("✗")) == (1, 3)
    found = run("audit", "verify")
    assert (found.exit_code, found.stdout.count("✗"), found.stdout.count("✓")) == (1, 2, 1)
    assert "account:add" in found.stdout


def test_there_is_nothing_to_back_up_in_an_empty_folder(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "elsewhere"))
    refused = run("backup", str(tmp_path / "copy"))
    assert refused.exit_code == 1
    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "copy").exists()


def test_backups_over_their_time_are_told_of_and_pruned_on_request(data: Path, tmp_path: Path) -> None:
    assert run("backup", str(tmp_path / "copies" / "old")).exit_code == 0
    manifest = tmp_path / "copies" / "old" / "manifest.json"
    plain = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**plain, "made_at": "2020-01-01T00:00:00+00:00"}), "utf-8")
    told = run("backup", str(tmp_path / "copies" / "new"))
    assert (told.exit_code, "有 1 份备份超过 90 天：old" in told.stdout, manifest.exists()) == (0, True, True)
    pruned = run("backup", str(tmp_path / "copies" / "newer"), "--prune")
    assert (pruned.exit_code, "已删除超过 90 天的备份：old" in pruned.stdout) == (0, True)
    names = sorted(each.name for each in (tmp_path / "copies").iterdir())
    assert names == ["new", "new.keys.json", "newer", "newer.keys.json"]
    assert data.exists()
