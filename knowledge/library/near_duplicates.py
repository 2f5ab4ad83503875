"""Finds documents that say nearly the same: each text is kept as a handful of its rarest five-letter stretches.

The smallest hash values of a text's stretches are a fair sample of them, so the share two samples have in common is
the share the texts have in common (bottom-k sketch; with 128 values the error is about three points).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.text import normal_form

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

SHINGLE_LETTERS = 5
SKETCH_HASHES = 128
LEAST_SHARE = 0.8
# A stretch that more texts than this share is boilerplate, or they are all copies: each meets its neighbours only.
COMMON_DOCUMENTS = 16
NEIGHBOURS = 2
MOST_PAIRS = 20_000
CHUNK_PAIRS = 4096
_BLANK = 0x20
_FILL = np.uint64(2**64 - 1)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts, by their places in a list, and the share of their content that is the same, 0 to 1."""

    first: int
    second: int
    share: float


def sketch(text: str) -> Hashes:
    """Give a text's sample of hash values, in order; blanks and punctuation do not matter."""
    units = normal_form.bare_units(normal_form.units(text))
    units = units[units != _BLANK].astype(np.uint64)
    if len(units) < SHINGLE_LETTERS:
        units = np.concatenate((units, np.zeros(SHINGLE_LETTERS - len(units), np.uint64)))
    rows = len(units) - SHINGLE_LETTERS + 1
    with np.errstate(over="ignore"):
        hashes = np.zeros(rows, dtype=np.uint64)
        for at in range(SHINGLE_LETTERS):
            hashes = (hashes + units[at : at + rows]) * _FACTOR
        hashes = (hashes ^ (hashes >> _SHIFT)) * _MIX
        hashes ^= hashes >> _SHIFT
    return _smallest(hashes, 4 * SKETCH_HASHES)


def _smallest(hashes: Hashes, enough: int) -> Hashes:
    """Give the smallest different values in order; a text that repeats itself a lot needs more looked at."""
    part = np.partition(hashes, enough)[:enough] if enough < len(hashes) else hashes
    part.sort()
    distinct = part[np.concatenate(([True], part[1:] != part[:-1]))]
    return (
        distinct[:SKETCH_HASHES]
        if len(distinct) >= SKETCH_HASHES or enough >= len(hashes)
        else _smallest(hashes, len(hashes))
    )


def alike(sketches: Sequence[Hashes], *, least: float = LEAST_SHARE) -> list[Likeness]:
    """Give the pairs of texts that share at least this much, the most alike first."""
    if not sketches:
        return []
    sizes = np.array([len(one) for one in sketches])
    owners = np.repeat(np.arange(len(sketches)), sizes)
    values = np.concatenate(list(sketches))
    order = np.lexsort((owners, values))
    owners, values = owners[order], values[order]
    firsts, seconds, counts = _meetings(owners, values, len(sketches))
    promising = counts >= 0.6 * least * np.minimum(sizes[firsts], sizes[seconds])
    firsts, seconds = firsts[promising], seconds[promising]
    shares = _shares(_padded(sketches), firsts, seconds)
    order = np.lexsort((seconds, firsts, -shares))[:MOST_PAIRS]
    return [
        Likeness(int(firsts[at]), int(seconds[at]), float(shares[at])) for at in order if shares[at] >= least
    ]


def _meetings(owners: Places, values: Hashes, texts: int) -> tuple[Places, Places, Places]:
    """Count for each two texts how many values they have in common."""
    met = []
    _, place, size = np.unique(values, return_inverse=True, return_counts=True)
    rare = size[place] <= COMMON_DOCUMENTS
    for step in range(1, COMMON_DOCUMENTS):
        same = values[step:] == values[:-step]
        if step > NEIGHBOURS:
            same &= rare[step:]
        met.append(owners[:-step][same] * texts + owners[step:][same])
    pairs, counts = np.unique(np.concatenate(met) if met else np.zeros(0, np.int64), return_counts=True)
    return pairs // texts, pairs % texts, counts


def _padded(sketches: Sequence[Hashes]) -> Hashes:
    """Give the samples as rows of one length; a text shorter than a sample is filled up."""
    rows = np.full((len(sketches), SKETCH_HASHES), _FILL, dtype=np.uint64)
    for row, one in zip(rows, sketches, strict=True):
        row[: len(one)] = one
    return rows


def _shares(samples: Hashes, firsts: Places, seconds: Places) -> npt.NDArray[np.float64]:
    """Give for each pair the share of their union's sample that both texts have."""
    shares = [np.zeros(0)]
    for start in range(0, len(firsts), CHUNK_PAIRS):
        part = slice(start, start + CHUNK_PAIRS)
        union = np.sort(np.hstack((samples[firsts[part]], samples[seconds[part]])), axis=1)
        filled = union != _FILL
        both = np.zeros_like(filled)
        both[:, 1:] = (union[:, 1:] == union[:, :-1]) & filled[:, 1:]
        # The n-th different value of the union; a value both have is counted once.
        rank = np.cumsum(filled & ~both, axis=1)
        sampled = rank <= SKETCH_HASHES
        shares.append((both & sampled).sum(axis=1) / np.maximum(1, np.minimum(rank[:, -1], SKETCH_HASHES)))
    return np.concatenate(shares)
