"""Keeps the proof-reader's vocabulary: drawn from what is published, anew when that has changed and some time has gone."""

import asyncio
import time
from collections.abc import Iterator

from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.publication.proofreading.misprints import Vocabulary

STALE_SECONDS = 600.0


class VocabularyKeeper:
    """Gives the vocabulary of the published documents; drawing it takes about a second and is done in a thread.

    Without an index there are no familiar words, so nothing is taken for a mistake.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._drawing = asyncio.Lock()
        self._vocabulary = Vocabulary()
        self._drawn_from = ""
        self._drawn_at = 0.0

    async def current(self) -> Vocabulary:
        """Give the vocabulary, ten minutes behind what is published at most."""
        async with self._drawing:
            reader = self._index.reader
            fresh = time.monotonic() - self._drawn_at < STALE_SECONDS and self._drawn_from
            if reader is not None and reader.name != self._drawn_from and not fresh:
                self._vocabulary = await asyncio.to_thread(Vocabulary.of, _texts(reader))
                self._drawn_from, self._drawn_at = reader.name, time.monotonic()
            return self._vocabulary


def _texts(reader: Reader) -> Iterator[str]:
    yield from map(reader.whole, reader.docnums)
