"""The folder of generations on disk: which one is current, how the next one gets its number, and what is swept.

`<folder>/current` holds the name of the serving generation. A new one is written under a working name, renamed when
complete, and only then named in `current` (by rename, so a reader sees the old name or the new one). A crash at any
point leaves the old one serving; what it left behind is swept by a later build.
"""

import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CURRENT_FILE = "current"
LOCK_FILE = "writing.lock"
PREPARED_PREFIX = "prepared-"
GRACE_SECONDS = 60.0
ABANDONED_SECONDS = 6 * 3600.0
_NAME = re.compile(r"gen-(\d+)")


class GenerationFolder:
    """The generations in one folder, shared by every process that opens it."""

    def __init__(
        self,
        path: Path,
        *,
        grace_seconds: float = GRACE_SECONDS,
        abandoned_seconds: float = ABANDONED_SECONDS,
    ) -> None:
        """Take the folder's path.

        A generation stays `grace_seconds` after another one took its place, what a build left `abandoned_seconds`.
        """
        self._path = path
        self._grace = grace_seconds
        self._abandoned = abandoned_seconds

    def current(self) -> str | None:
        """Give the name of the generation that serves; None while nothing has been built."""
        try:
            name = (self._path / CURRENT_FILE).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return name if _NAME.fullmatch(name) else None

    def before_current(self) -> str | None:
        """Give the name of the newest whole generation older than the one that serves."""
        return self._before(self.current())

    def path_of(self, name: str) -> Path:
        """Give the directory of a generation."""
        return self._path / name

    def opened_lock(self) -> int:
        """Give the file that whoever changes what is current locks; the caller closes it."""
        self._path.mkdir(parents=True, exist_ok=True)
        return os.open(self._path / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait until nobody else changes what is current, in this process or another, and keep it so in the block."""
        descriptor = self.opened_lock()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def claimed(self) -> Iterator[tuple[str, Path]]:
        """Reserve the next name, with a directory to write in that is gone after the block."""
        self._path.mkdir(parents=True, exist_ok=True)
        name, working = self._claim()
        try:
            yield name, working
        finally:
            shutil.rmtree(working, ignore_errors=True)

    @contextmanager
    def prepared(self) -> Iterator[Path]:
        """Give a directory to write a generation in that has no name yet; it is gone after the block."""
        self._path.mkdir(parents=True, exist_ok=True)
        working = Path(tempfile.mkdtemp(dir=self._path, prefix=PREPARED_PREFIX))
        try:
            yield working
        finally:
            shutil.rmtree(working, ignore_errors=True)

    def take_over(self, name: str, written: Path) -> None:
        """Make a written generation the current one under its name, and sweep; raises `OSError`."""
        written.rename(self._path / name)
        self._point_to(name)
        self._sweep()

    def _claim(self) -> tuple[str, Path]:
        """Reserve the next number; two builders at once get two numbers."""
        names = (_NAME.match(path.name) for path in self._path.iterdir())
        number = max((int(name[1]) for name in names if name), default=0)
        while True:
            number += 1
            working = self._path / f"gen-{number}.building"
            try:
                working.mkdir()
            except FileExistsError:
                continue
            return f"gen-{number}", working

    def _point_to(self, name: str) -> None:
        previous = self.current()
        if _number(previous) > _number(name):
            return
        if previous is not None:
            # Its age is counted from now on: a process may have read the old name this very moment.
            with suppress(FileNotFoundError):
                os.utime(self._path / previous)
        descriptor, temporary = tempfile.mkstemp(dir=self._path, prefix="current-")
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(name)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(self._path / CURRENT_FILE)

    def _before(self, current: str | None) -> str | None:
        older = [path.name for path in self._path.glob("gen-*") if _NAME.fullmatch(path.name)]
        return max((name for name in older if _number(name) < _number(current)), key=_number, default=None)

    def _sweep(self) -> None:
        """Remove generations that are no longer current and that no process can still be about to open.

        The one before the current one stays, to be compared with it.
        """
        current = self.current()
        kept = {current, self._before(current)}
        for path in self._path.iterdir():
            prepared = path.name.startswith(PREPARED_PREFIX)
            if not (prepared or _NAME.match(path.name)) or path.name in kept:
                continue
            grace = self._abandoned if prepared or path.suffix == ".building" else self._grace
            with suppress(FileNotFoundError):
                # Another builder may sweep at the same time.
                if time.time() - path.stat().st_mtime > grace:
                    shutil.rmtree(path, ignore_errors=True)


def _number(name: str | None) -> int:
    found = _NAME.fullmatch(name or "")
    return int(found[1]) if found else 0
