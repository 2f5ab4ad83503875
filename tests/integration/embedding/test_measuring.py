"""A model is measured beside the words: the same questions with it and without, and passages read only once."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli.check import app
from tests.factories.onnx_model import make_model

ROWS = (
    ("种粮", "种粮补贴办法", "种粮补贴每亩一百元，由农业农村局审核。"),
    ("公租房", "公租房办法", "公租房由住建局受理。"),
    ("结婚", "结婚登记", "结婚登记到民政局办理。"),
)


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    documents = [{"id": one, "title": title, "text": text} for one, title, text in ROWS]
    asked = [{"qid": "q", "question": "种粮的每亩多少元", "docids": ["种粮"], "answers": ["每亩一百元"]}]
    for name, rows in (("documents", documents), ("cases", asked)):
        told = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(told, "utf-8")
    return [
        "retrieval",
        *("--documents", str(tmp_path / "documents.jsonl")),
        *("--cases", str(tmp_path / "cases.jsonl")),
        "--json",
    ]


def test_a_model_is_measured_and_its_vectors_are_kept(command: list[str], tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="requirements-onnx.lock is not installed")
    pytest.importorskip("tokenizers", reason="requirements-onnx.lock is not installed")
    kept = tmp_path / "kept"
    model = ["--meaning", str(make_model(tmp_path / "m")), "--vectors", str(kept)]
    sizes = []
    for _ in range(2):
        told = CliRunner().invoke(app, [*command, *model])
        assert told.exit_code == 0, told.output
        assert json.loads(told.stdout)["recall_at_1"] == 1.0
        sizes.append({path.name: path.stat().st_size for path in kept.rglob("vectors")})
    assert sizes[0] == sizes[1] != {}
    words = CliRunner().invoke(app, command)
    assert json.loads(words.stdout)["model_asked"] == 0.0


@pytest.mark.parametrize("named", ["bge", "/nowhere/at/all"])
def test_a_model_that_is_not_there_ends_the_command_with_a_sentence(command: list[str], named: str) -> None:
    told = CliRunner().invoke(app, [*command, "--meaning", named])
    assert told.exit_code == 1
    assert "模型" in told.output or "model.onnx" in told.output
    assert "Traceback" not in told.output
