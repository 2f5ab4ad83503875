"""What of a question occurs where: the passages of the best blocks laid side by side and matched in one sweep.

Everything here is counted on arrays for all candidate passages at once, because a question must be answered in
about a millisecond while the event loop waits.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge import normal
from knowledge.generation import Hit, Reader
from knowledge.normal import Units
from knowledge.question import Question

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_LETTERS = 250
_PLANE = 0x10000


@dataclass(frozen=True, slots=True)
class Terms:
    """The question's pairs as a look-up from neighbouring characters to a column, with their weights."""

    letters: npt.NDArray[np.uint8]
    columns: npt.NDArray[np.int16]
    size: int
    rarity: Floats
    word_pairs: Floats
    word_rarity: Floats
    length: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Candidate passages and what of the question they hold.

    Rows of `counts` are passages, its columns the question's pairs; `title_counts` the same for each candidate
    document. `document` gives a passage's row in `documents`, `block` its row in `hits`; `at` marks every matching
    place in `text`, with `term` and `row` beside it; `bounds` are the passages' borders in `text`.
    """

    terms: Terms
    hits: tuple[Hit, ...]
    documents: Integers
    document: Integers
    block: Integers
    numbers: Integers
    text: Units
    bounds: Integers
    at: Integers
    term: Integers
    row: Integers
    counts: Floats
    title_counts: Floats
    title_lengths: Floats
    letters_held: Floats


def terms_of(question: Question, reader: Reader) -> Terms:
    """Give the look-up tables of a question over the texts of one generation."""
    alphabet = {letter: 1 + at for at, letter in enumerate(_alphabet(question.core))}
    letters = np.zeros(_PLANE, dtype=np.uint8)
    spelt = [(unit, at) for letter, at in alphabet.items() for unit in normal.spellings(letter)]
    letters[[unit for unit, _ in spelt]] = [at for _, at in spelt]
    size = len(alphabet) + 1
    columns = np.full(size * size, -1, dtype=np.int16)
    column_of: dict[str, int] = {}
    for pair in question.pairs:
        if pair[0] in alphabet and pair[1] in alphabet:
            columns[alphabet[pair[0]] * size + alphabet[pair[1]]] = column_of.setdefault(pair, len(column_of))
    words = {
        word: tuple(
            column_of[word[at : at + 2]] for at in range(len(word) - 1) if word[at : at + 2] in column_of
        )
        for word in question.words
        if len(word) > 1
    }
    words = {word: held for word, held in words.items() if held}
    word_pairs = np.zeros((len(column_of), len(words)))
    for number, held in enumerate(words.values()):
        word_pairs[list(held), number] = 1.0
    return Terms(
        letters=letters,
        columns=columns,
        size=size,
        rarity=np.array([reader.rarity("pairs", pair) for pair in column_of], dtype=np.float64),
        word_pairs=word_pairs,
        word_rarity=np.array([reader.rarity("words", word) for word in words], dtype=np.float64),
        length=max(1, len(question.core.replace(" ", ""))),
    )


def _alphabet(core: str) -> list[str]:
    """Give the distinct letters of a question; those outside the basic plane cannot be told apart by one unit."""
    return [letter for letter in dict.fromkeys(core) if letter != " " and ord(letter) < _PLANE][:_LETTERS]


def gather(question: Question, reader: Reader, hits: list[Hit]) -> Evidence | None:
    """Lay the passages of the best blocks side by side and match them; None when nothing can be matched."""
    terms = terms_of(question, reader)
    if not hits or not len(terms.rarity):
        return None
    ranges = [(int(reader.block_first[hit.block]), int(reader.block_first[hit.block + 1])) for hit in hits]
    numbers = np.concatenate([np.arange(first, last) for first, last in ranges])
    borders = reader.passages[numbers]
    stretches = [_stretch(reader, first, last) for first, last in ranges]
    block = np.repeat(np.arange(len(hits)), [last - first for first, last in ranges])
    ordinals = reader.block_document[[hit.block for hit in hits]]
    documents, document_of_block = np.unique(ordinals, return_inverse=True)
    titles = [reader.title(int(ordinal)) for ordinal in documents]
    lengths = np.concatenate((borders[:, 1] - borders[:, 0], [len(title) for title in titles]))
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    # The titles stand behind the passages, so that one sweep matches both.
    text = np.concatenate((*stretches, *titles))
    at, term, row, held = _match(terms, text, bounds=bounds)
    counts = _count(row, term, shape=(len(lengths), len(terms.rarity)))
    rows = len(numbers)
    matched = int(np.searchsorted(row, rows))
    return Evidence(
        terms=terms,
        hits=tuple(hits),
        documents=documents,
        document=document_of_block[block],
        block=block,
        numbers=numbers,
        text=text[: bounds[rows]],
        bounds=bounds[: rows + 1],
        at=at[:matched],
        term=term[:matched],
        row=row[:matched],
        counts=counts[:rows],
        title_counts=counts[rows:],
        title_lengths=lengths[rows:].astype(np.float64),
        letters_held=held[:rows],
    )


def _stretch(reader: Reader, first: int, last: int) -> Units:
    """Give the text of neighbouring passages of one document."""
    return reader.units(int(reader.passages[first, 0]), int(reader.passages[last - 1, 1]))


def _match(terms: Terms, text: Units, *, bounds: Integers) -> tuple[Integers, Integers, Integers, Floats]:
    """Give the places, columns and rows of all matches, and how many of the question's letters each row holds."""
    letters = terms.letters[text]
    places = np.flatnonzero(letters != 0)
    # From here on only places with a letter of the question are looked at: one in ten or so.
    found = letters[places].astype(np.int64)
    row = np.searchsorted(bounds, places, side="right") - 1
    seen = np.zeros((len(bounds) - 1, terms.size), dtype=bool)
    seen[row, found] = True
    column = terms.columns[found[:-1] * terms.size + found[1:]]
    together = np.flatnonzero((column >= 0) & (np.diff(places) == 1))
    held = seen.sum(axis=1) / max(1, terms.size - 1)
    return places[together], column[together].astype(np.int64), row[together], held


def _count(row: Integers, term: Integers, *, shape: tuple[int, int]) -> Floats:
    counts = np.bincount(row * shape[1] + term, minlength=shape[0] * shape[1])
    return counts.reshape(shape).astype(np.float64)
