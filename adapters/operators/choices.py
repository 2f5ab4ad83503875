"""The choices that stand above a list and narrow it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its options with their words, and the one that is chosen, empty for none."""

    name: str
    options: Sequence[tuple[str, str]]
    chosen: str


def choice(name: str, options: Sequence[tuple[str, str]], chosen: str) -> Choice:
    """Give a choice; what is no option narrows nothing."""
    return Choice(name, options, chosen if chosen in dict(options) else "")
