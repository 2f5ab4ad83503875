"""Whether anything was committed in a turn or by a page: then nobody may be told that nothing was done.

What is done knows the message or the form it was done for, so that a turn may be repeated: the second time finds what
the first has done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class CommitCount:
    """How many commits were begun; each may have succeeded."""

    begun: int = 0


_current: ContextVar[CommitCount | None] = ContextVar("commits", default=None)


@contextmanager
def counted() -> Iterator[CommitCount]:
    """Count the commits of the block, those of the tasks that it begins included."""
    count = CommitCount()
    token = _current.set(count)
    try:
        yield count
    finally:
        _current.reset(token)


def begin() -> None:
    """Note that something is about to be committed."""
    if (count := _current.get()) is not None:
        count.begun += 1


def any_begun() -> bool:
    """Whether the block that counts has begun a commit."""
    count = _current.get()
    return count is not None and count.begun > 0
