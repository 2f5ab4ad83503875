"""The files of a generation that only ever grow: rows of fixed width, so that an update writes what is new and no more.

Generations that follow each other by updates share these files (hard links). Each generation counts its own rows:
what a later one appends lies behind them, and what a crashed one left there is written over by the next.
"""

import os
import shutil
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from knowledge.text.clauses import COUNTED

Array = npt.NDArray[Any]
Rows = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """One file: the kind of its numbers, how many make a row, and whether it begins with a row of 0.

    A table of ends begins so: row n is where the n-th thing starts, row n + 1 where it ends.
    """

    name: str
    kind: str = "<i8"
    columns: int = 1
    begun: bool = False
    # The bytes of a row.
    width: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the bytes of a row once, since every row that is written asks for them."""
        object.__setattr__(self, "width", np.dtype(self.kind).itemsize * self.columns)


# The columns of the calendar: whether a document has ended (0 or 1), and days as ordinals of `date`.
ENDED, EFFECTIVE, EXPIRES, DATED = range(4)

TABLES = (
    Table("texts", "<u2"),
    Table("bare", "<u2"),
    Table("titles", "<u2"),
    Table("cards", "<u1"),
    Table("names", "<u1"),
    Table("text_starts", begun=True),
    Table("title_starts", begun=True),
    Table("card_starts", begun=True),
    Table("first_passage", begun=True),
    Table("block_first", begun=True),
    Table("block_document"),
    Table("passages", columns=2),
    Table("passage_clauses", columns=2),
    Table("passage_counts", "<u1", len(COUNTED)),
    Table("clause_ends"),
    Table("clause_marks", "<u1"),
    Table("clause_counts", "<u1", len(COUNTED)),
    Table("calendar", columns=len((ENDED, EFFECTIVE, EXPIRES, DATED))),
)
_TABLE_OF = {table.name: table for table in TABLES}


class Growing:
    """The tables of a directory, open to be appended to behind the rows that count."""

    def __init__(self, directory: Path, rows: Rows | None = None) -> None:
        self.rows = dict(rows or {table.name: 0 for table in TABLES})
        self._files: dict[str, BinaryIO] = {}
        for table in TABLES:
            path = directory / table.name
            self._files[table.name] = path.open("r+b" if rows else "wb")
            self._files[table.name].seek(table.width * self.rows[table.name])
            if table.begun and not rows:
                self.append(table.name, np.zeros(1, np.int64))

    def append(self, name: str, rows: Array | bytes) -> None:
        """Write further rows of a table."""
        table = _TABLE_OF[name]
        data = rows if isinstance(rows, bytes) else np.ascontiguousarray(rows, table.kind).data
        self.rows[name] += self._files[name].write(data) // table.width

    def sync(self) -> None:
        """Make what was written outlast a power cut."""
        for stream in self._files.values():
            stream.flush()
            os.fsync(stream.fileno())

    def close(self) -> None:
        """Close every file."""
        for stream in self._files.values():
            stream.close()


class ByteFile:
    """A file that is read piece by piece; it stays readable after its name is gone, and is closed with this object."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._handle)

    def read(self, start: int, end: int) -> bytes:
        """Give the bytes from one place up to another."""
        return os.pread(self._handle, end - start, start)


def share(source: Path, target: Path) -> None:
    """Make the tables of one directory those of another, too; copied where the file system knows no hard links."""
    for table in TABLES:
        link(source / table.name, target / table.name)


def link(source: Path, target: Path) -> None:
    """Give a file a second name, or a copy where the file system cannot."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def mapped(directory: Path, name: str, rows: Rows) -> Array:
    """Give the rows of a table without reading them; raises `ValueError` when the file is too short."""
    table, count = _TABLE_OF[name], rows[name]
    shape = (count, table.columns) if table.columns > 1 else (count,)
    if not count:
        # An empty file cannot be mapped.
        return np.zeros(shape, table.kind)
    return np.asarray(np.memmap(directory / name, dtype=table.kind, mode="r", shape=shape))
