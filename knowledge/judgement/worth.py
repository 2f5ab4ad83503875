"""What the pairs of letters of a question are worth: their shares of it, where they stand in what may be shown.

The search has found already where in its candidate passages each pair stands; only other texts are looked through.
"""

from collections.abc import Iterable, Iterator, Sequence

from knowledge.judgement.cuts import PassageCut
from knowledge.search.ranking import Ranked

# Where a pair begins, in characters of a text, and its number.
Spot = tuple[int, int]
# The share of a question that stands in a text, and the share of what the document's title does not say.
Sums = tuple[float, float]


class Worths:
    """What the pairs of a question are worth beside each of its candidates."""

    def __init__(self, ranked: Ranked) -> None:
        """Take the candidates of a question."""
        evidence = ranked.evidence
        self.pairs = evidence.terms.pairs
        self.shares: list[float] = evidence.terms.shares[:, ranked.number].tolist()
        self._evidence = evidence
        self._blocks: list[int] = evidence.block.tolist()
        self._at: list[int] = evidence.at.tolist()
        self._term: list[int] = evidence.term.tolist()
        self._starts: list[int] = evidence.row.searchsorted(range(len(self._blocks) + 1)).tolist()
        self._bounds: list[int] = evidence.bounds.tolist()
        self._open: dict[int, Sequence[float]] = {}

    def follows(self, row: int) -> bool:
        """Whether the next candidate passage is of the same block, and so is read on into."""
        return row + 1 < len(self._blocks) and self._blocks[row + 1] == self._blocks[row]

    def spots(self, row: int, cut: PassageCut) -> Sequence[Spot]:
        """Give where the pairs stand in a candidate passage and, where it was read on into, the one behind it."""
        if not cut.in_units:
            return self.spots_in(cut.bare)
        read_on = self.follows(row)
        first, last = self._starts[row], self._starts[row + 1 + read_on]
        base = self._bounds[row]
        spots = [
            (at - base, term) for at, term in zip(self._at[first:last], self._term[first:last], strict=True)
        ]
        if read_on:
            # What joins the two passages is told of neither.
            border = self._bounds[row + 1] - base - 1
            joining = self.pairs.get(cut.bare[border : border + 2])
            if joining is not None:
                spots.append((border, joining))
        return spots

    def spots_in(self, bare: str, *, begins: int = 0) -> Sequence[Spot]:
        """Give where the pairs stand in any text in its bare normal form, counted from `begins`."""
        return [(at + begins, term) for pair, term in self.pairs.items() for at in _places(pair, bare)]

    def sums(self, row: int, terms: Iterable[int]) -> Sums:
        """Give what some pairs, by their numbers, are worth beside the document of a candidate passage."""
        shares, own = self.shares, self._opened(row)
        whole = opened = 0.0
        for term in sorted(terms):
            whole += shares[term]
            opened += own[term]
        return whole, opened

    def _opened(self, row: int) -> Sequence[float]:
        """Give the shares of the pairs that a document's title does not hold, 0 for the others."""
        block = self._blocks[row]
        own = self._open.get(block)
        if own is None:
            titled: list[float] = self._evidence.title_counts[block].tolist()
            own = self._open[block] = [
                0.0 if count > 0 else share for count, share in zip(titled, self.shares, strict=True)
            ]
        return own


def held_in(spots: Sequence[Spot], start: int, end: int) -> set[int]:
    """Give the numbers of the pairs that stand whole between two places."""
    return {term for at, term in spots if start <= at < end - 1}


def _places(pair: str, bare: str) -> Iterator[int]:
    at = bare.find(pair)
    while at >= 0:
        yield at
        at = bare.find(pair, at + 1)
