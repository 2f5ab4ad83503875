"""Nobody but the program's own account reads the data folder."""

import os
from pathlib import Path

import pytest

from adapters import data_folder


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def umask() -> object:
    before = os.umask(0o022)
    yield before
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_what_is_made_is_private(tmp_path: Path) -> None:
    data_folder.keep_private()
    folder = tmp_path / "a" / "data"
    data_folder.make(folder)
    (folder / "index").mkdir()
    (folder / "mingbai.db").touch()
    assert [_mode(p) for p in (folder, folder / "index", folder / "mingbai.db")] == [0o700, 0o700, 0o600]
    assert data_folder.mend(folder) == 0


@pytest.mark.usefixtures("umask")
def test_what_lay_open_is_closed_once(tmp_path: Path) -> None:
    folder, outside = tmp_path / "data", tmp_path / "outside"
    outside.touch(mode=0o644)
    (folder / "redis" / "append").mkdir(parents=True)
    (folder / "redis" / "append" / "a.aof").touch()
    (folder / "link").symlink_to(outside)
    assert data_folder.mend(folder) == 4
    assert _mode(folder) == _mode(folder / "redis" / "append") == 0o700
    assert _mode(folder / "redis" / "append" / "a.aof") == 0o600
    assert _mode(outside) == 0o644
    assert data_folder.mend(folder) == 0


@pytest.mark.usefixtures("umask")
def test_a_folder_that_is_not_only_ours_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    assert data_folder.mend(tmp_path) == 0
    assert data_folder.mend(tmp_path / "missing") == 0
