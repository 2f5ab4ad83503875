"""A disk of a few megabytes that can really be full; where none may be mounted, the tests that need it are skipped."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

PIECES = (65536, 4096, 512, 1)
MISSING = "a small disk can only be mounted by root with mount(8); run this test as root, outside a container that forbids it"


@dataclass(frozen=True, slots=True)
class TinyDisk:
    """A mounted disk."""

    folder: Path

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"

    def fill(self) -> None:
        """Write until nothing more fits."""
        with self._filler.open("ab", buffering=0) as file:
            for piece in PIECES:
                with suppress(OSError):
                    while file.write(b"\0" * piece) == piece:
                        pass

    def free(self) -> None:
        """Give the room back."""
        self._filler.unlink()


@contextmanager
def tiny_disk(folder: Path, *, megabytes: int) -> Iterator[TinyDisk]:
    """Mount a disk on a folder for the block."""
    folder.mkdir(exist_ok=True)
    asked = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        mounted = os.geteuid() == 0 and not subprocess.run(asked, capture_output=True, check=False).returncode
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip(MISSING)
    try:
        yield TinyDisk(folder)
    finally:
        subprocess.run(("umount", "-l", str(folder)), check=True)
