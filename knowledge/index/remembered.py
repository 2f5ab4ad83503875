"""What is made of a generation's texts whatever is asked: made once, kept while it is asked for, gone with the generation."""

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import ReferenceType, WeakKeyDictionary, ref

from knowledge.index.reader import Reader

P = ParamSpec("P")
T = TypeVar("T")
Make = Callable[Concatenate[Reader, P], T]


def of_generation(most: int) -> Callable[[Make[P, T]], Make[P, T]]:
    """Keep what a function makes of a reader, its first argument, for so many other arguments; what was asked for last stays.

    What it makes must not hold the reader: a generation that is no longer used goes at once.
    """

    def keeping(make: Make[P, T]) -> Make[P, T]:
        kept: WeakKeyDictionary[Reader, Any] = WeakKeyDictionary()

        @wraps(make)
        def found(reader: Reader, /, *arguments: P.args, **named: P.kwargs) -> T:
            own: Any = kept.get(reader)
            if own is None:
                # The type of what `lru_cache` gives knows no named arguments of its own.
                own = kept[reader] = lru_cache(most)(partial(_made, make, ref(reader)))
            value: T = own(*arguments, **named)
            return value

        return found

    return keeping


def _made(make: Make[P, T], reader: "ReferenceType[Reader]", /, *arguments: P.args, **named: P.kwargs) -> T:
    here = reader()
    assert here is not None, "whoever asks holds the reader"
    return make(here, *arguments, **named)
