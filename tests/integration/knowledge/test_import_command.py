"""The import command as a person types it: a dry run, an import that was broken off, and what was skipped."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.cli.main import app
from tests.factories import papers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGBAI_DATA_DIR", str(tmp_path / "data"))
    assert run("migrate").exit_code == 0
    place = tmp_path / "文件"
    place.mkdir()
    (place / "通知.docx").write_bytes(
        papers.word(papers.centred("关于发放高龄津贴的通知"), papers.paragraph("每人每月60元。"))
    )
    (place / "旧.doc").write_bytes(b"x")
    (place / "行.jsonl").write_text('{"id": "a", "title": "甲", "text": "正文。"}\n', encoding="utf-8")
    return place


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def told(*words: str) -> dict[str, Any]:
    """Run a command with --json and give the last line it printed."""
    found: dict[str, Any] = json.loads(run(*words, "--json").stdout.strip().splitlines()[-1])
    return found


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    first = told("knowledge", "import", "--dry-run", str(folder))
    assert (first["created"], first["unchanged"], first["faulty"]) == (2, 0, 1)
    row = next(row for row in first["rows"] if row["file"] == "通知.docx")
    assert {one["field"]: one["value"] for one in row["proposed"]}["title"] == "关于发放高龄津贴的通知"
    assert told("knowledge", "import", "--dry-run", str(folder))["created"] == 2
    shown = run("knowledge", "import", "--dry-run", str(folder))
    assert "没有写入" in shown.output
    assert shown.exit_code == 0


def test_only_what_a_person_told_is_published(folder: Path) -> None:
    result = told("knowledge", "import", "--publish", str(folder))
    assert (result["added"], result["published"], result["proposed"]) == (2, 1, 1)
    assert [fault["file"] for fault in result["faults"]] == ["旧.doc"]
    assert ".docx" in result["faults"][0]["reason"]


def test_an_import_that_broke_off_is_run_again(folder: Path) -> None:
    told("knowledge", "import", str(folder / "通知.docx"))
    again = told("knowledge", "import", str(folder))
    assert (again["added"], again["unchanged"], again["changed"]) == (1, 1, 0)


def test_nothing_but_faults_is_a_failure(folder: Path) -> None:
    assert run("knowledge", "import", str(folder / "旧.doc")).exit_code == 1
    assert run("knowledge", "import", "--dry-run", str(folder / "旧.doc")).exit_code == 1
