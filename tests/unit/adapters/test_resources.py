"""Threads share their pools of memory, and spare memory is given back; a C library that knows neither is left alone."""

import ctypes
from collections.abc import Callable

import pytest

from adapters.resources import ARENA_MAX, ARENAS, give_back_spare, share_arenas


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


class Sparing:
    """A C library that notes that it was asked to give memory back."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def malloc_trim(self, kept: int) -> int:
        """Keep so many bytes at the end."""
        self.asked.append(kept)
        return 1


def test_memory_that_was_let_go_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Sparing()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    give_back_spare()
    assert library.asked == [0]


@pytest.mark.parametrize("opened", [lambda _: object(), _absent])
def test_a_library_that_gives_nothing_back_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, opened: Callable[[object], object]
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", opened)
    give_back_spare()
