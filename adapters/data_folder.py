"""The data folder belongs to the program's own account: nobody else on the machine reads what citizens wrote."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

UMASK = 0o077
FOLDER_MODE, FILE_MODE = 0o700, 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_private() -> None:
    """Let every file and folder that this process makes be its own account's only."""
    os.umask(UMASK)


def make(folder: Path) -> None:
    """Make the data folder, with its parents, where it is missing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def mend(folder: Path) -> int:
    """Close to others what lies open to them in the data folder; give how many files and folders that were.

    Links are not followed, and what another account owns is left. A folder that the program runs in is not only its
    own: nothing is changed there.
    """
    count = 0
    for path in _open_to_others(folder):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
        count += 1
    return count


def _open_to_others(folder: Path) -> Iterator[Path]:
    for path in _owned(folder):
        try:
            found = path.lstat()
        except FileNotFoundError:
            # A temporary file of another process, gone meanwhile.
            continue
        lies_open = bool(found.st_mode & _OTHERS) and not stat.S_ISLNK(found.st_mode)
        if lies_open and found.st_uid == os.geteuid():
            yield path


def _owned(folder: Path) -> Iterator[Path]:
    if not folder.is_dir() or Path.cwd().is_relative_to(folder.resolve()):
        return
    yield folder
    for place, folders, files in os.walk(folder):
        yield from (Path(place) / name for name in (*folders, *files))
