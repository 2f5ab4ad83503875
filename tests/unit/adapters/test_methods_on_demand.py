"""A dataclass whose methods are made on demand does what any other does, and its methods take their own place."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from adapters.methods_on_demand import methods_on_demand

OPTIONS = (
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"order": True, "unsafe_hash": True},
    {"eq": False},
    {"repr": False, "kw_only": True},
)


def defined(options: dict[str, bool]) -> type[Any]:
    @dataclass(**options)  # type: ignore[call-overload]
    class Value:
        """Something with values."""

        name: str
        parts: list[int] = field(default_factory=list, hash=False)
        inner: Any = field(default=None, compare=False)

    @dataclass(**options)  # type: ignore[call-overload]
    class Heir(Value):  # type: ignore[misc]
        more: int = 0

    Value.heir = Heir
    return Value


def told(act: Any) -> object:
    """Give what comes of an act, an error by its kind."""
    try:
        return act()
    except (TypeError, FrozenInstanceError, AttributeError) as error:
        return type(error)


def behaviour(kind: type[Any]) -> list[object]:
    """Give what values of a class and of its heir do."""
    found: list[object] = []
    for each in (kind, kind.heir):
        one, same, other = (each(name=name, parts=[1]) for name in ("a", "a", "b"))
        found += [
            one == same,
            one == other,
            one != other,
            one == "a",
            told(lambda one=one: hash(one) == hash(one)),
        ]
        found += [told(lambda one=one, other=other: one < other)]
        found += [
            told(lambda one=one: setattr(one, "name", "c")),
            told(lambda one=one: setattr(one, "new", 1)),
        ]
        found += [told(lambda other=other: delattr(other, "name"))]
        found += [repr(same).partition("(")[2] if "object at" not in repr(same) else "plain"]
        found += [copy.deepcopy(same) == same, dataclasses.replace(same, name="d").name]
        found += [each.__hash__ is None, [row.name for row in dataclasses.fields(each)]]
    nested = kind(name="a")
    if told(lambda: setattr(nested, "inner", nested)) is None:
        found.append(repr(nested).count("..."))
    return found


@pytest.mark.parametrize("options", OPTIONS)
def test_what_a_class_does_is_the_same(options: dict[str, bool]) -> None:
    plain = defined(options)
    with methods_on_demand():
        late = defined(options)
    assert behaviour(late) == behaviour(plain) == behaviour(late)


def test_a_method_takes_its_place_at_its_first_call() -> None:
    with methods_on_demand():
        kind = defined({"frozen": True, "slots": True})
    before = kind.__eq__
    assert before.__code__.co_name == "standing"
    assert kind("a") == kind("a")
    assert kind.__eq__ is not before
    assert kind.__eq__.__code__.co_name == "__eq__"
    assert kind.__eq__.__qualname__ == before.__qualname__
    # Found on the class before, it still does the same.
    assert before(kind("a"), kind("a"))


@dataclass(frozen=True)
class Kept:
    name: str


def test_the_library_s_own_way_is_back_after_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = dataclasses._create_fn  # type: ignore[attr-defined]
    with methods_on_demand():
        assert dataclasses._create_fn is not ordinary  # type: ignore[attr-defined]
    assert dataclasses._create_fn is ordinary  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(Kept("a"))) == Kept("a")
    monkeypatch.delattr(dataclasses, "_create_fn")
    with methods_on_demand():
        assert not hasattr(dataclasses, "_create_fn")
