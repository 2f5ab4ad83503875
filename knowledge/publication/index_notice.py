"""What those who publish say to whoever keeps the index; how that is done is not their business.

It is said after the commit, never inside a transaction. A program that dies between the two leaves nothing wrong for
good: what was withdrawn is hidden all the same, as its id is read from the database at every look; what was published
is found when the index is next compared with the database, which every later notice does and a worker's job besides.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol


class IndexNotice(Protocol):
    """Is told what else is public now, and of withdrawals, which wait for nothing."""

    async def changed(self) -> None:
        """Bring the index up to what is public; it is in the answers when this returns.

        Raises `ServiceError` when the database is away; what was committed stays so.
        """

    async def withdrawn(self, identifier: str) -> None:
        """Answer without a document from this moment on."""


@asynccontextmanager
async def told_once(index: IndexNotice) -> AsyncIterator[IndexNotice]:
    """Give a notice for many changes, of which `index` is told once, at the end of the block; of withdrawals at once.

    It is told also when the block ends by an error, as what was done before that is committed.
    """
    gathered = _Gathered(index)
    try:
        yield gathered
    finally:
        if gathered.due:
            await index.changed()


class _Gathered:
    """Remembers that there is something to tell."""

    def __init__(self, index: IndexNotice) -> None:
        self._index = index
        self.due = False

    async def changed(self) -> None:
        self.due = True

    async def withdrawn(self, identifier: str) -> None:
        await self._index.withdrawn(identifier)
