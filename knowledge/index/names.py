"""What every document of a generation is called and what it is tied to: small enough to stay in memory.

Places count all documents ever written to a generation and its updates; those that are gone leave a hole.
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

Places = npt.NDArray[np.int64]

NO_SUCCESSOR = -1
KINDS = tuple(Kind)
MANY = 500
FACETS = ("issuer", "unit", "theme", "place", "level")


@dataclass(frozen=True, slots=True)
class Name:
    """One document as the index knows it: `number` in bare form, `version` that of its public wording, 0 for none."""

    id: str
    version: int
    title: str
    kind: Kind
    number: str
    successor: str
    ties: tuple[str, ...]
    facets: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, version: int) -> "Name":
        """Give the name of a document."""
        facets = tuple(str(getattr(document, facet)) for facet in FACETS)
        ties = (*document.interprets, *document.basis)
        number = normal_form.bare(document.number)
        return cls(
            document.id, version, document.title, document.kind, number, document.successor, ties, facets
        )

    def line(self) -> bytes:
        """Give it as a line of the table of names."""
        row = (
            self.id, self.version, self.title, KINDS.index(self.kind), self.number, self.successor,
            self.ties, self.facets,
        )  # fmt: skip
        return f"{json.dumps(row, ensure_ascii=False, separators=(',', ':'))}\n".encode("utf-8", "replace")


@dataclass(slots=True)
class Names:
    """All names of a generation by place, those that are gone included.

    `lineage` tells apart generations that were not made from each other by updates.
    """

    lineage: str
    rows: list[Name] = field(default_factory=list)
    size: int = 0

    def alive(self, gone: frozenset[int]) -> dict[str, int]:
        """Give the place of each document that is there, in the order of their ids."""
        found = {name.id: place for place, name in enumerate(self.rows) if place not in gone}
        return {identifier: found[identifier] for identifier in sorted(found)}


def load(path: Path, lineage: str, size: int, *, before: Names | None = None) -> Names:
    """Read the first `size` bytes of a table of names; what an earlier generation of the line has read is kept."""
    known = (
        before if before is not None and before.lineage == lineage and before.size <= size else Names(lineage)
    )
    with path.open("rb") as stream:
        stream.seek(known.size)
        lines = stream.read(size - known.size).splitlines()
    fresh = [
        _name(row) for start in range(0, len(lines), MANY) for row in _parsed(lines[start : start + MANY])
    ]
    return Names(lineage, [*known.rows, *fresh], size)


def _parsed(lines: list[bytes]) -> list[list[Any]]:
    """Read some lines at once: quicker than one by one, and no thread waits long for it."""
    rows: list[list[Any]] = json.loads(b"[%s]" % b",".join(lines))
    return rows


def _name(row: list[Any]) -> Name:
    identifier, version, title, kind, number, successor, ties, facets = row
    return Name(identifier, version, title, KINDS[kind], number, successor, tuple(ties), tuple(facets))


def numbers(names: Sequence[Name], places: Iterable[int]) -> dict[str, int]:
    """Give the place of each document number without blanks; of two documents with one number the later id bears it."""
    return {names[place].number.replace(" ", ""): place for place in places if names[place].number}


def successors(names: Sequence[Name], places: dict[str, int]) -> Places:
    """Give for each place the place of the document that followed it, `NO_SUCCESSOR` for none."""
    found = np.full(len(names), NO_SUCCESSOR, dtype=np.int64)
    for place in places.values():
        found[place] = places.get(names[place].successor, NO_SUCCESSOR)
    return found


def links(names: Sequence[Name], places: dict[str, int]) -> dict[int, set[int]]:
    """Give for each document the places of those it rests on or explains, and of those that do so with it."""
    found: dict[int, set[int]] = {}
    for place in places.values():
        for other in names[place].ties:
            if other in places:
                found.setdefault(place, set()).add(places[other])
                found.setdefault(places[other], set()).add(place)
    return found
