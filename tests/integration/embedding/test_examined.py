"""An examination with a model has every passage read before it begins, and reads none of them a second time."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.cli.examination import readings
from adapters.cli.examination.premises import occupied
from adapters.embedding.local.model import LocalModel
from knowledge.search.vector_store import Vector
from tests.factories.onnx_model import make_model

ROWS = (
    ("种粮", "种粮补贴办法", "种粮补贴每亩一百元，由农业农村局审核。"),
    ("公租房", "公租房办法", "公租房由住建局受理。"),
)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    path = tmp_path / "documents.jsonl"
    rows = [{"id": one, "title": title, "text": text} for one, title, text in ROWS]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.long
async def test_passages_are_read_once_for_all_examinations(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnxruntime", reason="requirements-onnx.lock is not installed")
    pytest.importorskip("tokenizers", reason="requirements-onnx.lock is not installed")
    monkeypatch.setenv("MINGBAI_MEANING_MODEL", str(make_model(tmp_path / "m")))
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    read: list[str] = []
    passages = LocalModel.passages

    async def counted(self: LocalModel, texts: Sequence[str]) -> list[Vector]:
        read.extend(texts)
        return await passages(self, texts)

    monkeypatch.setattr(LocalModel, "passages", counted)
    for _ in range(2):
        async with occupied([documents], kept=kept) as place:
            understood, reader = (
                place.program.services.answering.understanding,
                place.program.services.answering.index.reader,
            )
            assert understood is not None
            assert reader is not None
            assert understood.embedding.state(reader).done == 2
            assert await understood.meanings.learn("种粮补贴每亩多少元", reader)
    assert len(read) == 2


async def test_a_model_that_is_not_there_ends_the_examination(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINGBAI_MEANING_MODEL", str(tmp_path / "nothing"))
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    with pytest.raises(SystemExit):
        async with occupied([documents], kept=kept):
            raise AssertionError("nothing to examine with")
    assert "model.onnx" in capsys.readouterr().err
    assert not list(kept.with_name("kept-vectors").glob(readings.STORES))
