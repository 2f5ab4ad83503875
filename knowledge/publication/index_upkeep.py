"""Keeps the index the same as what is public: built anew, brought up to date, and asked which documents to hide.

Two ends at different speeds meet here: the database is read on the event loop, the index is written in a thread.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.database import Database
from knowledge.documents import store
from knowledge.documents.struck import store as struck_store
from knowledge.index.generations import Contents, Index
from knowledge.index.shared_generations import GenerationShare
from knowledge.index.writer import Public
from knowledge.publication import approvals, records

log = logging.getLogger(__name__)
# When so many documents, and so great a share of all, have changed at once, building anew is the shorter way.
REBUILD_DOCUMENTS = 100
REBUILD_SHARE = 0.2
FEED_DOCUMENTS = 500
SHARE_PAUSE_SECONDS = 0.5
FEED_PAUSE_SECONDS = 0.002


class IndexUpkeep:
    """Brings an index up to what is public, whoever changed that and whatever goes on meanwhile."""

    def __init__(self, database: Database, clock: Clock, *, share: GenerationShare | None = None) -> None:
        """Take the database; what is built whole is shared with other machines through `share`."""
        self._database = database
        self._clock = clock
        self._share = share

    async def withdrawn(self) -> frozenset[str]:
        """Give the ids of all documents that were taken back, which no generation may answer from."""
        async with self._database.reading() as tx:
            return frozenset(await records.withdrawn(tx))

    async def rebuild(self, index: Index, *, progress: Callable[[int], None] | None = None) -> str:
        """Write a new generation from all public documents and make it current; give its name.

        Reading goes on beside the building, which runs in a thread; the old generation serves until the end. What
        changed meanwhile is in the new one before it serves. One that another machine has built is fetched instead.
        """
        share = self._share
        if share is None or not await self._begun(share):
            return await self._build(index, progress)
        try:
            if fetched := await self._fetched(index, share):
                return fetched
            name = await self._build(index, progress)
            with _told():
                await asyncio.to_thread(share.offer, index.directory_of(name))
            return name
        finally:
            with _told():
                await asyncio.to_thread(share.end)

    @staticmethod
    async def _begun(share: GenerationShare) -> bool:
        """Wait for another machine that builds; give whether the shared folder is there."""
        with _told():
            while not await asyncio.to_thread(share.begin):  # noqa: ASYNC110 - another machine tells nobody when it is done
                await asyncio.sleep(SHARE_PAUSE_SECONDS)
            return True
        return False

    async def _fetched(self, index: Index, share: GenerationShare) -> str | None:
        """Fetch a generation and bring it up to what is public; None where building anew is the shorter way."""
        with index.receiving() as directory:
            contents = None
            with _told():
                if await asyncio.to_thread(share.fetch, directory):
                    contents = await asyncio.to_thread(index.contents, directory)
            if contents is None or contents.worn:
                return None
            async with self._database.reading() as tx:
                due, gone = await _compared(tx, contents)
            if _is_much(len(due) + len(gone), len(contents.versions)):
                return None
            async with index.writing():
                return await self._bring_up(index, prepared=directory) or None

    async def _build(self, index: Index, progress: Callable[[int], None] | None) -> str:
        feed = Feed()
        leave = ExitStack()
        building = asyncio.create_task(asyncio.to_thread(_prepare, leave, index, feed, progress))
        try:
            async with self._database.reading() as tx:
                async for row in struck_store.answering(tx):
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

    async def refresh(self, index: Index, *, progress: Callable[[int], None] | None = None) -> str | None:
        """Bring the current generation up to what is public; give the name of a new one, None when nothing changed.

        Takes as long as what changed, and some 50 ms for each ten thousand documents to be looked through. Much at
        once, or a generation that another version of the program wrote, makes it a rebuild, of which `progress` is told.
        """
        async with index.writing():
            name = await self._bring_up(index)
        return await self.rebuild(index, progress=progress) if name == "" else name

    async def differences(self, index: Index) -> tuple[list[str], list[str]]:
        """Give the documents that the current generation lacks or has in another wording, and those it has too many."""
        contents = await asyncio.to_thread(index.contents)
        async with self._database.reading() as tx:
            return await _compared(tx, contents or Contents({}, worn=False))

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
            held = contents.versions
            due, gone = await _compared(tx, contents)
            if prepared is None and _is_much(len(due) + len(gone), len(held)):
                return ""
            if prepared is None and not due and not gone:
                return None
            rows = [row async for row in struck_store.answering(tx, due)]
        return await asyncio.to_thread(partial(index.update, rows, gone, prepared=prepared))


@contextmanager
def _told() -> Iterator[None]:
    """Go on without the shared folder where it is away or full: what it spares is work alone."""
    try:
        yield
    except OSError as error:
        log.warning("index not shared", extra={"reason": type(error).__name__})


def _is_much(changed: int, held: int) -> bool:
    return changed > max(REBUILD_DOCUMENTS, held * REBUILD_SHARE)


async def _compared(tx: AsyncSession, contents: Contents) -> tuple[list[str], list[str]]:
    """Give the public documents not held in their public version without what is struck out, and those held that may not be."""
    public = await store.public_versions(tx)
    for identifier in await approvals.silent(tx, public):
        del public[identifier]
    revisions, held = await struck_store.revisions(tx), contents.versions
    due = [
        identifier
        for identifier, version in public.items()
        if held.get(identifier) != version
        or contents.revisions.get(identifier, 0) != revisions.get(identifier, 0)
    ]
    return due, [identifier for identifier in held if identifier not in public]


class AbandonedError(Exception):
    """The documents stopped coming, so the generation being written must not be finished."""


class Feed:
    """Carries documents from the event loop, where the database is read, to the thread that writes the index."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Public | None] = queue.Queue(maxsize=FEED_DOCUMENTS)
        self._abandoned = threading.Event()

    async def give(self, row: Public | None, taker: asyncio.Task[Any]) -> None:
        """Hand over a document, or None for the end; waits while the writer is behind, not when it has failed."""
        while not taker.done():
            try:
                self._waiting.put_nowait(row)
            except queue.Full:
                await asyncio.sleep(FEED_PAUSE_SECONDS)
            else:
                return

    def abandon(self) -> None:
        """Make the writer stop without finishing."""
        self._abandoned.set()

    def __iter__(self) -> Iterator[Public]:
        """Give the documents as they come."""
        while True:
            try:
                row = self._waiting.get(timeout=1)
            except queue.Empty:
                if self._abandoned.is_set():
                    raise AbandonedError from None
                continue
            if self._abandoned.is_set():
                raise AbandonedError
            if row is None:
                return
            yield row


def _prepare(leave: ExitStack, index: Index, feed: Feed, progress: Callable[[int], None] | None) -> Path:
    """Write a generation that stays until `leave` is closed."""
    return leave.enter_context(index.prepared(feed, progress=progress))
