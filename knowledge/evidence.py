"""What of a question occurs where: the passages of the best blocks laid side by side and matched in one sweep.

Everything here is counted on arrays for all candidate passages at once, because a question must be answered in
half a millisecond while the event loop waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.blocks import PAIRS, WORDS
from knowledge.generation import Reader
from knowledge.question import Question

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_LETTERS = 250
_PLANE = 0x10000
_FROM_TO = np.array([-1, 1])


@dataclass(frozen=True, slots=True)
class Terms:
    """The pairs of one reading of a question with their weights, a column each.

    `word_columns` are the columns of each word's pairs, laid end to end; `word_starts` is where each word begins.
    """

    rarity: Floats
    total: float
    rarest: float
    word_columns: list[int]
    word_starts: list[int]
    word_rarity: Floats
    length: int


@dataclass(frozen=True, slots=True)
class Matches:
    """The passages of the best blocks and where any reading of a question meets them.

    `letters` and `pairs` number the readings' letters (from 1) and pairs. `documents` names the document of each
    block, `nearness` its score in the index beside the best one's, `block` gives a passage's block, `numbers` its number in the generation, `block_starts` the first passage
    of each block. `at` marks every matching place, counted through all passages, with `term` and `row` beside it;
    `bounds` are the passages' borders in that count. `counts` and `seen` have a row for each passage, then one for
    the title of each block: how often each pair occurs there, and whether each letter does.
    """

    letters: dict[str, int]
    pairs: dict[str, int]
    documents: list[int]
    nearness: Floats
    block: Integers
    block_starts: Integers
    numbers: Integers
    bounds: Integers
    lengths: Floats
    title_lengths: Floats
    at: Integers
    term: Integers
    row: Integers
    counts: Floats
    seen: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of one reading of a question the candidate passages hold.

    `counts` and `title_counts` have a column for each pair of `terms`; `letters_held` is the share of the reading's
    letters that a passage holds. `at`, `term` and `row` are those matches that belong to the reading.
    """

    matches: Matches
    terms: Terms
    at: Integers
    term: Integers
    row: Integers
    counts: Floats
    title_counts: Floats
    letters_held: Floats


def gather(
    readings: Sequence[Question], reader: Reader, blocks: list[int], *, nearness: list[float]
) -> Matches | None:
    """Lay the passages of blocks side by side and match all readings of a question; None without blocks or pairs.

    `nearness` is each block's score in the index, the best one's being 1.
    """
    letters = {letter: 1 + at for at, letter in enumerate(_alphabet(readings))}
    pairs: dict[str, int] = {}
    for reading in readings:
        for pair in reading.pairs:
            if pair[0] in letters and pair[1] in letters:
                pairs.setdefault(pair, len(pairs))
    if not blocks or not pairs:
        return None
    chosen = np.array(blocks)
    first, last = reader.block_first[chosen], reader.block_first[chosen + 1]
    sizes = last - first
    block = np.repeat(np.arange(len(blocks)), sizes)
    block_starts = np.cumsum(sizes) - sizes
    rows = len(block)
    numbers = np.arange(rows) + (first - block_starts)[block]
    documents: list[int] = reader.block_document[chosen].tolist()
    titles = [reader.title(place) for place in documents]
    title_lengths = [len(title) for title in titles]
    lengths = np.concatenate((reader.passages[numbers] @ _FROM_TO, title_lengths))
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    stretches = zip(reader.passages[first, 0].tolist(), reader.passages[last - 1, 1].tolist(), strict=True)
    # The titles stand behind the passages, so that one sweep matches both.
    text = np.concatenate([*(reader.bare[start:end] for start, end in stretches), *titles])
    at, term, row, seen = _match(letters, pairs, text, bounds=bounds)
    counts = np.bincount(row * len(pairs) + term, minlength=len(lengths) * len(pairs))
    matched = int(np.searchsorted(row, rows))
    return Matches(
        letters=letters,
        pairs=pairs,
        documents=documents,
        nearness=np.array(nearness),
        block=block,
        block_starts=block_starts,
        numbers=numbers,
        bounds=bounds[: rows + 1],
        lengths=lengths[:rows].astype(np.float64),
        title_lengths=lengths[rows:].astype(np.float64),
        at=at[:matched],
        term=term[:matched],
        row=row[:matched],
        counts=counts.reshape(len(lengths), len(pairs)).astype(np.float64),
        seen=seen,
    )


