"""How one generation of the index is read: its documents by docnum, their passages, blocks and clauses by number.

A docnum counts all documents ever written to the generation and the updates it came from; passages, blocks and
clauses are numbered through all documents, and texts lie end to end, so that places in them are counted in UTF-16
units through all texts. Arrays are told as "array (rows, columns)".
"""

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.documents import cards
from knowledge.documents.document import Document, Kind
from knowledge.index import names
from knowledge.index.approved_questions import Approved, questions
from knowledge.index.facets import Facets
from knowledge.index.names import NO_SUCCESSOR, Docnums, Mask, Name, Names
from knowledge.index.tables import ENDED, EXPIRES, ByteFile, mapped
from knowledge.index.terms import LISTED_DOCUMENTS, Hit, TermIndex
from knowledge.index.texts import PassageTexts
from knowledge.index.writer import BLOCKS_FOLDER, Shape
from knowledge.text import anchors, normal_form
from knowledge.text.anchors import Anchor
from knowledge.text.passages import ARTICLE_LEVEL, Heading
from knowledge.text.question import Question

Offsets = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

CARDS_REMEMBERED = 2048
UNIT_BYTES = 2


class Reader:
    """Reads one generation; safe to keep while a newer one takes over, even after its files are removed."""

    def __init__(
        self,
        directory: Path,
        *,
        before: "Reader | None" = None,
        listed_documents: int = LISTED_DOCUMENTS,
    ) -> None:
        """Open a generation; `before` is the one read last, whose names are not read again when they are the same.

        `listed_documents` is how many documents are named one by one to the full-text index when it looks among some.
        """
        self.name = directory.name
        self.shape = Shape.read(directory)
        self.names: Names = names.load(
            directory / "names",
            self.shape.lineage,
            self.shape.rows["names"],
            before=before.names if before is not None else None,
        )
        self.texts = PassageTexts(directory, self.shape.rows)
        of_table = partial(mapped, directory, rows=self.shape.rows)
        # Array (documents, columns of the calendar).
        self._calendar: Offsets = of_table("calendar")
        # The cache must not hold the reader itself: a generation that is no longer used goes at once, not when
        # somebody looks for circles.
        read = partial(_read_card, ByteFile(directory / "cards"), of_table("card_starts"))
        self._card = lru_cache(CARDS_REMEMBERED)(read)
        # By id and not by when they came: an updated index must answer as one built anew does.
        self._docnum_of = self.names.alive(frozenset(self.shape.gone))
        self._numbered = names.numbers(self.names.rows, self._docnum_of.values())
        self._successors = names.successors(self.names.rows, self._docnum_of)
        self._ties = names.ties(self.names.rows, self._docnum_of)
        self._alive = _marked(self._docnum_of.values(), self.shape.documents)
        self._hidden: frozenset[int] = frozenset()
        self._silent: tuple[tuple[date, frozenset[int]] | None, frozenset[int]] = (None, frozenset())
        self._terms = TermIndex(
            directory / BLOCKS_FOLDER,
            self.texts.all_block_docnums,
            turns=self._turns() if self.shape.documents > self.shape.first else None,
            listed_documents=listed_documents,
        )

    def _turns(self) -> Docnums:
        """Give for each docnum when its document comes in the order of ids."""
        turns = np.zeros(self.shape.documents, dtype=np.int64)
        turns[list(self._docnum_of.values())] = np.arange(len(self._docnum_of))
        return turns

    @property
    def edition(self) -> tuple[str, int]:
        """Give what tells apart all that this reader shows: its generation, and what of it is hidden."""
        return self.name, hash(self._hidden)

    def hide(self, identifiers: Iterable[str]) -> None:
        """Answer as if these documents were not there, from now on; no file is touched, so it takes effect at once."""
        hidden = self.docnums_of(identifiers)
        if not hidden:
            return
        self._docnum_of = {name: docnum for name, docnum in self._docnum_of.items() if docnum not in hidden}
        self._numbered = {number: docnum for number, docnum in self._numbered.items() if docnum not in hidden}
        self._successors = names.successors(self.names.rows, self._docnum_of)
        self._ties = {
            docnum: others - hidden for docnum, others in self._ties.items() if docnum not in hidden
        }
        self._hidden |= hidden
        self._alive = _marked(self._docnum_of.values(), self.shape.documents)

    # — Which documents there are —

    @property
    def docnums(self) -> Collection[int]:
        """Give the docnums of all documents that are there, in the order of their ids."""
        return self._docnum_of.values()

    @property
    def identifiers(self) -> Collection[str]:
        """Give the ids of all documents that are there, in their order."""
        return self._docnum_of.keys()

    def docnum_of(self, identifier: str) -> int | None:
        """Give the docnum of a document that is there."""
        return self._docnum_of.get(identifier)

    def docnums_of(self, identifiers: Iterable[str]) -> frozenset[int]:
        """Give the docnums of those documents that are there."""
        return frozenset(self._docnum_of[name] for name in identifiers if name in self._docnum_of)

    def id_of(self, docnum: int) -> str:
        """Give the id of a document."""
        return self.names.rows[docnum].id

    def numbered(self, number: str) -> int | None:
        """Give the docnum of the document that bears a number, bare and without blanks."""
        return self._numbered.get(number)

    @property
    def alive(self) -> Mask:
        """Tell for each docnum whether its document is there: array (documents,)."""
        return self._alive

    def barred(self, identifiers: Iterable[str], *, today: date) -> frozenset[int]:
        """Give the docnums that must not answer: those of some ids, what is hidden, and approved answers without a ground."""
        return self.docnums_of(identifiers) | self._hidden | self.silent(today)

    def silent(self, today: date) -> frozenset[int]:
        """Give the docnums of approved answers that rest on what has ended, or is hidden."""
        if not self.approved.docnums:
            return frozenset()
        if self._silent[0] != (today, self._hidden):
            hidden = {self.id_of(docnum) for docnum in self._hidden}
            ended = (self._calendar[:, ENDED] == 1) | (self._calendar[:, EXPIRES] < today.toordinal())
            silent = frozenset(
                docnum
                for docnum in self.approved.docnums
                for tie in self.name_of(docnum).ties
                if tie in hidden or (tie in self._docnum_of and ended[self._docnum_of[tie]])
            )
            self._silent = ((today, self._hidden), silent)
        return self._silent[1]

    # — What is known of a document —

    def name_of(self, docnum: int) -> Name:
        """Give what a document is called and tied to, hidden or not."""
        return self.names.rows[docnum]

    def document(self, docnum: int) -> Document:
        """Give the particulars of a document."""
        return self._card(docnum)[0]

    def outline(self, docnum: int) -> tuple[Heading, ...]:
        """Give the headings of a document."""
        return self._card(docnum)[1]

    def tied(self, docnum: int) -> frozenset[int]:
        """Give the docnums of those that a document rests on or explains, and of those that do so with it."""
        return self._ties.get(docnum, frozenset())

    def by_id(self, docnums: Iterable[int]) -> list[int]:
        """Give documents in the order of their ids."""
        return sorted(docnums, key=self.id_of)

    def successors(self, docnums: Docnums) -> Docnums:
        """Give the docnum of the document that followed each one: array (documents,), `NO_SUCCESSOR` for none."""
        return self._successors[docnums]

    def successor_of(self, docnum: int) -> int | None:
        """Give the docnum of the document that followed another one."""
        successor = int(self._successors[docnum])
        return None if successor == NO_SUCCESSOR else successor

    def calendar(self, docnums: Sequence[int]) -> Offsets:
        """Give when documents count: array (documents, `ENDED` `EFFECTIVE` `EXPIRES` `DATED`), days as ordinals."""
        return self._calendar[docnums]

    # — Texts and passages —

    def whole(self, docnum: int) -> str:
        """Give the whole text of a document, as answers are taken from it."""
        return self.texts.whole(docnum)

    def published(self, docnum: int) -> str:
        """Give the whole text of a document as it is published, with what is struck out of answering."""
        whole = self._card(docnum)[2]
        return self.whole(docnum) if whole is None else whole

    @property
    def passages_there(self) -> Offsets:
        """Give the numbers of the passages of all documents that are there, in rising order."""
        return self.texts.passages_of(self._alive)

    def cited(self, docnum: int, start: int, end: int) -> str:
        """Give how a stretch of a document is cited, in units from its beginning: 第五条第一款.

        Empty outside of articles. Only the articles themselves are read, not the whole text.
        """
        headings = self.outline(docnum)
        return anchors.spanning(
            self._anchor(docnum, start, headings), self._anchor(docnum, max(start, end - 1), headings)
        )

    def _anchor(self, docnum: int, at: int, headings: tuple[Heading, ...]) -> Anchor:
        number = bisect_right(headings, at, key=_start_of) - 1
        if number < 0 or headings[number].level != ARTICLE_LEVEL:
            return Anchor("")
        heading, (base, end) = headings[number], self.texts.text_range(docnum)
        stop = base + headings[number + 1].start if number + 1 < len(headings) else end
        units = self.texts.units(base + heading.start, stop)
        text = normal_form.words_of(units)
        if len(text) != len(units):
            # Letters of two units would shift all places behind them.
            text = "".join(map(chr, units.tolist()))
        return anchors.at(text, at - heading.start, (replace(heading, start=0),))

    # — Blocks and terms —

    def rarity(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term over the blocks, the one BM25 uses."""
        return self._terms.rarity(field, term)

    def holds(self, field: str, term: str) -> bool:
        """Whether any block holds a term."""
        return self._terms.holds(field, term)

    def telling_pairs(self, question: Question) -> list[str]:
        """Give the pairs of a question that can tell anything (`TermIndex.telling_pairs`)."""
        return self._terms.telling_pairs(question)

    def best(self, readings: Sequence[Question], limit: int, *, allowed: Mask | None = None) -> list[Hit]:
        """Give the blocks that fit a question best (`TermIndex.best`)."""
        return self._terms.best(readings, limit, allowed=allowed)

    @cached_property
    def facets(self) -> Facets:
        """Give what answers may be narrowed to."""
        return Facets(self.names.rows, self._calendar, self._successors)

    @cached_property
    def approved(self) -> Approved:
        """Give the questions that have approved answers."""
        docnums = (docnum for docnum in self.docnums if self.name_of(docnum).kind is Kind.FAQ)
        return Approved(
            (docnum, questions(self.name_of(docnum).title, self.whole(docnum))) for docnum in docnums
        )


def _marked(docnums: Iterable[int], documents: int) -> Mask:
    """Tell for each of so many documents whether it is among some: array (documents,)."""
    marks = np.zeros(documents, dtype=bool)
    marks[list(docnums)] = True
    return marks


def _read_card(
    file: ByteFile, starts: Offsets, docnum: int
) -> tuple[Document, tuple[Heading, ...], str | None]:
    card, outline, whole = file.read(int(starts[docnum]), int(starts[docnum + 1])).split(b"\n")[:3]
    rows: list[Any] = json.loads(outline)
    return cards.from_json(card), tuple(Heading(*row) for row in rows), json.loads(whole) if whole else None


def _start_of(heading: Heading) -> int:
    return heading.start
