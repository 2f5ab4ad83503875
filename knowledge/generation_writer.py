"""How one generation of the index is written: whole, into a directory of its own, never changed afterwards.

A document is cut into passages, and neighbouring passages are put together into blocks of about two thousand
characters. The full-text index holds the blocks; the texts lie beside it, so that the passages of the few best
blocks can be weighed character by character when a question comes.
"""

import json
import os
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import tantivy

from knowledge import blocks, cards, normal, passages, segment
from knowledge.clauses import MOST, Measured, Measurer
from knowledge.document import Document, Validity
from knowledge.normal import Units
from knowledge.passages import ARTICLE_LEVEL, Heading, Passage

Progress = Callable[[int], None]

BLOCK_LENGTH = 2000
HEAP_BYTES = 64_000_000
NO_SUCCESSOR = -1
# Goes up when what is written changes, so that a newer program rebuilds instead of misreading.
FORMAT = 2
ENDED = {Validity.VALID: 0, Validity.AMENDED: 0, Validity.ABOLISHED: 1, Validity.LAPSED: 1}
_BLANK = np.array([0x20], dtype=np.uint16)


class Writer:
    """Writes one generation into an empty directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        (directory / "blocks").mkdir(parents=True)
        index = blocks.register(tantivy.Index(blocks.schema(), path=str(directory / "blocks")))
        self._blocks = index.writer(heap_size=HEAP_BYTES, num_threads=1)
        self._texts = (directory / "texts.u16").open("wb")
        self._bare = (directory / "bare.u16").open("wb")
        self._cards = (directory / "cards.jsonl").open("wb")
        self._clauses = Measurer()
        self._documents: list[tuple[str, str, str]] = []
        self._finished = False
        self._ties: list[tuple[str, ...]] = []
        self._calendar: list[tuple[int, int, int, int]] = []
        self._text_starts = [0]
        self._card_starts = [0]
        self._passages: list[tuple[int, int]] = []
        self._first_passage = [0]
        self._block_document: list[int] = []
        self._block_first: list[int] = []
        self._titles: list[Units] = []

    def add(self, document: Document, text: str) -> None:
        """Add one document with its text."""
        sequence = normal.units(text)
        spread = text if len(text) == len(sequence) else "".join(map(chr, sequence.tolist()))
        found = passages.headings(spread)
        cut = passages.cut(spread[: passages.body_end(spread)], found)
        bare = normal.bare_units(sequence)
        self._add_blocks(
            normal.bare_units(normal.units(f"{document.title} {document.number}")), bare, cut=cut
        )
        self._titles.append(normal.bare_units(normal.units(document.title)))
        base = self._text_starts[-1]
        self._passages += [(base + passage.start, base + passage.end) for passage in cut]
        self._first_passage.append(len(self._passages))
        self._clauses.add(
            sequence, borders=[passage.end for passage in cut], headed=_heading_lines(spread, found)
        )
        self._texts.write(sequence.tobytes())
        self._bare.write(bare.tobytes())
        self._text_starts.append(base + len(sequence))
        outline = json.dumps([(h.start, h.level, h.label) for h in found], ensure_ascii=False)
        card = f"{cards.to_json(document)}\n{outline}\n".encode("utf-8", "replace")
        self._cards.write(card)
        self._card_starts.append(self._card_starts[-1] + len(card))
        self._documents.append((document.id, document.successor, document.number))
        self._ties.append((*document.interprets, *document.basis))
        self._calendar.append(
            (
                ENDED[document.validity],
                _day(document.effective_on, date.min),
                _day(document.expires_on, date.max),
                _day(document.dated_on, date.min),
            )
        )

    def _add_blocks(self, heading: Units, bare: Units, *, cut: tuple[Passage, ...]) -> None:
        first = 0
        while first < len(cut):
            last = first + 1
            while last < len(cut) and cut[last].end - cut[first].start <= BLOCK_LENGTH:
                last += 1
            stretch = bare[cut[first].start : cut[last - 1].end]
            terms = normal.words_of(np.concatenate((heading, _BLANK, stretch)))
            row = tantivy.Document()
            row.add_text(blocks.WORDS, segment.spaced(terms))
            row.add_text(blocks.PAIRS, terms)
            row.add_unsigned(blocks.BLOCK, len(self._block_first))
            self._blocks.add_document(row)
            self._block_document.append(len(self._documents))
            self._block_first.append(len(self._passages) + first)
            first = last

    def finish(self) -> None:
        """Make everything durable; the directory is complete afterwards."""
        self._blocks.commit()
        self._blocks.wait_merging_threads()
        self._finished = True
        for stream in (self._texts, self._bare, self._cards):
            stream.flush()
            os.fsync(stream.fileno())
        places = {name: place for place, (name, _, _) in enumerate(self._documents)}
        successors = [places.get(successor, NO_SUCCESSOR) for _, successor, _ in self._documents]
        self._write_clauses(self._clauses.result())
        np.savez(
            self._directory / "tables.npz",
            text_starts=np.array(self._text_starts, dtype=np.int64),
            card_starts=np.array(self._card_starts, dtype=np.int64),
            passages=np.array(self._passages, dtype=np.int64).reshape(-1, 2),
            first_passage=np.array(self._first_passage, dtype=np.int64),
            block_document=np.array(self._block_document, dtype=np.int64),
            block_first=np.array([*self._block_first, len(self._passages)], dtype=np.int64),
            titles=np.concatenate([np.zeros(0, np.uint16), *self._titles]),
            title_starts=np.cumsum([0, *map(len, self._titles)], dtype=np.int64),
            calendar=np.array(self._calendar, dtype=np.int64).reshape(-1, 4),
            successors=np.array(successors, dtype=np.int64),
        )
        names = {
            "format": FORMAT,
            "ids": list(places),
            "numbers": _numbers(self._documents),
            "ties": [
                [place, places[other]]
                for place, ties in enumerate(self._ties)
                for other in ties
                if other in places
            ],
        }
        (self._directory / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    def _write_clauses(self, found: Measured) -> None:
        """Keep the clauses, and for each passage which are its own and how often they name each kind of thing."""
        borders = np.array(self._passages, dtype=np.int64).reshape(-1, 2)
        clauses = np.searchsorted(found.ends, borders, side="right")
        # A clause ends where its passage ends, and the one before it where the passage begins.
        np.save(self._directory / "clause_ends.npy", found.ends)
        np.save(self._directory / "clause_marks.npy", found.marks)
        np.save(self._directory / "clause_counts.npy", found.counts)
        np.save(self._directory / "passage_clauses.npy", clauses)
        closed = np.vstack((found.counts, np.zeros((1, found.counts.shape[1]), np.uint8)))
        held = np.add.reduceat(closed, clauses.ravel(), dtype=np.int32)[::2]
        np.save(self._directory / "passage_counts.npy", np.minimum(MOST, held).astype(np.uint8))

    def close(self) -> None:
        """Give everything back; what was not finished is let go, and no thread writes to the directory any more."""
        if not self._finished:
            self._blocks.rollback()
            self._blocks.wait_merging_threads()
        for stream in (self._texts, self._bare, self._cards):
            stream.close()


def _heading_lines(text: str, found: tuple[Heading, ...]) -> list[tuple[int, int]]:
    """Give the lines that are only headings: they lead to an answer and are none."""
    lines = []
    for heading in found:
        if heading.level < ARTICLE_LEVEL:
            end = text.find("\n", heading.start) + 1
            lines.append((text.rfind("\n", 0, heading.start) + 1, end or len(text)))
    return lines


def _numbers(documents: list[tuple[str, str, str]]) -> dict[str, int]:
    """Give the place of each document number, in its bare form without blanks."""
    return {
        normal.bare(number).replace(" ", ""): place
        for place, (_, _, number) in enumerate(documents)
        if number
    }


def _day(day: date | None, missing: date) -> int:
    return (day or missing).toordinal()


def write(
    directory: Path, documents: Iterable[tuple[Document, str]], *, progress: Progress | None = None
) -> int:
    """Write a whole generation from documents with their texts; give how many there were.

    A document id must not come twice.
    """
    count = 0
    with closing(Writer(directory)) as writer:
        for document, text in documents:
            writer.add(document, text)
            count += 1
            if progress is not None:
                progress(count)
        writer.finish()
    return count
