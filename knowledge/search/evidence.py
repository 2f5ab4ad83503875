"""What of a question occurs where: the passages of the best blocks laid side by side and matched in one sweep.

Everything here is counted on arrays for all candidate passages at once, because a question must be answered in
half a millisecond while the event loop waits.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from knowledge.index.blocks import PAIRS, WORDS
from knowledge.index.reader import Reader
from knowledge.index.remembered import of_generation
from knowledge.text.question import Question

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MOST_LETTERS = 250
QUESTIONS_REMEMBERED = 64
# The documents' words for what a question says weigh so much of what it says itself; tried in docs/decisions/lexicon.md.
LENT_SHARE = 0.5
BASIC_PLANE_UNITS = 0x10000


@dataclass(frozen=True, slots=True)
class Terms:
    """The letters, pairs and words of all readings of a question, with their weights in each reading.

    `letters` and `pairs` number the letters (from 1) and the pairs. `shares`, array (pairs, readings), tells how much
    of the reading a pair is, by rarity, what it was lent included; 0 when it is no part of it. `totals` and `rarest`
    are each reading's sum and greatest weight, `sizes` its own pairs, `lengths` its letters. `letter_shares` is an array (letters + 1, readings).
    `word_columns` are the numbers of each word's pairs, laid end to end from `word_starts` on; `word_shares`, array
    (words, readings), is to words what `shares` is to pairs.
    """

    letters: dict[str, int]
    pairs: dict[str, int]
    shares: Floats
    totals: list[float]
    rarest: list[float]
    sizes: list[int]
    lengths: list[int]
    letter_shares: Floats
    word_columns: list[int]
    word_starts: list[int]
    word_shares: Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages of the best blocks and what of a question, in any of its readings, they hold.

    `documents` holds the docnum of each block's document, `nearness` its score in the index beside the best one's;
    `block_starts`, array (blocks,), is the first passage of each block. `block` and `numbers`, arrays (passages,),
    give a passage's block and its number in the generation. `at`, `term` and `row`, arrays (matches,), are where a
    pair stands, counted through all passages in units, which pair it is, and in which passage; `bounds`, array
    (passages + 1,), are the passages' borders in that count. `counts`, array (passages, pairs), says how often each
    pair occurs in a passage, `title_counts`, array (blocks, pairs), in the title of a block; `seen`, array (passages,
    letters + 1), which letters a passage holds. `lengths`, array (passages,), and `title_lengths`, array (blocks,),
    are counted in units.
    """

    terms: Terms
    documents: list[int]
    nearness: list[float]
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
    title_counts: Floats
    seen: npt.NDArray[np.bool_]


def terms_of(readings: Sequence[Question], reader: Reader) -> Terms:
    """Give the terms of a question in all its readings, weighed by the documents of a generation; one turn asks for them thrice."""
    return _terms_of(reader, tuple(readings))


@of_generation(QUESTIONS_REMEMBERED)
def _terms_of(reader: Reader, readings: tuple[Question, ...]) -> Terms:
    letters = {letter: 1 + at for at, letter in enumerate(_alphabet(readings))}
    known = [
        [pair for pair in reader.telling_pairs(reading) if pair[0] in letters and pair[1] in letters]
        for reading in readings
    ]
    weighed_pairs = [
        {pair: reader.rarity(PAIRS, pair) for pair in own} | _lent(reading, reader, PAIRS, letters)
        for reading, own in zip(readings, known, strict=True)
    ]
    pairs = {
        pair: at for at, pair in enumerate(dict.fromkeys(pair for held in weighed_pairs for pair in held))
    }
    weighed_words = [
        {word: reader.rarity(WORDS, word) for word in reading.words} | _lent(reading, reader, WORDS, letters)
        for reading in readings
    ]
    words = {word: own for held in weighed_words for word in held if (own := _columns(word, pairs))}
    shares, totals, rarest = _shares(weighed_pairs, pairs)
    word_of = {word: at for at, word in enumerate(words)}
    letter_shares = np.zeros((len(letters) + 1, len(readings)))
    for number, reading in enumerate(readings):
        own = [letters[letter] for letter in set(reading.core) if letter in letters]
        letter_shares[own, number] = 1 / max(1, len(own))
    return Terms(
        letters=letters,
        pairs=pairs,
        shares=shares,
        totals=totals,
        rarest=rarest,
        sizes=[len(held) for held in known],
        lengths=[max(1, len(reading.core.replace(" ", ""))) for reading in readings],
        letter_shares=letter_shares,
        word_columns=[column for own in words.values() for column in own],
        word_starts=list(accumulate((len(own) for own in words.values()), initial=0))[:-1],
        word_shares=_shares(weighed_words, word_of)[0],
    )


def _columns(word: str, pairs: dict[str, int]) -> list[int]:
    return [pairs[word[at : at + 2]] for at in range(len(word) - 1) if word[at : at + 2] in pairs]


