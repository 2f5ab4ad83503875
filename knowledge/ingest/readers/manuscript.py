"""What a reader of a foreign format gives: a text in our plain form, and what the source itself says about it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from knowledge.documents.scans.scan import Scan

# What a manuscript tells of a catalogue item's elements stands under their names behind this.
ELEMENTS = "elements."


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Something a person should know about how a file was read; `key` names the wording in `faults.yml`."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PicturedPages:
    """Pages following each other that are pictures, by their numbers from 1.

    Their place in the text is from the line `start` to before `end`, counted from 0; what stands there are the few words
    the pages hold as text, mostly none.
    """

    numbers: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One text as read: headings marked with `#`, each table row on a line of its own.

    `title` is the heading the layout shows; `stated` the particulars given in fields of the source (our field names,
    values as written); `line` the row of a table the text came from; `scan` what was read off pictures of pages;
    `pictured` the pages whose text has still to be read off.
    """

    text: str
    title: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[ReadingNote, ...] = ()
    line: int | None = None
    scan: Scan | None = None
    pictured: tuple[PicturedPages, ...] = ()


def to_plain(manuscript: Manuscript) -> dict[str, Any]:
    """Give a manuscript as plain values, to be sent between processes."""
    return asdict(manuscript)


def from_plain(values: Mapping[str, Any]) -> Manuscript:
    """Give the manuscript that `to_plain` took apart."""
    notes = tuple(ReadingNote(note["key"], note["values"]) for note in values["notes"])
    pictured = tuple(
        PicturedPages(tuple(one["numbers"]), one["start"], one["end"]) for one in values["pictured"]
    )
    return Manuscript(
        values["text"],
        title=values["title"],
        stated=values["stated"],
        notes=notes,
        line=values["line"],
        pictured=pictured,
    )
