"""A version as citizens would see it: the bubble of the chat with its source line, and the reading page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any

from adapters.citizen.document_body import PART, set_body
from adapters.citizen.sheet import SheetPhoto, sheet
from adapters.operators.addresses import photo_address
from adapters.web.press import apart
from bot.clock import Clock, local_date
from handlers.county.profile import County
from handlers.pictures.published import PublishedPictures
from handlers.policy.answer_text import Quoting
from handlers.published.library import plain
from knowledge.answers.answer import Answer, Citation, Extract
from knowledge.documents.document import Document, standing
from knowledge.index.generations import Index
from knowledge.text import passages

TELLING_LETTERS = 30


@dataclass(frozen=True, slots=True)
class PreviewPassage:
    """A passage as it will be quoted: the headings that lead to it, and its words."""

    path: tuple[str, ...]
    text: str


class Preview:
    """Sets any version, saved or not, by the very means that citizens' answers and pages are set by."""

    def __init__(
        self,
        *,
        index: Index,
        quoting: Quoting,
        pictures: PublishedPictures,
        county: County,
        clock: Clock,
    ) -> None:
        self._index = index
        self._pictures = pictures
        self._quoting = quoting
        self._county = county
        self._clock = clock

    async def values(self, document: Document, text: str) -> dict[str, Any]:
        """Give what `operators/preview.html` shows; a long text takes its time, and holds up nobody else."""
        photos = [
            SheetPhoto(photo_address(each.id), each.turn) for each in await self._pictures.of(document.id)
        ]
        return await apart(lambda: self._set(document, text, photos))

    def _set(self, document: Document, text: str, photos: Sequence[SheetPhoto]) -> dict[str, Any]:
        body = set_body(text, document.title)
        page = sheet(
            document, body, index=self._index, county=self._county, today=self.today(), photos=photos
        )
        return {**page, "bubble": self._bubble(document, cut(text))}

    def today(self) -> date:
        """Give today in China."""
        return local_date(self._clock.now())

    def _bubble(self, document: Document, quotable: Sequence[PreviewPassage]) -> str:
        """Give the document's first passage exactly as the chat would answer with it, warnings and source included."""
        words = next(
            (said for passage in quotable if len(said := _quotable(passage, document)) >= TELLING_LETTERS), ""
        )
        today, whole = self.today(), (0, len(words))
        citation = Citation(document, standing(document, today), self._successor(document))
        extract = Extract(citation, words, quote=whole, span=whole, path=(), number=0, score=0.0)
        shown = Answer(
            question="",
            best=extract,
            further=(),
            policies=(),
            interpretations=(),
            guides=(),
            confidence=1.0,
        )
        return self._quoting.answer(shown, today=today)

    def _successor(self, document: Document) -> Document | None:
        reader = self._index.reader
        docnum = reader.docnum_of(document.successor) if reader else None
        return reader.document(docnum) if reader and docnum is not None else None


def cut(text: str) -> tuple[PreviewPassage, ...]:
    """Cut a text into the passages that would be quoted."""
    found = passages.headings(text)
    return tuple(
        PreviewPassage(passages.path_at(found, piece.start), text[piece.start : piece.end].strip())
        for piece in passages.cut(text[: passages.body_end(text)])
    )


def _quotable(passage: PreviewPassage, document: Document) -> str:
    """Give a passage without the headings at its top: an answer quotes sentences."""
    lines = plain(passage.text).splitlines()
    heads = {document.title, *passage.path}
    return "\n".join(dropwhile(lambda line: line in heads or PART.fullmatch(line) is not None, lines))
