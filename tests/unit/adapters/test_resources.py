"""Threads share their pools of memory; where the C library knows no such setting, nothing happens."""

import ctypes
from collections.abc import Callable

import pytest

from adapters.resources import ARENA_MAX, ARENAS, share_arenas


class Library:
    """A C library that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def mallopt(self, name: int, value: int) -> int:
        """Take a setting."""
        self.told.append((name, value))
        return 1


def test_the_setting_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    share_arenas()
    assert library.told == [(ARENA_MAX, ARENAS)]


def _absent(_: object) -> object:
    raise OSError


@pytest.mark.parametrize("opened", [lambda _: object(), _absent])
def test_another_library_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, opened: Callable[[object], object]
) -> None:
    asked: list[object] = []

    def library(name: object) -> object:
        asked.append(name)
        return opened(name)

    monkeypatch.setattr(ctypes, "CDLL", library)
    share_arenas()
    assert asked == [None]
