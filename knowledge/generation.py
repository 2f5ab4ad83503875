"""How one generation of the index is read: first the blocks that share words, then what stands in them."""

import json
import os
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

_CARDS_KEPT = 2048
_TERMS_KEPT = 65536


@dataclass(frozen=True, slots=True)
class Hit:
    """A block that shares terms with a question: its number and the two scores against the question's own."""

    block: int
    words: float
    pairs: float


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
        self.ids: list[str] = names["ids"]
        self.numbers: dict[str, int] = names["numbers"]
        self.places = {name: place for place, name in enumerate(self.ids)}
        self.links = _both_ways(names["ties"])
        self._texts = os.open(directory / "texts.u16", os.O_RDONLY | os.O_CLOEXEC)
        self._cards = os.open(directory / "cards.jsonl", os.O_RDONLY | os.O_CLOEXEC)
        self._card = lru_cache(_CARDS_KEPT)(self._read_card)
        self.rarity = lru_cache(_TERMS_KEPT)(self._measure_rarity)

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
        """Give the title of the document at a place, as units."""
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

    def best(self, question: Question, limit: int) -> list[Hit]:
        """Give the blocks that fit a question best, by words and pairs together."""
        by_words = self._scores(blocks.WORDS, question.words, limit=limit)
        by_pairs = self._scores(blocks.PAIRS, question.pairs, limit=limit)
        hits = [
            Hit(block, by_words.get(block, 0.0), by_pairs.get(block, 0.0))
            for block in by_words.keys() | by_pairs.keys()
        ]
        hits.sort(key=lambda hit: (-hit.words - hit.pairs, hit.block))
        return hits[:limit]

    def _scores(self, field: str, terms: tuple[str, ...], *, limit: int) -> dict[int, float]:
        own = sum(self.rarity(field, term) for term in terms)
        if own <= 0:
            return {}
        query = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self._schema, field, term, index_option="freq"),
                )
                for term in terms
            ]
        )
        hits = self._searcher.search(query, limit, count=False).hits
        numbers = self._searcher.fast_field_values(blocks.BLOCK, [address for _, address in hits])
        return {int(number or 0): score / own for number, (score, _) in zip(numbers, hits, strict=True)}

    def _measure_rarity(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term over the blocks, the one BM25 uses."""
        holding = self._searcher.doc_freq(field, term)
        return float(np.log1p((len(self.block_document) - holding + 0.5) / (holding + 0.5)))

    def _read_card(self, place: int) -> tuple[Document, tuple[Heading, ...]]:
        start, end = int(self._card_starts[place]), int(self._card_starts[place + 1])
        card, outline = os.pread(self._cards, end - start, start).split(b"\n")[:2]
        rows: list[Any] = json.loads(outline)
        return cards.from_json(card), tuple(Heading(*row) for row in rows)


def _both_ways(ties: list[tuple[int, int]]) -> dict[int, set[int]]:
    """Give for each document the places of those it rests on or explains, and of those that do so with it."""
    links: dict[int, set[int]] = {}
    for one, other in ties:
        links.setdefault(one, set()).add(other)
        links.setdefault(other, set()).add(one)
    return links
