"""The texts of a generation, their passages, blocks and clauses, each by its number.

Texts lie end to end, so that places in them are counted in UTF-16 units through all texts; passages, blocks and
clauses are numbered through all documents, too. Arrays are told as "array (rows, columns)".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.index.names import Docnums, Mask
from knowledge.index.tables import ByteFile, Rows, mapped
from knowledge.text import normal_form
from knowledge.text.normal_form import Units

Offsets = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

UNIT_BYTES = 2
TITLES_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Clauses:
    """Neighbouring clauses: where each ends, in units; its marks; and its counts, array (clauses, `COUNTED`)."""

    ends: Offsets
    marks: Bytes
    counts: Bytes


class PassageTexts:
    """Reads the tables of one generation; they stay readable after its files are removed."""

    def __init__(self, directory: Path, rows: Rows) -> None:
        """Open the tables of a directory; `rows` tells how many rows of each belong to the generation."""
        of_table = partial(mapped, directory, rows=rows)
        # Array (documents + 1): row n is where the n-th begins, the last one where all end.
        self._text_starts: Offsets = of_table("text_starts")
        self._title_starts: Offsets = of_table("title_starts")
        self._first_passages: Offsets = of_table("first_passage")
        # Array (passages, 2): where a passage begins and ends, in units; its first clause and the one behind its last.
        self._passage_bounds: Offsets = of_table("passages")
        self._passage_clauses: Offsets = of_table("passage_clauses")
        # Array (passages, `COUNTED`): how often a passage names each kind of thing.
        self._passage_counts: Bytes = of_table("passage_counts")
        # Array (blocks,) and array (blocks + 1,).
        self._block_docnums: Docnums = of_table("block_document")
        self._block_passages: Offsets = of_table("block_first")
        # Array (clauses,), and array (clauses, `COUNTED`).
        self._clause_ends: Offsets = of_table("clause_ends")
        self._clause_marks: Bytes = of_table("clause_marks")
        self._clause_counts: Bytes = of_table("clause_counts")
        # Array (units,): the bare normal form of all texts, every character at its own place; that of all titles.
        self._bare: Units = of_table("bare")
        self._titles: Units = of_table("titles")
        self._title_words: dict[int, str] = {}
        self._texts = ByteFile(directory / "texts")

    def text_range(self, docnum: int) -> tuple[int, int]:
        """Give where a document's text begins and ends, in units."""
        return int(self._text_starts[docnum]), int(self._text_starts[docnum + 1])

    def text_lengths(self, docnums: Docnums) -> Offsets:
        """Give how long documents are, in units: array (documents,)."""
        return self._text_starts[docnums + 1] - self._text_starts[docnums]

    def units(self, start: int, end: int) -> Units:
        """Give a stretch of the texts of all documents, as units."""
        return np.frombuffer(self._texts.read(UNIT_BYTES * start, UNIT_BYTES * end), dtype=np.uint16)

    def text(self, start: int, end: int) -> str:
        """Give a stretch of the texts of all documents."""
        return normal_form.words_of(self.units(start, end))

    def whole(self, docnum: int) -> str:
        """Give the whole text of a document."""
        return self.text(*self.text_range(docnum))

    def passage(self, number: int) -> str:
        """Give the words of a passage."""
        return self.text(*self.bounds_of(number))

    def bare(self, start: int, end: int) -> Units:
        """Give a stretch of all texts in bare normal form, every character at its own place."""
        return self._bare[start:end]

    @property
    def passage_count(self) -> int:
        """Give how many passages there are, those of documents that are gone included."""
        return len(self._passage_bounds)

    def title(self, docnum: int) -> Units:
        """Give the bare normal form of a document's title."""
        return self._titles[self._title_starts[docnum] : self._title_starts[docnum + 1]]

    def title_words(self, docnum: int) -> str:
        """Give the same as words; of the documents asked for lately they are read once."""
        words = self._title_words.get(docnum)
        if words is None:
            if len(self._title_words) >= TITLES_REMEMBERED:
                self._title_words.clear()
            words = self._title_words[docnum] = normal_form.words_of(self.title(docnum))
        return words

    def passages_of(self, chosen: Mask) -> Offsets:
        """Give the numbers of the passages of some documents, in rising order; `chosen` is an array (documents,)."""
        return np.flatnonzero(np.repeat(chosen, np.diff(self._first_passages)))

    def passage_range(self, docnum: int) -> range:
        """Give the numbers of a document's passages."""
        return range(int(self._first_passages[docnum]), int(self._first_passages[docnum + 1]))

    def passage_docnum(self, number: int) -> int:
        """Give the docnum of the document that a passage belongs to."""
        return int(self._first_passages.searchsorted(number, side="right")) - 1

    def passage_bounds(self, numbers: Sequence[int] | Offsets) -> Offsets:
        """Give where passages begin and end, in units: array (passages, 2)."""
        return self._passage_bounds[numbers]

    def bounds_of(self, number: int) -> tuple[int, int]:
        """Give where one passage begins and ends, in units."""
        start, end = self._passage_bounds[number].tolist()
        return start, end

    def passage_counts(self, numbers: int | Offsets, kind: int) -> Bytes:
        """Give how often passages name one kind of thing, by its column in `COUNTED`: array (passages,)."""
        counts: Bytes = self._passage_counts[numbers, kind]
        return counts

    def clause_range(self, number: int) -> tuple[int, int]:
        """Give the number of a passage's first clause, and of the one behind its last."""
        first, behind = self._passage_clauses[number].tolist()
        return first, behind

    def clauses(self, first: int, behind: int) -> Clauses:
        """Give the clauses from one number up to another."""
        return Clauses(
            self._clause_ends[first:behind],
            self._clause_marks[first:behind],
            self._clause_counts[first:behind],
        )

    def blocks_of(self, docnum: int) -> range:
        """Give the numbers of a document's blocks."""
        first, behind = np.searchsorted(self._block_docnums, [docnum, docnum + 1])
        return range(int(first), int(behind))

    def block_docnums(self, blocks: Sequence[int] | Offsets) -> Docnums:
        """Give the docnums of the documents that blocks belong to: array (blocks,)."""
        return self._block_docnums[blocks]

    @property
    def all_block_docnums(self) -> Docnums:
        """Give the docnum of every block: array (blocks,)."""
        return self._block_docnums

    def block_passages(self, blocks: Offsets) -> tuple[Offsets, Offsets]:
        """Give the number of each block's first passage, and of the one behind its last: two arrays (blocks,)."""
        return self._block_passages[blocks], self._block_passages[blocks + 1]

    def passage_blocks(self, numbers: Offsets) -> Offsets:
        """Give the block that each passage belongs to: array (passages,)."""
        return self._block_passages.searchsorted(numbers, side="right") - 1
