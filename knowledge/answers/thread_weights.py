"""Small sums over what was measured of a question that goes on with a talk: the weights, and how likely they make a thing."""

import json
import math
from functools import cache
from importlib import resources

import numpy as np

from knowledge.search.columns import Columns, labels
from knowledge.search.evidence import Floats

ODDS_BOUND = 0.01


def odds(chance: float) -> float:
    """Give a chance, 0 to 1, as the logarithm of its odds; the surest count alike."""
    bounded = min(1 - ODDS_BOUND, max(ODDS_BOUND, chance))
    return math.log(bounded / (1 - bounded))


def likely(measured: Floats, columns: type[Columns], part: str) -> Floats:
    """Give how likely a part of the weights makes each row of measures, array (rows, columns): array (rows,)."""
    fitted = np.array([weights()[f"{part}_{name}"] for name in labels(columns)])
    chances: Floats = 1 / (1 + np.exp(-(measured @ fitted + weights()[f"{part}_bias"])))
    return chances


@cache
def weights() -> dict[str, float]:
    """Give the weights, as `python -m benchmarks.threads` fitted them."""
    text = resources.files("knowledge").joinpath("data/thread.json").read_text(encoding="utf-8")
    fitted: dict[str, float] = json.loads(text)
    return fitted
