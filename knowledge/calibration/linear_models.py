"""Small linear models fitted by Newton's steps: enough for a few dozen features, exact, and nothing to install."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from knowledge.search.evidence import Floats, Integers

MOST_STEPS = 50
# A step that lowers the loss by less than this has arrived.
ARRIVED_LOSS = 1e-10
SHORTEST_STEP_SHARE = 1e-6
UNCHANGING_WIDTH = 1e-9

# Gives the loss at these weights, its slope, and its bend: the matrix of second derivatives.
_Loss = Callable[[Floats], tuple[float, Floats, Floats]]


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights on the features as they come, and a constant."""

    weights: Floats
    bias: float

    def score(self, rows: Floats) -> Floats:
        """Give the score of each row."""
        scores: Floats = rows @ self.weights + self.bias
        return scores


def listwise(
    rows: Floats, wanted: Floats, groups: Integers, *, penalty: float, weight: Floats | None = None
) -> Linear:
    """Fit weights that put the wanted rows of each group first (softmax over the group's rows).

    `groups` numbers the group of each row, in unbroken runs; `wanted` says how much each row is wanted. A group
    in which nothing is wanted teaches nothing; `weight`, array (groups,), says how much each counts, all alike without it.
    """
    standard, middle, width = _standardised(rows)
    starts = np.flatnonzero(np.concatenate(([True], np.diff(groups) > 0)))
    group = np.repeat(np.arange(len(starts)), np.diff(np.concatenate((starts, [len(groups)]))))
    totals = np.add.reduceat(wanted, starts)
    counts = (totals > 0) * (np.ones(len(starts)) if weight is None else weight)
    counts = counts / max(1e-9, float(counts.sum()))
    teaching = counts[group]
    target = wanted / np.where(totals > 0, totals, 1.0)[group]

    def loss(weights: Floats) -> tuple[float, Floats, Floats]:
        scores = standard @ weights
        highest = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - highest[group])
        sums = np.add.reduceat(powers, starts)
        likely = powers / sums[group]
        counted = standard * (likely * teaching)[:, None]
        means = np.add.reduceat(standard * likely[:, None], starts)
        slope = standard.T @ ((likely - target) * teaching)
        missed = float(counts @ (highest + np.log(sums))) - float(scores @ (target * teaching))
        return missed, slope, counted.T @ standard - (means * counts[:, None]).T @ means

    weights = _descend(loss, np.full(standard.shape[1], penalty)) / width
    return Linear(weights, float(-weights @ middle))


def logistic(rows: Floats, right: Floats, weight: Floats, *, penalty: float) -> Linear:
    """Fit the log-odds that a row is right; `weight` says how much each row counts."""
    share = weight / weight.sum()
    standard, middle, width = _standardised(rows)
    standard = np.hstack((standard, np.ones((len(rows), 1))))

    def loss(weights: Floats) -> tuple[float, Floats, Floats]:
        scores = standard @ weights
        likely = np.exp(-np.logaddexp(0.0, -scores))
        bend = (standard * (likely * (1 - likely) * share)[:, None]).T @ standard
        missed = float(share @ (np.logaddexp(0.0, scores) - right * scores))
        return missed, standard.T @ ((likely - right) * share), bend

    found = _descend(loss, np.append(np.full(len(width), penalty), 0.0))
    weights = found[:-1] / width
    return Linear(weights, float(found[-1] - weights @ middle))


def _standardised(rows: Floats) -> tuple[Floats, Floats, Floats]:
    """Give the features around 0 with spread 1, and their middle and width; one that never changes weighs nothing."""
    middle, width = rows.mean(axis=0), rows.std(axis=0)
    width = np.where(width > UNCHANGING_WIDTH, width, np.inf)
    return (rows - middle) / width, middle, width


def _descend(loss: _Loss, shrink: Floats) -> Floats:
    """Walk down a convex loss; `shrink` is how strongly each weight is drawn to 0."""

    def drawn(weights: Floats) -> tuple[float, Floats, Floats]:
        missed, slope, bend = loss(weights)
        # The tiny share keeps the matrix solvable when a weight has no say at all.
        total = missed + float(shrink @ weights**2) / 2
        return total, slope + shrink * weights, bend + np.diag(shrink + 1e-9)

    weights = np.zeros(len(shrink))
    missed, slope, bend = drawn(weights)
    for _ in range(MOST_STEPS):
        step, share = np.linalg.solve(bend, slope), 1.0
        lower, slope, bend = drawn(weights - step)
        # Far from the goal the loss is not as round as Newton takes it to be.
        while lower > missed and share > SHORTEST_STEP_SHARE:
            share /= 2
            lower, slope, bend = drawn(weights - share * step)
        weights = weights - share * step
        if missed - lower < ARRIVED_LOSS:
            break
        missed = lower
    return weights
