"""How one generation of the index is read: first the blocks that share words, then what stands in them."""

import json
import math
import os
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from knowledge.documents import cards
from knowledge.documents.document import Document, Kind
from knowledge.index import blocks, names
from knowledge.index.approved_questions import Approved, questions
from knowledge.index.facets import ENDED, EXPIRES, Facets, Mask
from knowledge.index.names import Names
from knowledge.index.tables import mapped
from knowledge.index.writer import BLOCKS, Shape
from knowledge.text import anchors, normal_form
from knowledge.text.anchors import Anchor
from knowledge.text.normal_form import Units
from knowledge.text.passages import ARTICLE_LEVEL, Heading
from knowledge.text.question import Question

Offsets = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
_Clause = tuple[tantivy.Occur, tantivy.Query]
_Term = tuple[float, int, _Clause]

_CARDS_KEPT = 2048
_TERMS_KEPT = 65536


# Looking a term up costs as much as it has blocks, and common ones tell least: once the rarer terms make up this
# share of the question, those that stand in more blocks than this are let go.
_TOLD = 0.75
_COMMON = 800
# Up to so many documents are named to the full-text index; among more, each look goes so many times further.
_FEW = 300
_FURTHER = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A block that shares terms with a question: its number and its score against what the question could reach."""

    block: int
    score: float


class Reader:
    """Reads one generation; safe to keep while a newer one takes over, even after its files are removed."""

    def __init__(self, directory: Path, *, before: "Reader | None" = None) -> None:
        """Open a generation; `before` is the one read last, whose names are not read again when they are the same."""
        self.name = directory.name
        self.shape = Shape.read(directory)
        self.names: Names = names.load(
            directory / "names",
            self.shape.lineage,
            self.shape.rows["names"],
            before=before.names if before is not None else None,
        )
        of_table = partial(mapped, directory, rows=self.shape.rows)
        self.text_starts: Offsets = of_table("text_starts")
        self.passages: Offsets = of_table("passages")
        self.first_passage: Offsets = of_table("first_passage")
        self.block_document: Offsets = of_table("block_document")
        self.block_first: Offsets = of_table("block_first")
        self.calendar: Offsets = of_table("calendar")
        self.clause_ends: Offsets = of_table("clause_ends")
        self.clause_marks: Bytes = of_table("clause_marks")
        self.clause_counts: Bytes = of_table("clause_counts")
        self.passage_clauses: Offsets = of_table("passage_clauses")
        self.passage_counts: Bytes = of_table("passage_counts")
        # The bare normal form of all texts, every character at its own place.
        self.bare: Units = of_table("bare")
        self._titles: Units = of_table("titles")
        self._title_starts: Offsets = of_table("title_starts")
        # By id and not by when they came: an updated index must answer as one built anew does.
        self.places = self.names.alive(frozenset(self.shape.gone))
        self.ids = [name.id for name in self.names.rows]
        self.numbers = names.numbers(self.names.rows, self.places.values())
        self.successors = names.successors(self.names.rows, self.places)
        self.links = names.links(self.names.rows, self.places)
        self.hidden: frozenset[int] = frozenset()
        self._silent: tuple[tuple[date, frozenset[int]] | None, frozenset[int]] = (None, frozenset())
        self._turn = np.zeros(len(self.ids), dtype=np.int64)
        self._turn[list(self.places.values())] = np.arange(len(self.places))
        self._texts = os.open(directory / "texts", os.O_RDONLY | os.O_CLOEXEC)
        self._cards = os.open(directory / "cards", os.O_RDONLY | os.O_CLOEXEC)
        # Neither cache may hold the reader itself: a generation that is no longer used goes at once, not when
        # somebody looks for circles.
        read = partial(_read_card, self._cards, of_table("card_starts"))
        self._card = lru_cache(_CARDS_KEPT)(read)
        index = blocks.register(tantivy.Index.open(str(directory / BLOCKS)))
        self._schema = index.schema
        self._searcher = index.searcher()
        look = partial(_look_up, self._searcher, self._schema, written=_written(directory / BLOCKS))
        self._term = lru_cache(_TERMS_KEPT)(look)

    @property
    def edition(self) -> tuple[str, int]:
        """Give what tells apart all that this reader shows: its generation, and how much of it is hidden."""
        return self.name, len(self.hidden)

    def hide(self, identifiers: Iterable[str]) -> None:
        """Answer as if these documents were not there, from now on; no file is touched, so it takes effect at once."""
        hidden = frozenset(self.places[name] for name in identifiers if name in self.places)
        if not hidden:
            return
        self.places = {name: place for name, place in self.places.items() if place not in hidden}
        self.numbers = {number: place for number, place in self.numbers.items() if place not in hidden}
        self.successors = names.successors(self.names.rows, self.places)
        self.links = {place: others - hidden for place, others in self.links.items() if place not in hidden}
        self.hidden |= hidden
        self.__dict__.pop("alive", None)

    @cached_property
    def alive(self) -> Mask:
        """Tell for each place whether its document is there."""
        found = np.zeros(len(self.ids), dtype=bool)
        found[list(self.places.values())] = True
        return found

    @property
    def passages_there(self) -> Offsets:
        """Give the numbers of the passages of all documents that are there, in rising order."""
        counts = np.diff(self.first_passage)
        return np.flatnonzero(np.repeat(self.alive, counts))

    def close(self) -> None:
        """Give the file handles back."""
        for name in ("_texts", "_cards"):
            handle = self.__dict__.pop(name, None)
            if handle is not None:
                os.close(handle)

    def __del__(self) -> None:
        """Give the file handles back when the last question that uses this generation is done."""
        self.close()

    def document(self, place: int) -> Document:
        """Give the particulars of the document at a place."""
        return self._card(place)[0]

    def outline(self, place: int) -> tuple[Heading, ...]:
        """Give the headings of the document at a place."""
        return self._card(place)[1]

    def title(self, place: int) -> Units:
        """Give the bare normal form of the title of the document at a place."""
        return self._titles[self._title_starts[place] : self._title_starts[place + 1]]

    def units(self, start: int, end: int) -> Units:
        """Give a stretch of the texts of all documents, as units."""
        return np.frombuffer(os.pread(self._texts, 2 * (end - start), 2 * start), dtype=np.uint16)

    def text(self, start: int, end: int) -> str:
        """Give a stretch of the texts of all documents."""
        return normal_form.words_of(self.units(start, end))

    def cited(self, place: int, start: int, end: int) -> str:
        """Give how a stretch of the document at a place is cited, in units from its beginning: 第五条第一款.

        Empty outside of articles. Only the articles themselves are read, not the whole text.
        """
        found = self.outline(place)
        return anchors.spanning(
            self._anchor(place, start, found), self._anchor(place, max(start, end - 1), found)
        )

    def _anchor(self, place: int, at: int, found: tuple[Heading, ...]) -> Anchor:
        number = bisect_right(found, at, key=_start_of) - 1
        if number < 0 or found[number].level != ARTICLE_LEVEL:
            return Anchor("")
        heading, base = found[number], int(self.text_starts[place])
        stop = base + found[number + 1].start if number + 1 < len(found) else int(self.text_starts[place + 1])
        units = self.units(base + heading.start, stop)
        text = normal_form.words_of(units)
        if len(text) != len(units):
            # Letters of two units would shift all places behind them.
            text = "".join(map(chr, units.tolist()))
        return anchors.at(text, at - heading.start, (replace(heading, start=0),))

    def blocks_of(self, place: int) -> range:
        """Give the numbers of the blocks of a document."""
        first, last = np.searchsorted(self.block_document, [place, place + 1])
        return range(int(first), int(last))

    def rarity(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term over the blocks, the one BM25 uses."""
        return self._term(field, term)[0]

    def told(self, question: Question) -> list[str]:
        """Give the pairs of a question that can tell anything.

        A pair that joins two words and stands in no text is only somebody's way of talking (我妈今年81了能领…); one
        inside a word is something that the texts do not know.
        """
        return [
            pair for pair in question.pairs if pair in question.inner or self._term(blocks.PAIRS, pair)[1]
        ]

    @cached_property
    def facets(self) -> Facets:
        """Give what answers may be narrowed to."""
        return Facets(self.names.rows, self.calendar, self.successors)

    @cached_property
    def approved(self) -> Approved:
        """Give the questions that have approved answers."""
        places = (place for place in self.places.values() if self.names.rows[place].kind is Kind.FAQ)
        return Approved(
            (place, questions(self.names.rows[place].title, self.whole(place))) for place in places
        )

    def whole(self, place: int) -> str:
        """Give the whole text of the document at a place."""
        return self.text(int(self.text_starts[place]), int(self.text_starts[place + 1]))

    def silent(self, today: date) -> frozenset[int]:
        """Give the places of approved answers that rest on what has ended, or is hidden."""
        if not self.approved.places:
            return frozenset()
        if self._silent[0] != (today, self.hidden):
            hidden = {self.ids[place] for place in self.hidden}
            ended = (self.calendar[:, ENDED] == 1) | (self.calendar[:, EXPIRES] < today.toordinal())
            found = frozenset(
                place
                for place in self.approved.places
                for tie in self.names.rows[place].ties
                if tie in hidden or (tie in self.places and ended[self.places[tie]])
            )
            self._silent = ((today, self.hidden), found)
        return self._silent[1]

    def best(self, readings: Sequence[Question], limit: int, *, allowed: Mask | None = None) -> list[Hit]:
        """Give the blocks that fit a question best, by the words and pairs of all its readings together.

        `allowed` tells for each place whether its document may be found.
        """
        words = dict.fromkeys(word for reading in readings for word in reading.words)
        pairs = dict.fromkeys(pair for reading in readings for pair in self.told(reading))
        terms = [self._term(blocks.WORDS, word) for word in words]
        terms += [self._term(blocks.PAIRS, pair) for pair in pairs]
        own = sum(rarity for rarity, _, _ in terms)
        if own <= 0:
            return []
        terms.sort(key=_by_rarity)
        told, clauses = 0.0, []
        for rarity, holding, clause in terms:
            if holding > _COMMON and told >= _TOLD * own:
                break
            told += rarity
            clauses.append(clause)
        if allowed is None:
            found = self._hits(clauses, limit, told=told)
        else:
            found = self._hits_among(clauses, limit, told=told, allowed=allowed)
        found.sort(key=_by_block if self.shape.documents == self.shape.first else self._by_id)
        return found

    def _hits(self, clauses: list[_Clause], limit: int, *, told: float) -> list[Hit]:
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        numbers = self._searcher.fast_field_values(blocks.BLOCK, [address for _, address in hits])
        return [Hit(int(number or 0), score / told) for number, (score, _) in zip(numbers, hits, strict=True)]

    def _hits_among(self, clauses: list[_Clause], limit: int, *, told: float, allowed: Mask) -> list[Hit]:
        """Give the best blocks of some documents: few are named to the index, of many enough come soon by themselves."""
        places = np.flatnonzero(allowed)
        if len(places) <= _FEW:
            named = tantivy.Query.term_set_query(self._schema, blocks.PLACE, places.tolist())
            only = (tantivy.Occur.Must, tantivy.Query.const_score_query(named, 0.0))
            some = tantivy.Query.boolean_query(clauses)
            return self._hits([only, (tantivy.Occur.Must, some)], limit, told=told) if len(places) else []
        wanted = limit
        while True:
            wanted *= _FURTHER
            hits = self._hits(clauses, wanted, told=told)
            found = [hit for hit in hits if allowed[self.block_document[hit.block]]]
            if len(found) >= limit or len(hits) < wanted:
                return found[:limit]

    def _by_id(self, hit: Hit) -> tuple[float, int, int]:
        """Put equal blocks in the order of their documents' ids, as a generation written at once has them."""
        return -hit.score, int(self._turn[self.block_document[hit.block]]), hit.block


