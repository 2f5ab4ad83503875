"""What a turn rested on, noted where it is decided, for whoever asks why; nothing is noted of any other turn.

Whoever decides notes a value that says what was decided: `Understanding`, `handlers.talk.arbiter.Decision`,
`knowledge.answers.explanation.Lookup`. Outside of a traced block noting costs one look at a variable.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_current: ContextVar[list[object] | None] = ContextVar("trace", default=None)


@dataclass(frozen=True, slots=True)
class ActionRun:
    """An action that the dispatcher ran, by its name."""

    action: str


@contextmanager
def traced() -> Iterator[list[object]]:
    """Give the notes of the block in their order, those of the tasks and threads that it begins included."""
    notes: list[object] = []
    token = _current.set(notes)
    try:
        yield notes
    finally:
        _current.reset(token)


def note(decided: object) -> None:
    """Note what was decided, where somebody asks for it."""
    if (notes := _current.get()) is not None:
        notes.append(decided)


def is_traced() -> bool:
    """Whether somebody asks: a value that costs something to make need not be made for nobody."""
    return _current.get() is not None
