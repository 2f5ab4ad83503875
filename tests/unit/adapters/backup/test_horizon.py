"""Backups beyond their horizon are told of, and deleted only on request; nothing else ever is."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.backup.horizon import outlived, prune
from adapters.backup.manifest import MANIFEST, VERSION

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def backup(folder: Path, name: str, *, days: int, made_at: str = "", version: int = VERSION) -> Path:
    path = folder / name
    path.mkdir()
    at = made_at or (NOW - timedelta(days=days)).isoformat(timespec="seconds")
    (path / MANIFEST).write_text(json.dumps({"version": version, "made_at": at}), "utf-8")
    (path / "database.db").write_bytes(b"x")
    return path


def names(folder: Path) -> list[str]:
    return [each.path.name for each in outlived(folder, days=90, now=NOW)]


def test_the_oldest_come_first_and_the_young_are_left(tmp_path: Path) -> None:
    for name, days in (("c", 91), ("a", 200), ("young", 89), ("new", 0)):
        backup(tmp_path, name, days=days)
    assert names(tmp_path) == ["a", "c"]


def test_the_newest_stays_however_old(tmp_path: Path) -> None:
    backup(tmp_path, "a", days=400)
    backup(tmp_path, "b", days=300)
    assert names(tmp_path) == ["a"]


def test_what_is_no_backup_of_ours_is_not_looked_at(tmp_path: Path) -> None:
    backup(tmp_path, "new", days=0)
    backup(tmp_path, "strange", days=400, version=99)
    backup(tmp_path, "undated", days=0, made_at="gestern")
    (tmp_path / "photos").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / MANIFEST).write_text("{", "utf-8")
    real = backup(tmp_path / "photos", "linked", days=400)
    (tmp_path / "link").symlink_to(real)
    assert names(tmp_path) == []


@pytest.mark.parametrize("beside", [True, False])
def test_what_is_pruned_is_gone_with_the_keys_beside_it(tmp_path: Path, *, beside: bool) -> None:
    old, new = backup(tmp_path, "old", days=100), backup(tmp_path, "new", days=0)
    keys = tmp_path / "old.keys.json"
    if beside:
        keys.write_text("{}", "utf-8")
    [found] = outlived(tmp_path, days=90, now=NOW)
    assert found.keys == (keys if beside else None)
    prune([found])
    assert (old.exists(), keys.exists(), new.exists()) == (False, False, True)
