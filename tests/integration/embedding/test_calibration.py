"""Calibration with an embedding service: what meaning brings beside the weights of words, which stay without it."""

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli.knowledge import app
from knowledge.calibration.weight_file import WEIGHTS_FILE, read
from tests.fakes.embedder import FakeEmbedder, embedder

MATTERS = ("种粮", "购房", "育儿", "高龄", "残疾", "就业", "租房", "取暖", "住院", "助学")


@pytest.fixture
def fake() -> Iterator[FakeEmbedder]:
    """Give the service in a loop and thread of its own, since a command runs its own loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    served = embedder()
    try:
        yield asyncio.run_coroutine_threadsafe(served.__aenter__(), loop).result(10)
        asyncio.run_coroutine_threadsafe(served.__aexit__(None, None, None), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def command(fake: FakeEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    values = {"DATA_DIR": str(tmp_path / "data"), "EMBEDDING_URL": fake.url, "EMBEDDING_MODEL": "m"}
    for name, value in {**values, "EMBEDDING_KEY": fake.key}.items():
        monkeypatch.setenv(f"MINGBAI_{name}", value)
    documents = [
        {"id": name, "title": f"{name}补贴办法", "text": f"{name}补贴每月{at + 1}00元，由{name}科受理。"}
        for at, name in enumerate(MATTERS)
    ]
    documents += [
        {"id": f"{name}材料", "title": f"{name}材料清单", "text": f"申领{name}补贴要带身份证，每月审核。"}
        for name in MATTERS
    ]
    asked = [
        {"qid": name, "question": f"{name}补贴每月多少元", "docids": [name], "answers": [f"每月{at + 1}00元"]}
        for at, name in enumerate(MATTERS)
    ]
    strangers = [
        {"qid": f"s{at}", "question": f"{word}怎么办"} for at, word in enumerate(("护照", "彩票", "遛狗"))
    ]
    options = ["calibrate"]
    files: dict[str, Sequence[object]] = {
        "documents": documents,
        "questions": asked,
        "unanswerable": strangers,
    }
    for name, rows in files.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        options += [f"--{name}", str(path)]
    return [*options, "--force", "--json"]


def test_what_meaning_brings_is_told_and_nothing_about_it_is_fitted(
    command: list[str], fake: FakeEmbedder, tmp_path: Path
) -> None:
    told = CliRunner().invoke(app, command)
    assert told.exit_code == 0, told.output
    result = json.loads(told.stdout.strip().splitlines()[-1])
    assert result["meaning"]["recall_at_1_lenient_by_meaning"] == 1.0
    assert result["meaning"]["recall_at_1_lenient_by_words"] == 1.0
    assert "meaning" not in read(tmp_path / "data" / WEIGHTS_FILE)["passage"]
    # Every passage and every question once, and nothing is left in the data folder's own index.
    assert len(fake.texts) == 3 * len(MATTERS)
    assert not (tmp_path / "data" / "index").exists()


def test_without_the_service_words_are_calibrated_alone(
    command: list[str], fake: FakeEmbedder, tmp_path: Path
) -> None:
    fake.key = "another"
    told = CliRunner().invoke(app, command)
    assert told.exit_code == 0
    assert "服务拒绝" in told.output
    assert "meaning" not in read(tmp_path / "data" / WEIGHTS_FILE)["passage"]
