"""What the pairs of letters of a question are worth: their shares of it, where they stand in what may be shown.

The search has found already where in its candidate passages each pair stands; only other texts are looked through. All
that is counted is counted for all stretches of a question at once.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.judgement.cuts import Border, PassageCut
from knowledge.judgement.letters import telling_letters
from knowledge.search.evidence import Floats, Integers
from knowledge.search.features import Marks
from knowledge.search.ranking import Ranked


class Spots(NamedTuple):
    """Where pairs begin, in characters of a text, and their numbers: two arrays (spots,)."""

    at: Integers
    term: Integers


NO_SPOTS = Spots(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class LaidSpots(NamedTuple):
    """The spots of several texts end to end, with the number of the text that each stands in: arrays (spots,)."""

    text: Integers
    at: Integers
    term: Integers


class Worths:
    """What the pairs of a question are worth beside each of its candidates; `letters` are those of what it looks for."""

    def __init__(self, ranked: Ranked) -> None:
        """Take the candidates of a question."""
        evidence = ranked.evidence
        self.letters = telling_letters(ranked.question)
        self.pairs = evidence.terms.pairs
        self.shares: Floats = evidence.terms.shares[:, ranked.number]
        # Array (blocks, pairs): the shares of the pairs that a document's title does not hold, 0 for the others.
        self._opened: Floats = np.where(evidence.title_counts > 0, 0.0, self.shares)
        self._evidence = evidence
        self._blocks: list[int] = evidence.block.tolist()
        self._starts: list[int] = evidence.row.searchsorted(np.arange(len(self._blocks) + 1)).tolist()
        self._bounds: list[int] = evidence.bounds.tolist()

    def follows(self, row: int) -> bool:
        """Whether the next candidate passage is of the same block, and so is read on into."""
        return row + 1 < len(self._blocks) and self._blocks[row + 1] == self._blocks[row]

    def spots(self, row: int, cut: PassageCut) -> Spots:
        """Give where the pairs stand in a candidate passage and, where it was read on into, the one behind it."""
        if not cut.in_units:
            return self.spots_in(cut.bare)
        read_on = self.follows(row)
        first, last = self._starts[row], self._starts[row + 1 + read_on]
        base, term = self._bounds[row], self._evidence.term[first:last]
        at = self._evidence.at[first:last] - base
        if read_on:
            # What joins the two passages is told of neither.
            border = self._bounds[row + 1] - base - 1
            joining = self.pairs.get(cut.bare[border : border + 2])
            if joining is not None:
                return Spots(np.append(at, border), np.append(term, joining))
        return Spots(at, term)

    def spots_in(self, bare: str, *, begins: int = 0) -> Spots:
        """Give where the pairs stand in any text in its bare normal form, counted from `begins`."""
        found = [(at + begins, term) for pair, term in self.pairs.items() for at in _places(pair, bare)]
        return Spots(*np.array(found, dtype=np.int64).T) if found else NO_SPOTS

    def held(self, spots: LaidSpots, borders: Sequence[Border]) -> Marks:
        """Tell which pairs stand whole between the borders of each text: array (texts, pairs)."""
        starts, ends = np.array(borders).T
        inside = (spots.at >= starts[spots.text]) & (spots.at < ends[spots.text] - 1)
        marks: Marks = np.zeros((len(borders), len(self.pairs)), dtype=bool)
        marks[spots.text[inside], spots.term[inside]] = True
        return marks

    def sums(self, rows: Sequence[int] | Integers, marks: Marks) -> tuple[Floats, Floats]:
        """Give what the pairs of stretches are worth beside the documents of their candidate passages.

        `marks` is an array (stretches, pairs), `rows` are the passages. Gives two arrays (stretches,): the share of the
        question that stands there, and the share of what the document's title does not say.
        """
        stretch, term = marks.nonzero()
        # Summed up in the order of the pairs, one by one, so that the last digit does not depend on how many there are.
        opened = self._opened[self._evidence.block[rows][stretch], term]
        whole, open_share = (
            np.bincount(stretch, worth, minlength=len(marks)).astype(np.float64)
            for worth in (self.shares[term], opened)
        )
        return whole, open_share


def laid(spots: Sequence[Spots]) -> LaidSpots:
    """Lay the spots of several texts end to end."""
    texts = np.arange(len(spots)).repeat([len(one.at) for one in spots])
    return LaidSpots(
        texts, np.concatenate([one.at for one in spots]), np.concatenate([one.term for one in spots])
    )


def _places(pair: str, bare: str) -> Iterator[int]:
    at = bare.find(pair)
    while at >= 0:
        yield at
        at = bare.find(pair, at + 1)
