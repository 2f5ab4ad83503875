"""The methods of dataclasses made when they are first called: a thousand classes have five thousand of them.

Before Python 3.13 `dataclasses` compiles the text of each method by itself while the class is defined; that took a
quarter of a start, and most of the methods (how a value is written out, that a frozen one is not changed) are never
called. Here each stands for itself until somebody calls it, and then takes its own place in its class. What a class does
is the same; its `__init__`, which others look at, is made at once.
"""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PUT_OFF = frozenset({"__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__"})
"""Those that nobody has to look at before they are called."""
_MAKER = "_create_fn"
Maker = Callable[..., Callable[..., Any]]


@contextmanager
def methods_on_demand() -> Iterator[None]:
    """Put off the methods of every dataclass that is defined in the block; nothing changes where Python does better."""
    made_at_once: Maker | None = getattr(dataclasses, _MAKER, None)
    if made_at_once is None:
        yield
        return
    setattr(dataclasses, _MAKER, _put_off(made_at_once))
    try:
        yield
    finally:
        setattr(dataclasses, _MAKER, made_at_once)


def _put_off(make: Maker) -> Maker:
    def made(name: str, *rest: Any, **named: Any) -> Callable[..., Any]:
        return _standing_for(name, make, rest, named) if name in PUT_OFF else make(name, *rest, **named)

    return made


def _standing_for(name: str, make: Maker, rest: tuple[Any, ...], named: dict[str, Any]) -> Callable[..., Any]:
    """Give a function that makes the method at its first call, and lets it take its place."""
    method: Callable[..., Any] | None = None

    def standing(self: Any, *values: Any) -> Any:
        nonlocal method
        if method is None:
            method = make(name, *rest, **named)
            method.__qualname__ = standing.__qualname__
        for owner in type(self).__mro__:
            if owner.__dict__.get(name) is standing:
                type.__setattr__(owner, name, method)
        return method(self, *values)

    standing.__name__ = name
    return standing
