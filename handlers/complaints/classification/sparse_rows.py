"""Rows that are almost everywhere 0, and the linear model that fits them best: least squares with a penalty."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

CHUNK_ENTRIES = 400_000
"""Entries that are multiplied at a time: more would not be quicker, and would take more memory."""
ARRIVED_SHARE = 1e-4
"""The slope that is left, against the first, when nothing is gained by going on."""


@dataclass(frozen=True, slots=True)
class SparseRows:
    """The entries row by row; every row has one at least."""

    starts: Places
    columns: Places
    values: Floats
    width: int

    def times(self, weights: Floats) -> Floats:
        """Give the product with weights, array (columns, classes): array (rows, classes)."""
        product = np.empty((len(self.starts), weights.shape[1]), dtype=np.float32)
        ends = np.append(self.starts[1:], len(self.columns))
        row = 0
        while row < len(self.starts):
            after = int(np.searchsorted(ends, self.starts[row] + CHUNK_ENTRIES, side="right"))
            after = max(after, row + 1)
            first, last = self.starts[row], ends[after - 1]
            taken = weights.take(self.columns[first:last], axis=0)
            taken *= self.values[first:last, None]
            product[row:after] = np.add.reduceat(taken, self.starts[row:after] - first, axis=0)
            row = after
        return product

    def transposed(self) -> "SparseRows":
        """Give the same entries column by column; every column has to have one at least."""
        counts = np.diff(np.append(self.starts, len(self.columns)))
        rows = np.repeat(np.arange(len(self.starts)), counts)
        order = np.argsort(self.columns, kind="stable")
        heights = np.bincount(self.columns, minlength=self.width)
        return SparseRows(_starts(heights), rows[order], self.values[order], len(self.starts))


def from_counts(counts: Places, columns: Places, values: Floats, *, width: int) -> SparseRows:
    """Give rows of which it is known how many entries each has."""
    return SparseRows(_starts(counts), columns, values, width)


def _starts(counts: Places) -> Places:
    return np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int64)


def least_squares(rows: SparseRows, targets: Floats, *, penalty: float, steps: int) -> Floats:
    """Give the weights, array (columns, classes), that come nearest to the targets, array (rows, classes).

    Conjugate gradients: exact after enough steps, alike on every run; fewer steps are a further penalty.
    """
    across = rows.transposed()
    weights = np.zeros((rows.width, targets.shape[1]), dtype=np.float32)
    rest = targets.copy()
    slope = across.times(rest)
    way = slope.copy()
    steep = first = _squares(slope)
    for _ in range(steps):
        gone = rows.times(way)
        length = steep / np.maximum(_squares(gone) + penalty * _squares(way), 1e-12)
        weights += length * way
        rest -= length * gone
        slope = across.times(rest)
        slope -= np.float32(penalty) * weights
        before, steep = steep, _squares(slope)
        if (steep <= first * ARRIVED_SHARE**2).all():
            break
        way *= steep / np.maximum(before, 1e-12)
        way += slope
    return weights


def _squares(matrix: Floats) -> Floats:
    summed: Floats = np.einsum("ij,ij->j", matrix, matrix)
    return summed
