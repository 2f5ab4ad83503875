"""The published documents as actions read them: a document, a passage of it, the service guides."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.published.table_rows import row_by_row
from knowledge.documents.document import Document, Kind
from knowledge.index.approved_questions import spoken
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.text.passages import body_end, path_at

MARKS = re.compile(r"^#{1,6}[ \t]+(?:[ \t　]+$)?|\*\*|(?<![ \t　])[ \t　]+$", re.MULTILINE)
OPENING = re.compile(r"\s*(?:#{1,6}[ \t]+|\*\*)?")
SPEAKING = frozenset({Kind.POLICY, Kind.INTERPRETATION, Kind.RESPONSE})
"""Kinds that stand side by side: the document, what explains it, what is said to those whom it concerns."""
BLANKS = re.compile(r"\n\s*\n+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One passage of a document, in its own words; `number` counts from 0, `path` are the headings that lead to it."""

    document: Document
    text: str
    number: int
    last: bool
    path: tuple[str, ...] = ()


class Library:
    """Reads whichever generation of the index is current; nothing unpublished can be reached through it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._gathered: dict[Kind | None, tuple[tuple[str, int], tuple[Document, ...]]] = {}

    def document(self, identifier: str) -> Document | None:
        """Give the particulars of a published document."""
        held = self._held(identifier)
        return held[0].document(held[1]) if held else None

    def text(self, identifier: str) -> str:
        """Give the whole text of a published document without its closing sample mark; empty when there is none."""
        held = self._held(identifier)
        if held is None:
            return ""
        reader, docnum = held
        text = reader.published(docnum)
        return text[: body_end(text)].strip()

    def holds(self, identifier: str, number: int) -> bool:
        """Whether a document has a passage of that number."""
        held = self._held(identifier)
        if held is None:
            return False
        reader, docnum = held
        return 0 <= number < len(reader.texts.passage_range(docnum))

    def excerpt(self, identifier: str, number: int) -> Excerpt | None:
        """Give one passage of a document; None behind the last one or when the document is gone."""
        held = self._held(identifier)
        if held is None:
            return None
        reader, docnum = held
        passages = reader.texts.passage_range(docnum)
        if not 0 <= number < len(passages):
            return None
        start, stop = reader.texts.bounds_of(passages[number])
        raw = reader.texts.text(start, stop)
        # A passage may begin with blanks and the marks of its heading; the heading counts from behind them.
        opening = OPENING.match(raw)
        offset = start - reader.texts.text_range(docnum)[0] + (opening.end() if opening else 0)
        return Excerpt(
            document=reader.document(docnum),
            text=plain(raw, reader.name_of(docnum).kind),
            number=number,
            last=number == len(passages) - 1,
            path=path_at(reader.outline(docnum), offset),
        )

    def named(self, facet: str, spoken: str) -> str:
        """Give the name that documents have for a body, theme or place somebody spoke of; empty when there is none."""
        reader = self._index.reader
        return reader.facets.named(facet, spoken) if reader else ""

    def interpretations(self, identifier: str) -> tuple[Document, ...]:
        """Give the published interpretations of a published policy, the oldest first."""
        held = self._held(identifier)
        if held is None:
            return ()
        reader, docnum = held
        tied = map(reader.document, sorted(reader.tied(docnum)))
        found = (one for one in tied if one.kind is Kind.INTERPRETATION and identifier in one.interprets)
        return tuple(sorted(found, key=lambda one: (one.dated_on or date.max, one.id)))

    def companions(self, identifier: str) -> tuple[Document, ...]:
        """Give what a policy, its explanation or a response to it (文件、解读、回应) has beside it, at most one of each kind.

        Of several explanations or responses it is the newest; other documents have none.
        """
        held = self._held(identifier)
        if held is None or (own := held[0].document(held[1])).kind not in SPEAKING:
            return ()
        reader, docnum = held
        policy = docnum if own.kind is Kind.POLICY else _first(map(reader.docnum_of, own.interprets))
        if policy is None:
            return ()
        about = reader.document(policy)
        near = [reader.document(each) for each in reader.tied(policy)]
        found = (_newest(near, kind, about.id) for kind in (Kind.INTERPRETATION, Kind.RESPONSE))
        return tuple(one for one in (about, *found) if one is not None and one.kind is not own.kind)

    def tied(self, identifier: str) -> tuple[Document, ...]:
        """Give what a document rests on or explains, and what does so with it, in the order of their ids."""
        held = self._held(identifier)
        if held is None:
            return ()
        reader, docnum = held
        return tuple(map(reader.document, reader.by_id(reader.tied(docnum))))

    async def guides(self) -> tuple[Document, ...]:
        """Give every service guide."""
        return await self._all(Kind.GUIDE)

    async def items(self) -> tuple[Document, ...]:
        """Give every catalogue item."""
        return await self._all(Kind.CATALOGUE)

    async def everything(self) -> tuple[Document, ...]:
        """Give every published document, in the order of the index."""
        return await self._all(None)

    def _held(self, identifier: str) -> tuple[Reader, int] | None:
        """Give the generation that serves and the number of a published document in it; None when it holds none."""
        reader = self._index.reader
        docnum = reader.docnum_of(identifier) if reader else None
        return None if reader is None or docnum is None else (reader, docnum)

    async def _all(self, kind: Kind | None) -> tuple[Document, ...]:
        """Give the documents of a kind, of every kind for None; they are gathered anew, beside the event loop, when the index has changed."""
        reader = self._index.reader
        if reader is None:
            return ()
        edition = reader.edition
        known, documents = self._gathered.get(kind, (None, ()))
        if known != edition:
            documents = await asyncio.to_thread(_of_kind, reader, kind)
            self._gathered[kind] = (edition, documents)
        return documents


def plain(text: str, kind: Kind | None = None) -> str:
    """Give a passage without the marks of Markdown, its words untouched; tables are told row by row.

    One of an approved answer, by its `kind`, is what it answers: 问： and 答： are marks as well.
    """
    text = spoken(text) if kind is Kind.FAQ else text
    return BLANKS.sub("\n", MARKS.sub("", row_by_row(text) if "|" in text else text)).strip()


def _first(docnums: Iterable[int | None]) -> int | None:
    return next((each for each in docnums if each is not None), None)


def _newest(documents: Sequence[Document], kind: Kind, about: str) -> Document | None:
    """Give the newest document of a kind that speaks of a policy; None where none does."""
    found = (one for one in documents if one.kind is kind and about in one.interprets)
    return max(found, key=lambda one: (one.dated_on or date.min, one.id), default=None)


def _of_kind(reader: Reader, kind: Kind | None) -> tuple[Document, ...]:
    docnums = (docnum for docnum in reader.docnums if kind is None or reader.name_of(docnum).kind is kind)
    return tuple(map(reader.document, docnums))
