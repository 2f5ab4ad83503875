"""What every document of a generation is called and what it is tied to: small enough to stay in memory.

A document's docnum counts all documents ever written to a generation and its updates; those that are gone leave a hole.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.documents.document import Document, Kind
from knowledge.text import normal_form

# Array (documents,) of docnums.
Docnums = npt.NDArray[np.int64]
# Array (documents,): for each docnum, whether its document is among some.
Mask = npt.NDArray[np.bool_]

NO_SUCCESSOR = -1
KINDS = tuple(Kind)
PARSED_LINES = 500
FACETS = ("issuer", "unit", "theme", "place", "level")


@dataclass(frozen=True, slots=True)
class Name:
    """One document as the index knows it: `number` in bare form, `version` that of its public wording, 0 for none.

    `revision` is that of what is struck out of it (`Struck`).
    """

    id: str
    version: int
    title: str
    kind: Kind
    number: str
    successor: str
    ties: tuple[str, ...]
    facets: tuple[str, ...]
    revision: int = 0

    @classmethod
    def of(cls, document: Document, version: int, revision: int = 0) -> "Name":
        """Give the name of a document."""
        facets = tuple(str(getattr(document, facet)) for facet in FACETS)
        ties = (*document.interprets, *document.basis)
        number = normal_form.bare(document.number)
        return cls(
            document.id,
            version,
            document.title,
            document.kind,
            number,
            document.successor,
            ties,
            facets,
            revision,
        )

    def line(self) -> bytes:
        """Give it as a line of the table of names."""
        row = (
            self.id, self.version, self.title, KINDS.index(self.kind), self.number, self.successor,
            self.ties, self.facets, self.revision,
        )  # fmt: skip
        return f"{json.dumps(row, ensure_ascii=False, separators=(',', ':'))}\n".encode("utf-8", "replace")


@dataclass(slots=True)
class Names:
    """All names of a generation by docnum, those that are gone included.

    `lineage` tells apart generations that were not made from each other by updates.
    """

    lineage: str
    rows: list[Name] = field(default_factory=list)
    size: int = 0

    def alive(self, gone: frozenset[int]) -> dict[str, int]:
        """Give the docnum of each document that is there, in the order of their ids."""
        docnums = {name.id: docnum for docnum, name in enumerate(self.rows) if docnum not in gone}
        return {identifier: docnums[identifier] for identifier in sorted(docnums)}


def load(path: Path, lineage: str, size: int, *, before: Names | None = None) -> Names:
    """Read the first `size` bytes of a table of names; what an earlier generation of the line has read is kept."""
    known = (
        before if before is not None and before.lineage == lineage and before.size <= size else Names(lineage)
    )
    with path.open("rb") as stream:
        stream.seek(known.size)
        lines = stream.read(size - known.size).splitlines()
    # Thousands of documents have the same unit, theme and place: such words are kept once.
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    fresh = [
        _name(row, shared)
        for start in range(0, len(lines), PARSED_LINES)
        for row in _parsed(lines[start : start + PARSED_LINES])
    ]
    return Names(lineage, [*known.rows, *fresh], size)


def _parsed(lines: list[bytes]) -> list[list[Any]]:
    """Read some lines at once: quicker than one by one, and no thread waits long for it."""
    rows: list[list[Any]] = json.loads(b"[%s]" % b",".join(lines))
    return rows


def _name(row: list[Any], shared: dict[tuple[str, ...], tuple[str, ...]]) -> Name:
    identifier, version, title, kind, number, successor, ties, facets, revision = row
    given = tuple(facets)
    known = shared.setdefault(given, given)
    return Name(identifier, version, title, KINDS[kind], number, successor, tuple(ties), known, revision)


def numbers(names: Sequence[Name], docnums: Iterable[int]) -> dict[str, int]:
    """Give the docnum for each document number without blanks; of two documents with one number the later id bears it."""
    return {names[docnum].number.replace(" ", ""): docnum for docnum in docnums if names[docnum].number}


def successors(names: Sequence[Name], docnum_of: dict[str, int]) -> Docnums:
    """Give for each docnum that of the document that followed it, `NO_SUCCESSOR` for none: array (documents,)."""
    followers = np.full(len(names), NO_SUCCESSOR, dtype=np.int64)
    for docnum in docnum_of.values():
        followers[docnum] = docnum_of.get(names[docnum].successor, NO_SUCCESSOR)
    return followers


def ties(names: Sequence[Name], docnum_of: dict[str, int]) -> dict[int, frozenset[int]]:
    """Give for each document those that it rests on or explains, and those that do so with it, by their docnums."""
    tied: dict[int, set[int]] = {}
    for docnum in docnum_of.values():
        for other in names[docnum].ties:
            if other in docnum_of:
                tied.setdefault(docnum, set()).add(docnum_of[other])
                tied.setdefault(docnum_of[other], set()).add(docnum)
    return {docnum: frozenset(others) for docnum, others in tied.items()}
