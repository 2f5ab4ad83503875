"""Tells the recogniser what is published, so that the words of a new document are understood the moment it is out."""

from intents.recalled import RecalledReadings
from knowledge.document import Kind
from knowledge.index import Index


class TitleTeacher:
    """Reads titles out of the serving generation of an index; both sides stay ignorant of each other."""

    def __init__(self, index: Index, recognizer: RecalledReadings) -> None:
        self._index = index
        self._recognizer = recognizer

    def teach(self) -> None:
        """Make the recogniser know the titles of the generation that serves now; blocks, so call it in a thread."""
        reader = self._index.reader
        names = [reader.names.rows[place] for place in reader.places.values()] if reader else []
        guides = [name.title for name in names if name.kind is Kind.GUIDE]
        papers = [name.title for name in names if name.kind is not Kind.GUIDE]
        self._recognizer.teach(papers, guides=guides)
