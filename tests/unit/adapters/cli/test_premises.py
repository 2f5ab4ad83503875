"""When a finished data folder may be used again."""

import os
from pathlib import Path

import pytest

from adapters.cli.examination import premises


def test_another_document_makes_another_folder(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("一", encoding="utf-8")
    before = premises.digest([paper])
    assert premises.digest([paper]) == before
    assert premises.digest([tmp_path]) != premises.digest([])
    paper.write_text("二", encoding="utf-8")
    assert premises.digest([paper]) != before


def test_a_changed_importer_makes_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in premises.DECIDING:
        (tmp_path / name).mkdir(parents=True)
    source = tmp_path / "knowledge" / "reader.py"
    source.write_text("one", encoding="utf-8")
    monkeypatch.setattr(premises, "PACKAGES", tmp_path)
    before = premises.digest([])
    (tmp_path / "knowledge" / "reader.pyc").write_text("compiled", encoding="utf-8")
    assert premises.digest([]) == before
    source.write_text("two", encoding="utf-8")
    assert premises.digest([]) != before


def test_a_folder_that_others_may_write_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = premises.kept_folder()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert premises.kept_folder() == folder
    folder.chmod(0o777)
    with pytest.raises(PermissionError, match="不是本账号自己的目录"):
        premises.kept_folder()


def test_those_longest_not_used_go(tmp_path: Path) -> None:
    for at in range(premises.FOLDERS_KEPT + 2):
        (tmp_path / f"f{at}").mkdir()
        os.utime(tmp_path / f"f{at}", (at, at))
    (tmp_path / premises.RECOGNIZER).mkdir()
    os.utime(tmp_path / premises.RECOGNIZER, (0, 0))
    for at in range(premises.MODELS_KEPT + 1):
        model = tmp_path / premises.RECOGNIZER / f"m{at}"
        model.touch()
        os.utime(model, (at, at))
    premises._clear(tmp_path)
    models = {one.name for one in (tmp_path / premises.RECOGNIZER).iterdir()}
    assert models == {f"m{at}" for at in range(1, premises.MODELS_KEPT + 1)}
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {premises.RECOGNIZER, *(f"f{at}" for at in range(2, premises.FOLDERS_KEPT + 2))}
