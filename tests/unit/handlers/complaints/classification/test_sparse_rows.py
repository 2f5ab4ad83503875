"""The linear model against the one that dense arrays give."""

import numpy as np
import pytest

from handlers.complaints.classification import sparse_rows
from handlers.complaints.classification.sparse_rows import from_counts, least_squares


@pytest.fixture
def dense() -> np.ndarray:
    dice = np.random.default_rng(3)
    filled = dice.random((30, 12)) * (dice.random((30, 12)) < 0.4)
    filled[:, -1] = 1.0
    filled[0, :] = 1.0
    return filled.astype(np.float32)


def sparse(dense: np.ndarray) -> sparse_rows.SparseRows:
    rows, columns = np.nonzero(dense)
    return from_counts(np.bincount(rows), columns, dense[rows, columns], width=dense.shape[1])


def test_products_are_those_of_dense_arrays(dense: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = np.random.default_rng(4)
    weights, rest = dice.random((12, 3), dtype=np.float32), dice.random((30, 3), dtype=np.float32)
    for entries in (1, 7, 1000):
        monkeypatch.setattr(sparse_rows, "CHUNK_ENTRIES", entries)
        np.testing.assert_allclose(sparse(dense).times(weights), dense @ weights, rtol=1e-5)
        np.testing.assert_allclose(sparse(dense).transposed().times(rest), dense.T @ rest, rtol=1e-5)


def test_the_weights_are_those_of_the_exact_solution(dense: np.ndarray) -> None:
    targets = np.random.default_rng(5).random((30, 3), dtype=np.float32)
    exact = np.linalg.solve(dense.T @ dense + 0.5 * np.eye(12), dense.T @ targets)
    found = least_squares(sparse(dense), targets, penalty=0.5, steps=60)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, exact, atol=2e-3)
