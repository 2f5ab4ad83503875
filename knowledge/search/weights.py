"""The weights that questions are weighed with: those shipped with the program, unless an answerer is given others."""

import json
from collections.abc import Callable, Hashable, Mapping
from functools import cache, wraps
from importlib import resources
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
# Numbers by name, in parts: passage, span, confidence, thresholds, section, named.
Weights = Mapping[str, Any]
# Gives the weights to use from now on; the same object as long as they are the same.
WeightSource = Callable[[], Weights]


@cache
def shipped() -> Weights:
    """Give the fitted weights that are shipped with the package."""
    text = resources.files("knowledge").joinpath("data/weights.json").read_text(encoding="utf-8")
    fitted: dict[str, Any] = json.loads(text)
    return fitted


def of_weights(make: Callable[Concatenate[Weights, P], T]) -> Callable[Concatenate[Weights, P], T]:
    """Keep what a function makes of weights, its first argument, until it is asked for other ones."""
    kept: dict[Hashable, tuple[Weights, T]] = {}

    @wraps(make)
    def found(weights: Weights, /, *arguments: P.args, **named: P.kwargs) -> T:
        asked = (arguments, tuple(named.items()))
        known = kept.get(asked)
        if known is None or known[0] is not weights:
            known = kept[asked] = (weights, make(weights, *arguments, **named))
        return known[1]

    return found
