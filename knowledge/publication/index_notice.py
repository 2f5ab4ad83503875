"""What those who publish say to whoever keeps the index; how that is done is not their business.

It is said after the commit, never inside a transaction. A program that dies between the two leaves nothing wrong for
good: what was withdrawn is hidden all the same, as its id is read from the database at every look; what was published
is found when the index is next compared with the database, which every later notice does and a worker's job besides.
"""

from typing import Protocol


class ChangeNotice(Protocol):
    """Is told that something else is public now."""

    async def changed(self) -> None:
        """Bring the index up to what is public; it is in the answers when this returns.

        Raises `ServiceError` when the database is away; what was committed stays so.
        """


class IndexNotice(ChangeNotice, Protocol):
    """Is told of withdrawals too, which wait for nothing."""

    async def withdrawn(self, identifier: str) -> None:
        """Answer without a document from this moment on."""
