"""The index as a whole: generations on disk, one of them current, swapped in one step.

`<directory>/current` holds the name of the serving generation. A new one is written beside it under a working
name, renamed when complete, and only then named in `current` (by rename, so a reader sees the old name or the new
one). A crash at any point leaves the old one serving; what it left behind is swept by a later build.
"""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from knowledge.document import Document
from knowledge.generation import OutdatedError, Reader
from knowledge.generation_writer import Progress, write

CURRENT = "current"
GRACE_SECONDS = 60.0
ABANDONED_SECONDS = 6 * 3600.0
_NAME = re.compile(r"gen-(\d+)")


class Index:
    """The serving generation of a directory, and how a new one takes its place."""

    def __init__(self, directory: Path, *, grace_seconds: float = GRACE_SECONDS) -> None:
        self._directory = directory
        self._grace = grace_seconds
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader | None:
        """Give the generation loaded last; None while nothing has been built."""
        return self._reader

    @property
    def name(self) -> str | None:
        """Give the name of the generation loaded last."""
        return self._reader.name if self._reader is not None else None

    def reload(self) -> bool:
        """Load the generation that is current on disk; give whether it is another one than before.

        A question that is being answered keeps the generation it began with. One that another version of the
        program wrote is not loaded: without a reader, the caller builds anew.
        """
        for _ in range(3):
            current = self._current()
            if current is None or current == self.name:
                return False
            try:
                self._reader = Reader(self._directory / current)
            except OutdatedError:
                return False
            except (OSError, ValueError):
                # The generation may have been replaced and swept between the two steps; its follower is tried.
                if self._current() == current:
                    raise
            else:
                return True
        return False

    def build(self, documents: Iterable[tuple[Document, str]], *, progress: Progress | None = None) -> str:
        """Write a new generation from all documents and make it current; give its name.

        Takes about a second for two thousand documents: call it in a thread or a process of its own. A build that
        began before the one now current gives way to it.
        """
        self._directory.mkdir(parents=True, exist_ok=True)
        name, working = self._claim()
        try:
            write(working / "content", documents, progress=progress)
            (working / "content").rename(self._directory / name)
            self._point_to(name)
        finally:
            shutil.rmtree(working, ignore_errors=True)
        self._sweep()
        return name

    def _claim(self) -> tuple[str, Path]:
        """Reserve the next number; two builders at once get two numbers."""
        number = max(
            (
                int(found[1])
                for found in (_NAME.match(path.name) for path in self._directory.iterdir())
                if found
            ),
            default=0,
        )
        while True:
            number += 1
            working = self._directory / f"gen-{number}.building"
            try:
                working.mkdir()
            except FileExistsError:
                continue
            return f"gen-{number}", working

    def _current(self) -> str | None:
        try:
            name = (self._directory / CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return name if _NAME.fullmatch(name) else None

    def _point_to(self, name: str) -> None:
        previous = self._current()
        if _number(previous) > _number(name):
            return
        if previous is not None:
            # Its age is counted from now on: a process may have read the old name this very moment.
            with suppress(FileNotFoundError):
                os.utime(self._directory / previous)
        descriptor, temporary = tempfile.mkstemp(dir=self._directory, prefix="current-")
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(name)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(self._directory / CURRENT)

    def _sweep(self) -> None:
        """Remove generations that are no longer current and that no process can still be about to open."""
        current = self._current()
        for path in self._directory.iterdir():
            if not _NAME.match(path.name) or path.name == current:
                continue
            grace = ABANDONED_SECONDS if path.suffix == ".building" else self._grace
            with suppress(FileNotFoundError):
                # Another builder may sweep at the same time.
                if time.time() - path.stat().st_mtime > grace:
                    shutil.rmtree(path, ignore_errors=True)


def _number(name: str | None) -> int:
    found = _NAME.fullmatch(name or "")
    return int(found[1]) if found else 0
