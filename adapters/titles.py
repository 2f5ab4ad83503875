"""Tells the recogniser what is published, so that the words of a new document are understood the moment it is out."""

from intents.recognizer import CountyRecognizer
from knowledge.document import Document, Kind
from knowledge.index import Index


class TitleTeacher:
    """Reads titles out of the serving generation of an index; both sides stay ignorant of each other."""

    def __init__(self, index: Index, recognizer: CountyRecognizer) -> None:
        self._index = index
        self._recognizer = recognizer

    def teach(self) -> None:
        """Make the recogniser know the titles of the generation that serves now; blocks, so call it in a thread."""
        reader = self._index.reader
        documents = [reader.document(place) for place in range(len(reader.ids))] if reader else []
        guides = [document.title for document in documents if _is_guide(document)]
        papers = [document.title for document in documents if not _is_guide(document)]
        self._recognizer.teach(papers, guides=guides)


def _is_guide(document: Document) -> bool:
    return document.kind is Kind.GUIDE
