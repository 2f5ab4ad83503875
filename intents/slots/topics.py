"""Links what a message is about to titles of guides, catalogue items and documents that are given from outside.

The titles are only counted pairs of characters, so ten thousand of them are taken up in an instant and a newly
published document is known without training. This package does not know where titles come from.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.text.normal_form import plain_lines

LINKING_SCORE = 0.6
"""Score from which a title is offered as what was meant."""
_TITLE_SHARE = 0.25
"""How much of the score speaks for short titles: the rest only asks that the title holds what was said."""
TITLE_LETTERS = 120
LEAST_RUN_LETTERS = 4
LINKS_REMEMBERED = 4096
"""People speak of the same few matters: links are kept until other titles come."""
_PAIR = 1 << 21
"""Above the highest character, so that two of them make one number."""
_OWNER_BITS = 20
MOST_TITLES = 1 << _OWNER_BITS
"""Titles that are kept; beyond a million the rest is left out."""


@dataclass(frozen=True, slots=True)
class Link:
    """The title that fits best, and how well, from 0 to 1."""

    title: str
    score: float


@dataclass(frozen=True, slots=True)
class _Shelf:
    titles: tuple[str, ...]
    pairs: NDArray[np.int64]
    starts: NDArray[np.int64]
    owners: NDArray[np.int64]
    weights: NDArray[np.float64]
    sizes: NDArray[np.float64]


_NO_PLACES = np.zeros(0, dtype=np.int64)
_EMPTY = _Shelf((), _NO_PLACES, _NO_PLACES, _NO_PLACES, np.zeros(0), np.zeros(0))


class Topics:
    """The titles known now; `refresh` exchanges all of them at once, so readers need no lock."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        self._shelf = _EMPTY
        self._linked: dict[str, Link | None] = {}
        self.refresh(titles)

    def refresh(self, titles: Iterable[str]) -> None:
        """Know these titles and no others."""
        kept = tuple(dict.fromkeys(title[:TITLE_LETTERS] for title in titles if len(title) > 1))[:MOST_TITLES]
        # The links of the old titles go with them: a reader in another thread keeps writing to the old table.
        self._shelf, self._linked = (_shelved(kept) if kept else _EMPTY), {}

    def link(self, words: str) -> Link | None:
        """Give the title that holds the words best, or None when none holds enough of them."""
        # The shelf is read after the table: at worst a new link stands in the old table, never the other way round.
        linked, shelf = self._linked, self._shelf
        if words in linked:
            return linked[words]
        if len(linked) >= LINKS_REMEMBERED:
            linked.clear()
        link = linked[words] = self._look_up(words, shelf)
        return link

    @staticmethod
    def _look_up(words: str, shelf: _Shelf) -> Link | None:
        if not shelf.titles or len(words) < 2:  # noqa: PLR2004 - one character says nothing.
            return None
        asked = np.array(sorted(set(_pairs(_codes(words[:TITLE_LETTERS])).tolist())), dtype=np.int64)
        places = np.searchsorted(shelf.pairs, asked)
        known = places[
            (places < shelf.pairs.size) & (shelf.pairs[places.clip(max=shelf.pairs.size - 1)] == asked)
        ]
        if not known.size:
            return None
        rarest = float(np.log1p(len(shelf.titles)))
        whole = shelf.weights[known].sum() + rarest * (asked.size - known.size)
        stretches = [shelf.owners[shelf.starts[p] : shelf.starts[p + 1]] for p in known]
        sums = np.bincount(
            np.concatenate(stretches),
            weights=np.repeat(shelf.weights[known], [s.size for s in stretches]),
            minlength=len(shelf.titles),
        )
        scores = (1.0 - _TITLE_SHARE) * sums / whole + _TITLE_SHARE * sums / shelf.sizes
        best = int(scores.argmax())
        score = min(1.0, round(float(scores[best]), 3))
        return Link(shelf.titles[best], score) if score >= LINKING_SCORE else None

    def named(self, text: str) -> tuple[int, int, Link] | None:
        """Give the longest stretch of a folded text that stands in some title word for word, with that title."""
        shelf = self._shelf
        if not shelf.titles or len(text) < LEAST_RUN_LETTERS:
            return None
        pairs = _pairs(_codes(text))
        places = np.searchsorted(shelf.pairs, pairs).clip(max=shelf.pairs.size - 1)
        known = shelf.pairs[places] == pairs
        edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(np.int8), [0]))))
        runs = sorted(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True), key=lambda r: r[0] - r[1])
        for start, end in runs[:3]:
            if (
                end + 1 - start >= LEAST_RUN_LETTERS
                and (link := self.link(text[start : end + 1])) is not None
            ):
                return start, end + 1, link
        return None


def _codes(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def _pairs(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    return codes[:-1] * _PAIR + codes[1:]


def _changes(ordered: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell for each number of an ordered list whether it differs from the one before."""
    return np.concatenate((np.ones(min(1, ordered.size), dtype=np.bool_), ordered[1:] != ordered[:-1]))


def _shelved(titles: tuple[str, ...]) -> _Shelf:
    """Count the pairs of all titles in one sweep; a line break parts one title from the next."""
    codes = _codes(plain_lines("\n".join(title.replace("\n", " ") for title in titles)))
    breaks = codes == ord("\n")
    owners = np.cumsum(breaks)[:-1]
    inside = ~(breaks[:-1] | breaks[1:])
    # Pair and owner as one number, so that one sort finds each pair once for each title.
    both = np.sort(_pairs(codes)[inside] << _OWNER_BITS | owners[inside])
    both = both[_changes(both)]
    held = both >> _OWNER_BITS
    starts = np.flatnonzero(_changes(held))
    pairs, counts = held[starts], np.diff(np.append(starts, held.size))
    owned = both & ((1 << _OWNER_BITS) - 1)
    weights = np.log1p(len(titles) / counts)
    sizes = np.bincount(owned, weights=np.repeat(weights, counts), minlength=len(titles))
    return _Shelf(titles, pairs, np.append(starts, both.size), owned, weights, np.maximum(sizes, 1e-9))
