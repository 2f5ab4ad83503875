"""One sheet of a table as it is read, whatever file it came from."""

from dataclasses import dataclass

from knowledge.ingest.readers.manuscript import ReadingNote


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet: its name and its rows that hold anything, with the numbers people see beside them."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[ReadingNote, ...] = ()
