"""How documents are written to a generation of the index: the first time whole, later on behind what is there.

A document is cut into passages, and neighbouring passages are put together into blocks of about two thousand
characters. The full-text index holds the blocks; the texts lie beside it, so that the passages of the few best
blocks can be weighed character by character when a question comes.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import tantivy

from knowledge.documents import cards
from knowledge.documents.document import Document, Validity
from knowledge.documents.struck.passages import NOTHING_STRUCK, Struck
from knowledge.index import blocks
from knowledge.index.names import Name
from knowledge.index.tables import Growing
from knowledge.text import normal_form, passages
from knowledge.text.clauses import MOST_COUNTED, Measured, Measurer
from knowledge.text.normal_form import Units
from knowledge.text.passages import ARTICLE_LEVEL, Heading, Passage

Progress = Callable[[int], None]
# A document with its text, the number of that wording when it has one, and what of it no answer is taken from.
Public = tuple[Document, str] | tuple[Document, str, int] | tuple[Document, str, int, Struck]

BLOCK_UNITS = 2000
BUILD_HEAP_BYTES = 64_000_000
# Goes up when what is written changes, so that a newer program rebuilds instead of misreading.
FORMAT = 6
SHAPE_FILE = "shape.json"
BLOCKS_FOLDER = "blocks"
HAS_ENDED = {
    Validity.VALID: 0,
    Validity.AMENDED: 0,
    Validity.UNREGISTERED: 0,
    Validity.ABOLISHED: 1,
    Validity.LAPSED: 1,
}
BLANK = np.array([0x20], dtype=np.uint16)


class OutdatedError(ValueError):
    """The generation was written by another version of the program; building a new one mends it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What of the tables belongs to a generation.

    `lineage` is shared with the generations it was made from by updates; `first` counts the documents that were
    written together at the beginning of the line, `rows` those of each table, `gone` holds the docnums of documents that
    are no longer there.
    """

    lineage: str
    first: int
    rows: dict[str, int]
    gone: tuple[int, ...] = ()
    format: int = FORMAT

    def write(self, directory: Path) -> None:
        """Keep it; the directory is complete afterwards."""
        (directory / SHAPE_FILE).write_text(json.dumps(asdict(self)), encoding="ascii")

    @classmethod
    def read(cls, directory: Path) -> "Shape":
        """Read it; raises `OutdatedError` when another version of the program wrote it."""
        path = directory / SHAPE_FILE
        if directory.is_dir() and not path.exists():
            raise OutdatedError(directory.name)
        kept = json.loads(path.read_text(encoding="ascii"))
        if kept.get("format") != FORMAT:
            raise OutdatedError(directory.name)
        return cls(**{**kept, "gone": tuple(kept["gone"])})

    @property
    def documents(self) -> int:
        """Give how many docnums there are, those of documents that are gone included."""
        return self.rows["text_starts"] - 1


class Writer:
    """Appends documents to open tables and to a full-text index; both are closed by whoever opened them."""

    def __init__(self, tables: Growing, index: tantivy.IndexWriter) -> None:
        self._tables = tables
        self._index = index
        self._clauses = Measurer()
        rows = tables.rows
        self._text_base, self._clause_base = rows["texts"], rows["clause_ends"]
        self._passage_base, self._block_base = rows["passages"], rows["block_document"]
        self._title_base, self._card_base = rows["titles"], rows["cards"]
        self._docnum = rows["text_starts"] - 1
        self._lengths: list[int] = []
        self._titles: list[Units] = []
        self._cards: list[int] = []
        self._passages: list[tuple[int, int]] = []
        self._passage_ends: list[int] = []
        self._block_document: list[int] = []
        self._block_ends: list[int] = []
        self._calendar: list[tuple[int, int, int, int]] = []
        self._length = 0

    def add(
        self, document: Document, published: str, version: int = 0, struck: Struck = NOTHING_STRUCK
    ) -> None:
        """Add one document with its published text; what is struck out of it is in no passage, block or clause."""
        text = struck.left(published)
        sequence = normal_form.units(text)
        spread = text if len(text) == len(sequence) else "".join(map(chr, sequence.tolist()))
        outline = passages.headings(spread)
        cut = passages.cut(spread[: passages.body_end(spread)], outline)
        bare = normal_form.bare_units(sequence)
        name = Name.of(document, version, struck.revision)
        title = normal_form.bare_units(normal_form.units(document.title))
        self._add_blocks(heading(title, name), bare, cut=cut)
        self._titles.append(title)
        base = self._text_base + self._length
        self._passages += [(base + passage.start, base + passage.end) for passage in cut]
        self._passage_ends.append(self._passage_base + len(self._passages))
        self._clauses.add(
            sequence, borders=[passage.end for passage in cut], headed=_heading_lines(spread, outline)
        )
        self._tables.append("texts", sequence)
        self._tables.append("bare", bare)
        self._lengths.append(len(sequence))
        self._length += len(sequence)
        headings = json.dumps([(h.start, h.level, h.label) for h in outline], ensure_ascii=False)
        whole = json.dumps(published, ensure_ascii=False) if text != published else ""
        card = f"{cards.to_json(document)}\n{headings}\n{whole}\n".encode("utf-8", "replace")
        self._tables.append("cards", card)
        self._cards.append(len(card))
        self._tables.append("names", name.line())
        self._calendar.append(
            (
                HAS_ENDED[document.validity],
                _day(document.effective_on, date.min),
                _day(document.expires_on, date.max),
                _day(document.dated_on, date.min),
            )
        )
        self._docnum += 1

    def _add_blocks(self, led_by: Units, bare: Units, *, cut: tuple[Passage, ...]) -> None:
        first = 0
        passage = self._passage_base + len(self._passages)
        while first < len(cut):
            last = first + 1
            while last < len(cut) and cut[last].end - cut[first].start <= BLOCK_UNITS:
                last += 1
            stretch = bare[cut[first].start : cut[last - 1].end]
            number = self._block_base + len(self._block_document)
            self._index.add_document(
                blocks.row(np.concatenate((led_by, stretch)), number=number, docnum=self._docnum)
            )
            self._block_document.append(self._docnum)
            self._block_ends.append(passage + last)
            first = last

    def finish(self) -> None:
        """Write what could only be counted at the end."""
        put = self._tables.append
        put("titles", np.concatenate([np.zeros(0, np.uint16), *self._titles]))
        put("text_starts", _ends(self._text_base, self._lengths))
        put("card_starts", _ends(self._card_base, self._cards))
        put("title_starts", _ends(self._title_base, list(map(len, self._titles))))
        put("passages", np.array(self._passages, dtype=np.int64).reshape(-1, 2))
        put("first_passage", np.array(self._passage_ends, dtype=np.int64))
        put("block_document", np.array(self._block_document, dtype=np.int64))
        put("block_first", np.array(self._block_ends, dtype=np.int64))
        put("calendar", np.array(self._calendar, dtype=np.int64).reshape(-1, 4))
        self._write_clauses(self._clauses.result())

    def _write_clauses(self, measured: Measured) -> None:
        """Keep the clauses, and for each passage which are its own and how often they name each kind of thing."""
        borders = np.array(self._passages, dtype=np.int64).reshape(-1, 2) - self._text_base
        clauses = np.searchsorted(measured.ends, borders, side="right")
        # A clause ends where its passage ends, and the one before it where the passage begins.
        put = self._tables.append
        put("clause_ends", measured.ends + self._text_base)
        put("clause_marks", measured.marks)
        put("clause_counts", measured.counts)
        put("passage_clauses", clauses + self._clause_base)
        closed = np.vstack((measured.counts, np.zeros((1, measured.counts.shape[1]), np.uint8)))
        held = np.add.reduceat(closed, clauses.ravel(), dtype=np.int32)[::2]
        put("passage_counts", np.minimum(MOST_COUNTED, held).astype(np.uint8))


def heading(title: Units, name: Name) -> Units:
    """Give the bare words that lead every block of a document: its title and its number."""
    return np.concatenate((title, BLANK, normal_form.units(name.number), BLANK))


def _heading_lines(text: str, outline: tuple[Heading, ...]) -> list[tuple[int, int]]:
    """Give the lines that are only headings: they lead to an answer and are none."""
    lines = []
    for headed in outline:
        if headed.level < ARTICLE_LEVEL:
            end = text.find("\n", headed.start) + 1
            lines.append((text.rfind("\n", 0, headed.start) + 1, end or len(text)))
    return lines


def _ends(base: int, lengths: list[int]) -> npt.NDArray[np.int64]:
    return np.array(list(accumulate(lengths, initial=base))[1:], dtype=np.int64)


def _day(day: date | None, missing: date) -> int:
    return (day or missing).toordinal()


def write(directory: Path, documents: Iterable[Public], *, progress: Progress | None = None) -> int:
    """Write a whole generation from documents with their texts; give how many there were.

    A document id must not come twice.
    """
    (directory / BLOCKS_FOLDER).mkdir(parents=True)
    index = blocks.register(tantivy.Index(blocks.schema(), path=str(directory / BLOCKS_FOLDER)))
    inserting = index.writer(heap_size=BUILD_HEAP_BYTES, num_threads=1)
    count, finished = 0, False
    try:
        with closing(Growing(directory)) as tables:
            writer = Writer(tables, inserting)
            for row in documents:
                writer.add(*row)
                count += 1
                if progress is not None:
                    progress(count)
            writer.finish()
            inserting.commit()
            finished = True
            tables.sync()
            Shape(uuid4().hex, count, tables.rows).write(directory)
    finally:
        if not finished:
            # What was not finished is let go, and no thread writes to the directory any more.
            inserting.rollback()
        inserting.wait_merging_threads()
    return count
