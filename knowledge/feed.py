"""Two ends at different speeds: the database is read on the event loop, the index is written in a thread."""

import asyncio
import queue
import threading
from collections.abc import Iterator
from typing import Any

from knowledge.index.writer import Public

FEED_LENGTH = 500
FEED_PAUSE = 0.002


class AbandonedError(Exception):
    """The documents stopped coming, so the generation being written must not be finished."""


class Feed:
    """Carries documents from the event loop, where the database is read, to the thread that writes the index."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Public | None] = queue.Queue(maxsize=FEED_LENGTH)
        self._abandoned = threading.Event()

    async def give(self, row: Public | None, taker: asyncio.Task[Any]) -> None:
        """Hand over a document, or None for the end; waits while the writer is behind, not when it has failed."""
        while not taker.done():
            try:
                self._waiting.put_nowait(row)
            except queue.Full:
                await asyncio.sleep(FEED_PAUSE)
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
