"""Tells the recogniser what is published, so that the words of a new document are understood the moment it is out."""

from collections.abc import Iterable
from typing import Protocol

from knowledge.documents.document import Kind
from knowledge.index.generations import Index


class Pupil(Protocol):
    """Whoever has to know what is published; `intents.recognizer.CountyRecognizer` is one."""

    def teach(self, titles: Iterable[str], *, guides: Iterable[str] = ()) -> None:
        """Know these titles and no others."""
        ...


class TitleTeacher:
    """Reads titles out of the serving generation of an index; both sides stay ignorant of each other."""

    def __init__(self, index: Index, pupil: Pupil) -> None:
        self._index = index
        self._pupil = pupil

    def teach(self) -> None:
        """Make the recogniser know the titles of the generation that serves now; blocks, so call it in a thread."""
        reader = self._index.reader
        names = list(map(reader.name_of, reader.docnums)) if reader else []
        guides = [name.title for name in names if name.kind is Kind.GUIDE]
        papers = [name.title for name in names if name.kind is not Kind.GUIDE]
        self._pupil.teach(papers, guides=guides)
