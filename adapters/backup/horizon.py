"""Which backups outlive their horizon: what was erased since still stands in them until they are gone.

Only folders with a manifest of ours are looked at, and the newest backup always stays, however old it is.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from adapters.backup.making import keys_beside
from adapters.backup.manifest import MANIFEST, read_made_at
from adapters.settings import SettingsError


@dataclass(frozen=True, slots=True)
class OldBackup:
    """A backup beyond its horizon, and its keys if they lie beside it."""

    path: Path
    made_at: datetime
    keys: Path | None


def outlived(folder: Path, *, days: int, now: datetime) -> list[OldBackup]:
    """Give the backups in a folder that are older than so many days, the oldest first."""
    dated = sorted((made_at, each) for each in _folders(folder) if (made_at := _made_at(each)))
    return [
        OldBackup(path, made_at, keys if (keys := keys_beside(path)).is_file() else None)
        for made_at, path in dated[:-1]
        if made_at < now - timedelta(days=days)
    ]


def prune(backups: Iterable[OldBackup]) -> None:
    """Delete backups, and with each the keys that lie beside it; raises `OSError` where that is not allowed."""
    for each in backups:
        # The manifest first: what a broken deletion leaves is no backup that anybody could take for whole.
        (each.path / MANIFEST).unlink()
        shutil.rmtree(each.path)
        if each.keys:
            each.keys.unlink(missing_ok=True)


def _folders(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.is_dir() and not each.is_symlink()]


def _made_at(path: Path) -> datetime | None:
    try:
        return read_made_at(path)
    except SettingsError:
        return None