def _lent(reading: Question, reader: Reader, field: str, letters: Container[str]) -> dict[str, float]:
    """Give what each term that a reading was lent weighs; what stands in no text is not wanted of any.

    All that one saying lends weighs at most `LENT_SHARE` of the saying itself, however many words the documents use.
    """
    weights: dict[str, float] = {}
    for lent in reading.lent:
        terms = lent.pairs if field == PAIRS else lent.words
        there = {
            term: reader.rarity(field, term)
            for term in terms
            if reader.holds(field, term) and all(letter in letters for letter in term)
        }
        said = sum(reader.rarity(PAIRS, pair) for pair in lent.said)
        share = LENT_SHARE * min(1.0, said / max(1e-9, sum(there.values())))
        weights |= {term: share * rarity for term, rarity in there.items()}
    return weights


def _shares(held: list[dict[str, float]], columns: dict[str, int]) -> tuple[Floats, list[float], list[float]]:
    """Give how much of each reading each of its terms is by what it weighs, and each reading's sum and greatest weight."""
    shares = np.zeros((len(columns), len(held)))
    totals, rarest = [], []
    for number, weighed in enumerate(held):
        weights = {term: weight for term, weight in weighed.items() if term in columns}
        totals.append(max(1e-9, sum(weights.values())))
        rarest.append(max(1e-9, 0.0, *weights.values()))
        shares[[columns[term] for term in weights], number] = [
            weight / totals[-1] for weight in weights.values()
        ]
    return shares, totals, rarest


def gather(
    readings: Sequence[Question], reader: Reader, blocks: list[int], *, nearness: list[float]
) -> Evidence | None:
    """Lay the passages of blocks side by side and match a question; None without blocks, or pairs in every reading.

    `nearness` is each block's score in the index, the best one's being 1.
    """
    terms = terms_of(readings, reader)
    if not blocks or not all(terms.sizes):
        return None
    chosen = np.array(blocks)
    first, last = reader.texts.block_passages(chosen)
    sizes = last - first
    block = np.arange(len(blocks)).repeat(sizes)
    block_starts = sizes.cumsum() - sizes
    rows = len(block)
    numbers = np.arange(rows) + (first - block_starts)[block]
    documents: list[int] = reader.texts.block_docnums(chosen).tolist()
    titles = [reader.texts.title(docnum) for docnum in documents]
    borders = reader.texts.passage_bounds(numbers)
    lengths = np.concatenate((borders[:, 1] - borders[:, 0], [len(title) for title in titles]))
    bounds = np.zeros(len(lengths) + 1, dtype=np.int64)
    lengths.cumsum(out=bounds[1:])
    begins = reader.texts.passage_bounds(first)[:, 0].tolist()
    ends = reader.texts.passage_bounds(last - 1)[:, 1].tolist()
    # The titles stand behind the passages, so that one sweep matches both.
    text = np.concatenate([*map(reader.texts.bare, begins, ends), *titles])
    at, term, row, seen = _match(terms, text, bounds=bounds)
    pairs = len(terms.pairs)
    tally = np.bincount(row * pairs + term, minlength=len(lengths) * pairs)
    counts = tally.reshape(len(lengths), pairs).astype(np.float64)
    matched = int(row.searchsorted(rows))
    return Evidence(
        terms=terms,
        documents=documents,
        nearness=nearness,
        block=block,
        block_starts=block_starts,
        numbers=numbers,
        bounds=bounds[: rows + 1],
        lengths=lengths[:rows].astype(np.float64),
        title_lengths=lengths[rows:].astype(np.float64),
        at=at[:matched],
        term=term[:matched],
        row=row[:matched],
        counts=counts[:rows],
        title_counts=counts[rows:],
        seen=seen[:rows],
    )


def _alphabet(readings: Sequence[Question]) -> list[str]:
    """Give the distinct letters of a question; those outside the basic plane cannot be told apart by one unit."""
    own, lent = (
        "".join(texts) for texts in zip(*((one.core, one.official) for one in readings), strict=True)
    )
    found = dict.fromkeys(own + lent)
    return [letter for letter in found if letter != " " and ord(letter) < BASIC_PLANE_UNITS][:MOST_LETTERS]


def _match(
    terms: Terms, text: npt.NDArray[np.uint16], *, bounds: Integers
) -> tuple[Integers, Integers, Integers, npt.NDArray[np.bool_]]:
    """Give the places, columns and rows of all matches, and for each row which letters it holds."""
    letters, pairs = terms.letters, terms.pairs
    size = len(letters) + 1
    letter_of = np.zeros(BASIC_PLANE_UNITS, dtype=np.uint8)
    letter_of[[ord(letter) for letter in letters]] = range(1, size)
    column_of = np.full(size * size, -1, dtype=np.int64)
    column_of[[letters[pair[0]] * size + letters[pair[1]] for pair in pairs]] = range(len(pairs))
    spelt = letter_of[text]
    places = (spelt != 0).nonzero()[0]
    # From here on only places with a letter of the question are looked at: one in ten or so.
    found = spelt[places].astype(np.int64)
    # Few borders are looked for among the many places, not each place among the borders.
    row = np.arange(len(bounds) - 1).repeat(np.diff(places.searchsorted(bounds)))
    seen = np.zeros((len(bounds) - 1) * size, dtype=bool)
    seen[row * size + found] = True
    column = column_of[found[:-1] * size + found[1:]]
    # Passages follow each other without a gap, but a pair across their border belongs to neither.
    joined = (column >= 0) & (places[1:] - places[:-1] == 1) & (row[1:] == row[:-1])
    together = joined.nonzero()[0]
    return places[together], column[together], row[together], seen.reshape(-1, size)
