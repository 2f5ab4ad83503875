"""The choices that stand above a list and narrow it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListChoice:
    """One choice: its options with their words, and the one that is chosen, empty for none."""

    name: str
    options: Sequence[tuple[str, str]]
    chosen: str


def choice(name: str, options: Sequence[tuple[str, str]], chosen: str) -> ListChoice:
    """Give a choice; what is no option narrows nothing."""
    return ListChoice(name, options, chosen if chosen in dict(options) else "")