def read(reading: Question, matches: Matches, reader: Reader) -> Evidence | None:
    """Give what the candidates hold of one reading; None when it has no pairs."""
    terms, columns = _terms_of(reading, matches, reader)
    if not columns:
        return None
    at, term, row, counts = matches.at, matches.term, matches.row, matches.counts
    if len(columns) < len(matches.pairs):
        column_of = np.full(len(matches.pairs), -1, dtype=np.int64)
        column_of[columns] = range(len(columns))
        term = column_of[term]
        own = np.flatnonzero(term >= 0)
        at, term, row, counts = at[own], term[own], row[own], counts[:, columns]
    rows = len(matches.numbers)
    letters = [matches.letters[letter] for letter in dict.fromkeys(reading.core) if letter in matches.letters]
    return Evidence(
        matches=matches,
        terms=terms,
        at=at,
        term=term,
        row=row,
        counts=counts[:rows],
        title_counts=counts[rows:],
        letters_held=matches.seen[:rows, letters].sum(axis=1) / len(letters),
    )


def _alphabet(readings: Sequence[Question]) -> list[str]:
    """Give the distinct letters of a question; those outside the basic plane cannot be told apart by one unit."""
    found = dict.fromkeys(letter for reading in readings for letter in reading.core)
    return [letter for letter in found if letter != " " and ord(letter) < _PLANE][:_LETTERS]


def _terms_of(reading: Question, matches: Matches, reader: Reader) -> tuple[Terms, list[int]]:
    """Give a reading's terms, and the columns of its pairs among those of all readings."""
    held = [pair for pair in reading.pairs if pair in matches.pairs]
    column_of = {pair: column for column, pair in enumerate(held)}
    word_columns: list[int] = []
    word_starts, word_rarity = [], []
    for word in reading.words:
        own = [column_of[word[at : at + 2]] for at in range(len(word) - 1) if word[at : at + 2] in column_of]
        if own:
            word_starts.append(len(word_columns))
            word_columns += own
            word_rarity.append(reader.rarity(WORDS, word))
    rarity = [reader.rarity(PAIRS, pair) for pair in held]
    terms = Terms(
        rarity=np.array(rarity, dtype=np.float64),
        total=max(1e-9, sum(rarity)),
        rarest=max(1e-9, 0.0, *rarity),
        word_columns=word_columns,
        word_starts=word_starts,
        word_rarity=np.array(word_rarity, dtype=np.float64),
        length=max(1, len(reading.core.replace(" ", ""))),
    )
    return terms, [matches.pairs[pair] for pair in held]


def _match(
    letters: dict[str, int], pairs: dict[str, int], text: npt.NDArray[np.uint16], *, bounds: Integers
) -> tuple[Integers, Integers, Integers, npt.NDArray[np.bool_]]:
    """Give the places, columns and rows of all matches, and for each row which letters it holds."""
    size = len(letters) + 1
    letter_of = np.zeros(_PLANE, dtype=np.uint8)
    letter_of[[ord(letter) for letter in letters]] = range(1, size)
    column_of = np.full(size * size, -1, dtype=np.int64)
    column_of[[letters[pair[0]] * size + letters[pair[1]] for pair in pairs]] = range(len(pairs))
    spelt = letter_of[text]
    places = np.flatnonzero(spelt != 0)
    # From here on only places with a letter of the question are looked at: one in ten or so.
    found = spelt[places].astype(np.int64)
    row = np.searchsorted(bounds, places, side="right") - 1
    seen = np.zeros((len(bounds) - 1) * size, dtype=bool)
    seen[row * size + found] = True
    column = column_of[found[:-1] * size + found[1:]]
    together = np.flatnonzero((column >= 0) & (places[1:] - places[:-1] == 1))
    # Passages follow each other without a gap, but a pair across their border belongs to neither.
    together = together[row[together] == row[together + 1]]
    return places[together], column[together], row[together], seen.reshape(-1, size)
