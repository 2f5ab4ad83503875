"""The weights in use: those shipped with the program, or a county's own, changed while questions are being answered."""

import json
from collections.abc import Callable, Hashable, Mapping
from functools import cache, wraps
from importlib import resources
from typing import Any, TypeVar

T = TypeVar("T")
Weights = Mapping[str, Any]

_own: list[Weights] = []


@cache
def shipped() -> Weights:
    """Give the fitted weights that are shipped with the package."""
    text = resources.files("knowledge").joinpath("data/weights.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def weights() -> Weights:
    """Give the weights in use; the same object as long as they are the same."""
    return _own[0] if _own else shipped()


def use(own: Weights | None) -> None:
    """Weigh with other weights from the next question on, or again with those shipped; they must have been checked."""
    _own[:] = [] if own is None else [own]


def of_weights(make: Callable[..., T]) -> Callable[..., T]:
    """Keep what a function makes of the weights for as long as they are in use."""
    kept: dict[Hashable, tuple[Weights, T]] = {}

    @wraps(make)
    def found(*arguments: Hashable, **named: Hashable) -> T:
        # Taken before anything is made of them: what is made while they change is made once more, never kept.
        current = weights()
        asked = (arguments, tuple(named.items()))
        known = kept.get(asked)
        if known is None or known[0] is not current:
            known = kept[asked] = (current, make(*arguments, **named))
        return known[1]

    return found