def _written(directory: Path) -> int:
    """Give how many blocks a full-text index counts, those of documents that are gone included."""
    meta = json.loads((directory / "meta.json").read_text(encoding="utf-8"))
    return sum(int(segment["max_doc"]) for segment in meta["segments"])


def _look_up(
    searcher: tantivy.Searcher, schema: tantivy.Schema, field: str, term: str, *, written: int
) -> _Term:
    """Give how rare a term is, how many blocks hold it, and the part of a query that looks for it.

    The full-text index counts blocks that are gone among the `written` ones, until it is built anew; a question
    must be weighed as if they had never been.
    """
    query = tantivy.Query.term_query(schema, field, term, index_option="freq")
    counted, there = searcher.doc_freq(field, term), searcher.num_docs
    holding = counted
    if counted and there < written:
        holding = int(searcher.search(query, 1, count=True).count)  # type: ignore[attr-defined] # not in the stubs
    rarity = _rarity(holding, there)
    if holding and there < written:
        query = tantivy.Query.boost_query(query, rarity / _rarity(counted, written))
    return rarity, holding, (tantivy.Occur.Should, query)


def _rarity(holding: int, total: int) -> float:
    return math.log1p((total - holding + 0.5) / (holding + 0.5))


def _read_card(file: int, starts: Offsets, place: int) -> tuple[Document, tuple[Heading, ...]]:
    start, end = int(starts[place]), int(starts[place + 1])
    card, outline = os.pread(file, end - start, start).split(b"\n")[:2]
    rows: list[Any] = json.loads(outline)
    return cards.from_json(card), tuple(Heading(*row) for row in rows)


def _start_of(heading: Heading) -> int:
    return heading.start


def _by_block(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.block


def _by_rarity(term: _Term) -> float:
    return -term[0]
