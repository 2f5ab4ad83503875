"""Generations that one machine built and the others fetch, in a folder that all of them see.

The database alone says what is public: what is fetched is compared with it and brought up to it before it serves. So a
generation that is old, torn, of another version or gone costs time, and nothing else.
"""

import hashlib
import json
import logging
import os
import tarfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

log = logging.getLogger(__name__)
NEWEST_FILE, LOCK_FOLDER = "newest.json", "building"
PIECE = 1024 * 1024
# Longer than any build takes: whoever has held the folder for so long has died.
HELD_SECONDS = 1800.0
KEPT = 2


@dataclass(frozen=True, slots=True)
class SharedGeneration:
    """A packed generation: its file, how long it is and its digest."""

    file: str
    octets: int
    sha256: str


class GenerationShare:
    """The folder; every method is called in a thread, and raises `OSError` where the folder is away."""

    def __init__(self, folder: Path, *, held_seconds: float = HELD_SECONDS) -> None:
        """Take the folder; a machine that began to build `held_seconds` ago and is not done is taken for dead."""
        self._folder = folder
        self._held = held_seconds

    def begin(self) -> bool:
        """Give whether this machine may build now: at most one of them does."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = self._folder / LOCK_FOLDER
        with suppress(FileExistsError):
            lock.mkdir()
            return True
        with suppress(FileNotFoundError):
            if time.time() - lock.stat().st_mtime > self._held:
                lock.rmdir()
        return False

    def end(self) -> None:
        """Let others build."""
        with suppress(FileNotFoundError):
            (self._folder / LOCK_FOLDER).rmdir()

    def offer(self, generation: Path) -> None:
        """Pack a generation for the others; it is named only when it stands there whole."""
        with NamedTemporaryFile(dir=self._folder, prefix="packing-", delete=False) as file:
            packing = Path(file.name)
            try:
                with tarfile.open(fileobj=file, mode="w") as packed:
                    packed.add(generation, arcname=".")
                file.flush()
                os.fsync(file.fileno())
                digest = _digest(packing)
                told = SharedGeneration(f"{digest[:16]}.tar", packing.stat().st_size, digest)
                packing.replace(self._folder / told.file)
            finally:
                packing.unlink(missing_ok=True)
        fresh = self._folder / f"{NEWEST_FILE}.new"
        fresh.write_text(json.dumps(asdict(told)), "ascii")
        fresh.replace(self._folder / NEWEST_FILE)
        self._sweep(told.file)

    def fetch(self, into: Path) -> bool:
        """Unpack the newest generation into an empty folder; give whether there was one that is whole."""
        try:
            told = SharedGeneration(**json.loads((self._folder / NEWEST_FILE).read_text("ascii")))
            packed = self._folder / Path(told.file).name
            if packed.stat().st_size != told.octets or _digest(packed) != told.sha256:
                log.warning("a shared generation is not as it was built", extra={"file": packed.name})
                return False
            with tarfile.open(packed) as opened:
                opened.extractall(into, filter="data")
        except FileNotFoundError:
            return False
        except (ValueError, TypeError, tarfile.TarError) as error:
            log.warning("a shared generation cannot be read", extra={"reason": type(error).__name__})
            return False
        return True

    def _sweep(self, newest: str) -> None:
        """Drop what nobody fetches any more; the one before stays for whoever is reading it."""
        older = [path for path in self._folder.glob("*.tar") if path.name != newest]
        for path in sorted(older, key=_age, reverse=True)[KEPT - 1 :]:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
