"""Figures with the interval they may lie in: few questions tell little, and a figure without its interval hides that."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.evaluation.metrics import auroc

NORMAL_95 = 1.959964
RESAMPLES = 1000
TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure between 0 and 1, its interval of 95 %, and how many questions it rests on; NaN where there are none."""

    value: float
    low: float
    high: float
    count: int

    def plain(self) -> dict[str, float | int | None]:
        """Give it as JSON values, rounded; what is not known is null."""
        numbers = {"value": self.value, "low": self.low, "high": self.high}
        rounded = {name: None if math.isnan(one) else round(one, 4) for name, one in numbers.items()}
        return {**rounded, "count": self.count}


def share(marks: Sequence[float]) -> Estimate:
    """Give the share of ones among marks of 0 and 1, with Wilson's interval for it."""
    count = len(marks)
    if not count:
        return Estimate(math.nan, math.nan, math.nan, 0)
    found, square = sum(marks) / count, NORMAL_95**2
    middle = (found + square / (2 * count)) / (1 + square / count)
    half = NORMAL_95 * math.sqrt(found * (1 - found) / count + square / (4 * count**2)) / (1 + square / count)
    return Estimate(found, max(0.0, middle - half), min(1.0, middle + half), count)


def separation(right: Sequence[float], others: Sequence[float], *, seed: int = 0) -> Estimate:
    """Give the AUROC of the scores of the right ones against all others, with a bootstrap interval.

    Both kinds are drawn anew, each as often as it occurs; the same seed gives the same interval.
    """
    count = len(right) + len(others)
    if not right or not others:
        return Estimate(math.nan, math.nan, math.nan, count)
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing secret hangs on it
    drawn = sorted(
        auroc(dice.choices(right, k=len(right)), dice.choices(others, k=len(others)))
        for _ in range(RESAMPLES)
    )
    first, last = int(TAIL * RESAMPLES), int((1 - TAIL) * RESAMPLES) - 1
    return Estimate(auroc(right, others), drawn[first], drawn[last], count)
