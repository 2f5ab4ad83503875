"""Vectors of passages on disk, beside the generations: appended, never changed, found again by what was said.

A passage keeps its number as long as its line of generations lasts, so each line has one list that tells the row of
each passage's vector. Rows are found by a key of the words they were made from: words that an embedding service has
seen are not sent to it again, neither after an update nor after the index was built anew.
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]

FORMAT = 1
KEY_BYTES = 16
MISSING = -1
ABOUT, MATRIX, KEYS, LAST, LOCK = "about.json", "vectors", "keys", "last.json", "writing.lock"
# A store that holds more than twice what is in use, and so many rows more, is written anew.
SPARE_ROWS = 2000
KEPT_SECONDS = 3600.0


class DimensionError(ValueError):
    """The service gives vectors of another length than those kept: it is no longer the same model."""


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """How the latest attempt to fetch vectors ended: passages that have one, passages in all, and what went wrong."""

    done: int
    total: int
    trouble: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of one line of generations: the matrix as it lies on disk, and the row of each passage."""

    lineage: str
    matrix: npt.NDArray[np.float16]
    rows: Rows


def key_of(text: str) -> bytes:
    """Give the key that a text's vector is found by."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:KEY_BYTES]


class VectorStore:
    """The vectors that one model of one service gave, in a folder of their own."""

    def __init__(
        self,
        directory: Path,
        service: str,
        *,
        spare_rows: int = SPARE_ROWS,
        kept_seconds: float = KEPT_SECONDS,
    ) -> None:
        """Keep vectors of a service in a directory.

        The store is written anew when it holds `spare_rows` more than twice what is in use; another line of
        generations is forgotten `kept_seconds` after it was last written.
        """
        mark = hashlib.sha256(service.encode()).hexdigest()[:KEY_BYTES]
        self._directory = directory / f"vectors-{mark}"
        self._spare_rows = spare_rows
        self._kept_seconds = kept_seconds

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Tell whether the block is the only one of all processes that writes; it must not write otherwise."""
        self._directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)

    def edition(self, lineage: str) -> tuple[int, ...]:
        """Give what changes whenever there is more to load for a line of generations."""
        with suppress(OSError):
            found = (self._directory / _name(lineage)).stat()
            return found.st_mtime_ns, found.st_ino, found.st_size
        return ()

    def load(self, lineage: str) -> Vectors | None:
        """Give the vectors of a line of generations; None when there are none, or none that can be read."""
        try:
            _, _, before = self._about()
            rows = self.rows(lineage)
            dimensions, count, folder = self._about()
            matrix = np.memmap(folder / MATRIX, dtype="<f2", mode="r", shape=(count, dimensions))
        except (OSError, ValueError):
            return None
        # A list of rows read while the vectors were put together anew would point to others' vectors.
        if folder != before or not len(rows):
            return None
        return Vectors(lineage, np.asarray(matrix), rows)

    def rows(self, lineage: str) -> Rows:
        """Give the row of each passage's vector, so far as somebody looked; `MISSING` where there is none."""
        with suppress(OSError, ValueError):
            _, count, _ = self._about()
            kept = (self._directory / _name(lineage)).read_bytes()
            rows = np.frombuffer(kept, dtype="<i4").astype(np.int32)
            if len(rows) and int(rows.max()) < count:
                return rows
        return np.zeros(0, np.int32)

    def keys(self) -> dict[bytes, int]:
        """Give the row of every key."""
        with suppress(OSError, ValueError):
            _, count, folder = self._about()
            kept = (folder / KEYS).read_bytes()
            return {kept[KEY_BYTES * at : KEY_BYTES * (at + 1)]: at for at in range(count)}
        return {}

    def append(self, keys: Sequence[bytes], vectors: Sequence[Vector]) -> None:
        """Keep further vectors behind those there are, inside `alone`.

        Raises `DimensionError`.
        """
        try:
            dimensions, count, folder = self._about()
        except (OSError, ValueError):
            dimensions, count, folder = len(vectors[0]), 0, self._begin()
        if any(len(vector) != dimensions for vector in vectors):
            raise DimensionError(dimensions)
        added = np.asarray(vectors, dtype="<f2").tobytes()
        _write_at(folder / MATRIX, count * dimensions * 2, added)
        _write_at(folder / KEYS, count * KEY_BYTES, b"".join(keys))
        self._say(ABOUT, _told(dimensions, count + len(vectors), folder))

    def _begin(self) -> Path:
        """Give a new folder, since somebody may still read an unusable old one; what pointed there is forgotten."""
        for path in self._directory.glob(_name("*")):
            path.unlink(missing_ok=True)
        older = [path for path in self._directory.iterdir() if path.name.isdecimal()]
        folder = self._directory / str(1 + max((int(path.name) for path in older), default=0))
        folder.mkdir()
        for path in older:
            shutil.rmtree(path, ignore_errors=True)
        return folder

    def assign(self, lineage: str, rows: Rows) -> None:
        """Keep the row of each passage of a line of generations, inside `alone`."""
        self._replace(_name(lineage), rows.astype("<i4").tobytes())

    def tidy(self, lineage: str) -> None:
        """Forget lines of generations before this one, and vectors that nobody uses any longer, inside `alone`.

        For a while an older line stays: another process may serve it still, and would begin it anew.
        """
        for path in self._directory.glob(_name("*")):
            if path.name != _name(lineage) and time.time() - path.stat().st_mtime > self._kept_seconds:
                path.unlink(missing_ok=True)
        lineages = [path.name.removeprefix(_name("")) for path in self._directory.glob(_name("*"))]
        used = np.unique(np.concatenate([self.rows(lineage) for lineage in lineages]))
        used = used[used != MISSING]
        with suppress(OSError, ValueError):
            dimensions, count, folder = self._about()
            if count > 2 * len(used) + self._spare_rows:
                self._compact(used, dimensions, count, folder=folder, lineages=lineages)

    def note(self, outcome: FetchOutcome) -> None:
        """Keep how an attempt ended, for every process to tell of."""
        self._directory.mkdir(parents=True, exist_ok=True)
        self._say(LAST, asdict(outcome))

    def last(self) -> FetchOutcome | None:
        """Give how the latest attempt ended; None before the first one."""
        with suppress(OSError, ValueError, TypeError):
            return FetchOutcome(**json.loads((self._directory / LAST).read_text("utf-8")))
        return None

    def _compact(
        self, used: Rows, dimensions: int, count: int, *, folder: Path, lineages: Collection[str]
    ) -> None:
        """Write what is in use into a new folder, and count from there on.

        Whoever mapped the old files keeps them. Between the two steps the lists of rows do not fit the new files,
        so they are taken away first: whoever looks then finds no vectors and looks again.
        """
        matrix = np.memmap(folder / MATRIX, dtype="<f2", mode="r", shape=(count, dimensions))
        keys = np.fromfile(folder / KEYS, dtype=f"V{KEY_BYTES}", count=count)
        newer = self._directory / str(int(folder.name) + 1)
        newer.mkdir(exist_ok=True)
        _write_at(newer / MATRIX, 0, np.asarray(matrix[used]).tobytes())
        _write_at(newer / KEYS, 0, keys[used].tobytes())
        turned = np.full(count + 1, MISSING, dtype=np.int32)
        turned[used] = np.arange(len(used), dtype=np.int32)
        lists = {lineage: turned[self.rows(lineage)] for lineage in lineages}
        for lineage in lineages:
            (self._directory / _name(lineage)).unlink(missing_ok=True)
        self._say(ABOUT, _told(dimensions, len(used), newer))
        for lineage, rows in lists.items():
            self.assign(lineage, rows)
        shutil.rmtree(folder, ignore_errors=True)

    def _about(self) -> tuple[int, int, Path]:
        """Give the length of a vector, how many count, and where; raises `OSError` or `ValueError` for a sick store."""
        told: dict[str, Any] = json.loads((self._directory / ABOUT).read_text("ascii"))
        known = [told.get(name) for name in ("format", "dimensions", "rows", "folder")]
        if not all(type(value) is int for value in known) or known[0] != FORMAT:
            raise ValueError(ABOUT)
        dimensions, count = int(told["dimensions"]), int(told["rows"])
        folder = self._directory / str(told["folder"])
        if (folder / MATRIX).stat().st_size < 2 * count * dimensions:
            raise ValueError(MATRIX)
        return dimensions, count, folder

    def _say(self, name: str, words: dict[str, Any]) -> None:
        self._replace(name, json.dumps(words).encode())

    def _replace(self, name: str, data: bytes) -> None:
        working = self._directory / f"{name}.new"
        _write_at(working, 0, data)
        working.replace(self._directory / name)


def _told(dimensions: int, rows: int, folder: Path) -> dict[str, Any]:
    return {"format": FORMAT, "dimensions": dimensions, "rows": rows, "folder": int(folder.name)}


def _name(lineage: str) -> str:
    return f"rows-{lineage}"


def _write_at(path: Path, offset: int, data: bytes) -> None:
    """Write from an offset on, over whatever a crash left there, and make it outlast a power cut."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.truncate(offset)
        stream.seek(offset)
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
