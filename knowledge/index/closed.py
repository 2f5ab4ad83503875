"""The documents that a talk may answer from: those of the index without the ones that are closed for the time being.

What is closed stays published: its page, the search and the desk show it. A talk alone is kept from it.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from knowledge.index.generations import Index
from knowledge.index.names import FACETS
from knowledge.index.reader import Reader

THEME = FACETS.index("theme")


@dataclass(frozen=True, slots=True)
class Closed:
    """What no answer is taken from: everything, some documents, or all of some themes.

    `along` are those of the `documents` with which go what they rest on or explain, and what does so with them.
    """

    everything: bool = False
    documents: frozenset[str] = frozenset()
    along: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()

    @property
    def some(self) -> bool:
        """Whether some documents are closed and others are not."""
        return not self.everything and bool(self.documents or self.themes)

    def identifiers(self, reader: Reader) -> frozenset[str]:
        """Give the ids of the documents that are closed, of those that a generation holds."""
        found = set(reader.docnums_of(self.documents))
        for docnum in reader.docnums_of(self.along):
            found |= reader.tied(docnum)
        if self.themes:
            found |= {
                docnum for docnum in reader.docnums if reader.name_of(docnum).facets[THEME] in self.themes
            }
        return frozenset(map(reader.id_of, found))


NOTHING_CLOSED = Closed()

# Asked before each question, so it only gives what was looked up before.
ClosedSource = Callable[[], Closed]


def nothing_closed() -> Closed:
    """Close nothing."""
    return NOTHING_CLOSED


class OpenIndex(Index):
    """Another index without what is closed at the moment; a question that is being answered keeps what it began with."""

    def __init__(self, index: Index, closed: ClosedSource) -> None:
        super().__init__(Path())
        self._whole = index
        self._closed = closed
        self._narrowed: tuple[object, Reader | None] = (None, None)

    @property
    def reader(self) -> Reader | None:
        """Give the generation that serves, without what is closed; None while everything is."""
        reader, closed = self._whole.reader, self._closed()
        if reader is None or closed.everything:
            return None
        if not closed.some:
            return reader
        state = (reader, reader.edition, closed)
        known, narrowed = self._narrowed
        if known != state:
            narrowed = copy(reader)
            narrowed.hide(closed.identifiers(reader))
            self._narrowed = (state, narrowed)
        return narrowed

    @property
    def name(self) -> str | None:
        """Give the name of the generation that serves, whatever of it is closed."""
        return self._whole.name

    def is_closed(self, identifier: str) -> bool:
        """Whether a published document is closed at the moment."""
        reader, closed = self._whole.reader, self._closed()
        if reader is None or reader.docnum_of(identifier) is None:
            return False
        return closed.everything or (closed.some and identifier in closed.identifiers(reader))


def themes_of(reader: Reader | None) -> tuple[str, ...]:
    """Give the themes that the documents of a generation have, in their order."""
    if reader is None:
        return ()
    return tuple(sorted({reader.name_of(docnum).facets[THEME] for docnum in reader.docnums} - {""}))
