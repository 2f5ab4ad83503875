"""How one generation of the index is read: first the blocks that share words, then what stands in them."""

import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from knowledge import blocks, cards, normal
from knowledge.document import Document
from knowledge.generation_writer import FORMAT
from knowledge.normal import Units
from knowledge.passages import Heading
from knowledge.question import Question

Offsets = npt.NDArray[np.int64]
_Term = tuple[float, int, tuple[tantivy.Occur, tantivy.Query]]

_CARDS_KEPT = 2048
_TERMS_KEPT = 65536


# Looking a term up costs as much as it has blocks, and common ones tell least: once the rarer terms make up this
# share of the question, those that stand in more blocks than this are let go.
_TOLD = 0.75
_COMMON = 800
_CLAUSE_TABLES = ("clause_ends", "clause_marks", "clause_counts", "passage_clauses", "passage_counts")


@dataclass(frozen=True, slots=True)
class Hit:
    """A block that shares terms with a question: its number and its score against what the question could reach."""

    block: int
    score: float


class OutdatedError(ValueError):
    """The generation was written by another version of the program; building a new one mends it."""


class Reader:
    """Reads one generation; safe to keep while a newer one takes over, even after its files are removed."""

    def __init__(self, directory: Path) -> None:
        self.name = directory.name
        names = json.loads((directory / "names.json").read_text(encoding="utf-8"))
        if names.get("format") != FORMAT:
            raise OutdatedError(directory.name)
        index = blocks.register(tantivy.Index.open(str(directory / "blocks")))
        self._schema = index.schema
        self._searcher = index.searcher()
        with np.load(directory / "tables.npz") as tables:
            self.text_starts: Offsets = tables["text_starts"]
            self._card_starts: Offsets = tables["card_starts"]
            self.passages: Offsets = tables["passages"]
            self.first_passage: Offsets = tables["first_passage"]
            self.block_document: Offsets = tables["block_document"]
            self.block_first: Offsets = tables["block_first"]
            self._titles: Units = tables["titles"]
            self._title_starts: Offsets = tables["title_starts"]
            self.calendar: Offsets = tables["calendar"]
            self.successors: Offsets = tables["successors"]
        # Tables over every clause are large and looked at in a few places only: they stay on disk, mapped.
        mapped = (np.load(directory / f"{name}.npy", mmap_mode="r") for name in _CLAUSE_TABLES)
        ends, marks, counts, clauses, named = (np.asarray(table) for table in mapped)
        self.clause_ends: Offsets = ends
        self.clause_marks: npt.NDArray[np.uint8] = marks
        self.clause_counts: npt.NDArray[np.uint8] = counts
        self.passage_clauses: Offsets = clauses
        self.passage_counts: npt.NDArray[np.uint8] = named
        # The bare normal form of all texts, every character at its own place.
        self.bare = _mapped(directory / "bare.u16")
        self.ids: list[str] = names["ids"]
        self.numbers: dict[str, int] = names["numbers"]
        self.places = {name: place for place, name in enumerate(self.ids)}
        self.links = _both_ways(names["ties"])
        self._texts = os.open(directory / "texts.u16", os.O_RDONLY | os.O_CLOEXEC)
        self._cards = os.open(directory / "cards.jsonl", os.O_RDONLY | os.O_CLOEXEC)
        self._card = lru_cache(_CARDS_KEPT)(self._read_card)
        self._term = lru_cache(_TERMS_KEPT)(self._look_up)

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
        return normal.words_of(self.units(start, end))

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

    def best(self, readings: Sequence[Question], limit: int) -> list[Hit]:
        """Give the blocks that fit a question best, by the words and pairs of all its readings together."""
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
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        numbers = self._searcher.fast_field_values(blocks.BLOCK, [address for _, address in hits])
        found = [
            Hit(int(number or 0), score / told) for number, (score, _) in zip(numbers, hits, strict=True)
        ]
        found.sort(key=lambda hit: (-hit.score, hit.block))
        return found

    def _look_up(self, field: str, term: str) -> _Term:
        """Give how rare a term is, how many blocks hold it, and the part of a query that looks for it."""
        holding = self._searcher.doc_freq(field, term)
        rarity = math.log1p((len(self.block_document) - holding + 0.5) / (holding + 0.5))
        query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
        return rarity, holding, (tantivy.Occur.Should, query)

    def _read_card(self, place: int) -> tuple[Document, tuple[Heading, ...]]:
        start, end = int(self._card_starts[place]), int(self._card_starts[place + 1])
        card, outline = os.pread(self._cards, end - start, start).split(b"\n")[:2]
        rows: list[Any] = json.loads(outline)
        return cards.from_json(card), tuple(Heading(*row) for row in rows)


def _by_rarity(term: _Term) -> float:
    return -term[0]


def _mapped(path: Path) -> Units:
    """Give a file of units without reading it; an empty file cannot be mapped."""
    return (
        np.asarray(np.memmap(path, dtype=np.uint16, mode="r"))
        if path.stat().st_size
        else np.zeros(0, np.uint16)
    )


def _both_ways(ties: list[tuple[int, int]]) -> dict[int, set[int]]:
    """Give for each document the places of those it rests on or explains, and of those that do so with it."""
    links: dict[int, set[int]] = {}
    for one, other in ties:
        links.setdefault(one, set()).add(other)
        links.setdefault(other, set()).add(one)
    return links
