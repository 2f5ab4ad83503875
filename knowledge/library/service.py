"""Reading what is kept: a document as its keepers see it, its versions, and everything public to be taken along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.database import Database
from bot.errors import InputError
from knowledge.documents import store
from knowledge.documents.document import Document, DocumentState
from knowledge.documents.store import Listed, Version


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its newest text, and how far it has come."""

    listed: Listed
    version: Version


class DocumentService:
    """Reads documents and their versions; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, identifier: str, *, number: int | None = None) -> DocumentView:
        """Give a document with its newest text, or with another version's.

        Raises `InputError` (`knowledge.missing`).
        """
        async with self._database.reading() as tx:
            record = await store.record_of(tx, identifier)
            if record is None:
                raise InputError("knowledge.missing", id=identifier)
            version = await store.version(tx, identifier, number or record.current_version)
            if version is None:
                raise InputError("knowledge.missing", id=identifier)
            return DocumentView(store.listed(record), version)

    async def is_public(self, identifier: str) -> bool:
        """Whether citizens can read a document of this id."""
        async with self._database.reading() as tx:
            record = await store.record_of(tx, identifier)
            return record is not None and record.state is DocumentState.PUBLISHED

    async def versions(self, identifier: str) -> Sequence[Version]:
        """Give all versions of a document, newest first; none when there is no such document."""
        async with self._database.reading() as tx:
            return await store.versions(tx, identifier)

    async def export(self, take: Callable[[Document, str], None]) -> int:
        """Hand every public document with its text to `take`, in the order of ids; give how many there were."""
        count = 0
        async with self._database.reading() as tx:
            async for document, text, _ in store.public(tx):
                take(document, text)
                count += 1
        return count
