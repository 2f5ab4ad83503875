"""Writes a bundle into a new folder: aside first, whole and on the disk, then moved into its place."""

import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bot.errors import InputError
from handlers.disclosure.bundle.paper import BundlePaper

OWNER_ONLY_FOLDER = 0o700
OWNER_ONLY_FILE = 0o600


def require_new(path: Path) -> None:
    """Refuse a place that is taken, or whose folder is not there; raises `InputError`."""
    if path.exists():
        raise InputError("bundle.refused.exists", path=path)
    if not path.absolute().parent.is_dir():
        raise InputError("bundle.refused.parent", path=path.absolute().parent)


def write(path: Path, papers: Sequence[BundlePaper]) -> None:
    """Write the files; whatever fails, nothing half-written stays. Raises `InputError` for a place that is taken, `OSError`."""
    require_new(path)
    working = path.with_name(f".{path.name}.{os.getpid()}.part")
    with ExitStack() as undo:
        working.mkdir(mode=OWNER_ONLY_FOLDER)
        undo.callback(shutil.rmtree, working, ignore_errors=True)
        for paper in papers:
            _put(working / paper.path, paper.content)
        for folder in {working, *((working / paper.path).parent for paper in papers)}:
            _settle(folder)
        working.rename(path)
        undo.pop_all()
    _settle(path.absolute().parent)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
    with path.open("xb") as file:
        path.chmod(OWNER_ONLY_FILE)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have a folder's names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
