"""The use-cases of those who keep the knowledge base: read, list, index; imports, reviews and editing stand beside.

Each public method is one transaction.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from knowledge.documents import store
from knowledge.documents.document import Document, State
from knowledge.documents.draft import Draft, Fault
from knowledge.documents.proposals import Proposals
from knowledge.documents.store import Listed, Version
from knowledge.feed import Feed
from knowledge.index.generations import Index
from knowledge.library.abolition import Abolitions
from knowledge.library.editing import Editing
from knowledge.library.filters import Filters
from knowledge.library.import_check import ImportCheck
from knowledge.library.imports import Imported, Imports
from knowledge.library.listing import PAGE, Page, Shelf
from knowledge.particulars import Particulars
from knowledge.publication import approvals
from knowledge.publication.approvals import Approvals
from knowledge.publication.batches.ledger import BatchList
from knowledge.publication.batches.service import Batches
from knowledge.publication.findings_report import CheckLog
from knowledge.publication.proofreading.watchwords import Watchwords
from knowledge.publication.reviews import Reviews

# When so many documents, and so great a share of all, have changed at once, building anew is the shorter way.
SOME = 100
MUCH = 0.2


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its newest text, and how far it has come."""

    listed: Listed
    version: Version


class KnowledgeService:
    """Keeps documents and their versions; whoever changes what is public rebuilds the index afterwards."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.abolitions = Abolitions(database, clock)
        self.editing = Editing(database, clock)
        self.proposals = Proposals(database, clock)
        self.reviews = Reviews(database, clock)
        self.watchwords = Watchwords(database, clock)
        self.check = ImportCheck(database)
        self.imports = Imports(database, clock)
        self.approvals = Approvals(database, clock)
        self.batches = Batches(database, clock)
        self.batch_list = BatchList(database, clock)
        self.checks = CheckLog(database, clock)
        self.shelf = Shelf(database)
        self.particulars = Particulars(database, clock)

    async def import_documents(
        self,
        items: Iterable[Draft | Fault],
        *,
        author: str,
        publish: bool = False,
        told: Callable[[int], None] | None = None,
    ) -> Imported:
        """Keep every draft, add a version where the content changed, and give the faults back.

        The same content a second time changes nothing. `publish` makes what was read public at once, except what
        may not be made public and what a person has to confirm. `told` hears the number of rows done after each batch.
        """
        return await self.imports.keep(items, author=author, publish=publish, told=told)

    async def read(self, identifier: str, *, number: int | None = None) -> Reading:
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
            return Reading(store.listed(record), version)

    async def is_public(self, identifier: str) -> bool:
        """Whether citizens can read a document of this id."""
        async with self._database.reading() as tx:
            record = await store.record_of(tx, identifier)
            return record is not None and record.state is State.PUBLISHED

    async def versions(self, identifier: str) -> Sequence[Version]:
        """Give all versions of a document, newest first; none when there is no such document."""
        async with self._database.reading() as tx:
            return await store.versions(tx, identifier)

    async def list(self, filters: Filters | None = None, *, page: int = 1, size: int = PAGE) -> Page:
        """Give a page of the documents, the last changed first."""
        return await self.shelf.page(filters or Filters(), number=page, size=size)

    async def export(self, take: Callable[[Document, str], None]) -> int:
        """Hand every public document with its text to `take`, in the order of ids; give how many there were."""
        count = 0
        async with self._database.reading() as tx:
            async for document, text, _ in store.public(tx):
                take(document, text)
                count += 1
        return count

    async def rebuild(self, index: Index, *, told: Callable[[int], None] | None = None) -> str:
        """Write a new generation from all public documents and make it current; give its name.

        Reading goes on beside the building, which runs in a thread; the old generation serves until the end. What
        changed meanwhile is in the new one before it serves.
        """
        feed = Feed()
        leave = ExitStack()
        building = asyncio.create_task(asyncio.to_thread(_prepare, leave, index, feed, told))
        try:
            async with self._database.reading() as tx:
                async for row in store.public(tx):
                    await feed.give(row, building)
            await feed.give(None, building)
        except BaseException:
            feed.abandon()
            # The thread ends by itself within a second; its own failure says nothing new.
            building.add_done_callback(lambda task: task.cancelled() or task.exception())
            raise
        try:
            prepared = await building
            async with index.writing():
                return await self._bring_up(index, prepared=prepared) or ""
        finally:
            await asyncio.to_thread(leave.close)

    async def refresh(self, index: Index, *, told: Callable[[int], None] | None = None) -> str | None:
        """Bring the current generation up to what is public; give the name of a new one, None when nothing changed.

        Takes as long as what changed, and some 50 ms for each ten thousand documents to be looked through. Much at
        once, or a generation that another version of the program wrote, makes it a rebuild, of which `told` hears.
        """
        async with index.writing():
            name = await self._bring_up(index)
        return await self.rebuild(index, told=told) if name == "" else name

    async def renew(self, index: Index) -> str | None:
        """Build anew what many updates have worn; give the new name, None when there was no need."""
        contents = await asyncio.to_thread(index.contents)
        return await self.rebuild(index) if contents is not None and contents.worn else None

    async def _vouch(self) -> None:
        """Put on record what approved answers rest on that have just become public."""
        async with self._database.reading() as tx:
            due = await approvals.unrecorded(tx)
        if due:
            async with self._database.transaction() as tx:
                await approvals.record(tx, self._clock.now())

    async def _bring_up(self, index: Index, *, prepared: Path | None = None) -> str | None:
        """Bring a generation up to date, inside `writing`; empty text says that building anew is the shorter way."""
        contents = await asyncio.to_thread(index.contents, prepared)
        if contents is None:
            return ""
        await self._vouch()
        async with self._database.reading() as tx:
            public = await store.public_versions(tx)
            for identifier in await approvals.silent(tx, public):
                del public[identifier]
            held = contents.versions
            due = [identifier for identifier, version in public.items() if held.get(identifier) != version]
            gone = [identifier for identifier in held if identifier not in public]
            if prepared is None and len(due) + len(gone) > max(SOME, len(held) * MUCH):
                return ""
            if prepared is None and not due and not gone:
                return None
            rows = [row async for row in store.public(tx, due)]
        return await asyncio.to_thread(partial(index.update, rows, gone, prepared=prepared))


def _prepare(leave: ExitStack, index: Index, feed: Feed, told: Callable[[int], None] | None) -> Path:
    """Write a generation that stays until `leave` is closed."""
    return leave.enter_context(index.prepared(feed, progress=told))
