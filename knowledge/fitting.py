"""Small linear models fitted by gradient steps: enough for thirty features, and nothing to install."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from knowledge.evidence import Floats, Integers

STEPS = 400
RATE = 0.05
_FADE, _FADE_SQUARES = 0.9, 0.999


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights on the features as they come, and a constant."""

    weights: Floats
    bias: float

    def score(self, rows: Floats) -> Floats:
        """Give the score of each row."""
        scores: Floats = rows @ self.weights + self.bias
        return scores


def listwise(rows: Floats, wanted: Floats, groups: Integers, *, penalty: float) -> Linear:
    """Fit weights that put the wanted rows of each group first (softmax over the group's rows).

    `groups` numbers the group of each row, in unbroken runs; `wanted` says how much each row is wanted. A group
    in which nothing is wanted teaches nothing.
    """
    starts = np.flatnonzero(np.concatenate(([True], np.diff(groups) > 0)))
    group = np.repeat(np.arange(len(starts)), np.diff(np.concatenate((starts, [len(groups)]))))
    totals = np.add.reduceat(wanted, starts)
    target = wanted / np.where(totals > 0, totals, 1.0)[group]
    teaching = (totals > 0)[group] / max(1, int((totals > 0).sum()))

    def slope(scores: Floats) -> Floats:
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        result: Floats = (powers / np.add.reduceat(powers, starts)[group] - target) * teaching
        return result

    return _descend(rows, slope, penalty=penalty)


def logistic(rows: Floats, right: Floats, weight: Floats, *, penalty: float) -> Linear:
    """Fit the log-odds that a row is right; `weight` says how much each row counts."""
    share = weight / weight.sum()

    def slope(scores: Floats) -> Floats:
        result: Floats = (1 / (1 + np.exp(-scores)) - right) * share
        return result

    return _descend(rows, slope, penalty=penalty)


def _descend(rows: Floats, slope: Callable[[Floats], Floats], *, penalty: float) -> Linear:
    """Walk down a convex loss in standardised features (Adam), then give weights for the features as they come."""
    middle, width = rows.mean(axis=0), rows.std(axis=0)
    width = np.where(width > 1e-9, width, np.inf)  # noqa: PLR2004 - a feature that never changes weighs nothing
    standard = np.hstack(((rows - middle) / width, np.ones((len(rows), 1))))
    weights, speed, squares = (np.zeros(standard.shape[1]) for _ in range(3))
    shrink = np.append(np.full(standard.shape[1] - 1, penalty), 0.0)
    for step in range(1, STEPS + 1):
        gradient = standard.T @ slope(standard @ weights) + shrink * weights
        speed = _FADE * speed + (1 - _FADE) * gradient
        squares = _FADE_SQUARES * squares + (1 - _FADE_SQUARES) * gradient**2
        weights -= RATE * (speed / (1 - _FADE**step)) / (np.sqrt(squares / (1 - _FADE_SQUARES**step)) + 1e-8)
    plain = weights[:-1] / width
    return Linear(plain, float(weights[-1] - plain @ middle))
