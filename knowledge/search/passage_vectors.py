"""Passages are given their vectors after a generation has come to serve, so that publishing never waits for a service.

A generation is whole without vectors: while some are missing, or the service is away, the words decide alone. One
process of all that share a folder fetches, the others load what it has kept.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np

from bot.errors import ServiceError
from bot.privacy import mask_text
from knowledge.index.reader import Reader
from knowledge.search.evidence import Integers
from knowledge.search.question_vectors import Embedder, Meaning, Meanings, compare, outward
from knowledge.search.vector_store import (
    MISSING,
    DimensionError,
    FetchOutcome,
    Rows,
    Vector,
    VectorStore,
    key_of,
)

log = logging.getLogger(__name__)

# So much of a passage, led by its title, is sent.
PASSAGE_LETTERS = 2000
# So many texts are sent at once, and so many passages are looked through between two writings to disk.
BATCH_TEXTS = 32
PORTION_PASSAGES = 512
WRONG_DIMENSION = "dimension"

FetchProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Portion:
    """Some passages without a vector: their numbers and keys, and the texts whose keys are new, masked."""

    numbers: list[int]
    keys: list[bytes]
    fresh: dict[bytes, str]


class Embedding:
    """Fetches the vectors that a generation lacks, and knows how far that is."""

    def __init__(
        self,
        store: VectorStore,
        embedder: Embedder,
        meanings: Meanings,
        *,
        batch: int = BATCH_TEXTS,
        portion: int = PORTION_PASSAGES,
    ) -> None:
        """Fetch from an embedder for a store, `batch` texts at once, and write down each `portion` of passages.

        `meanings` are told of what came.
        """
        self._store = store
        self._embedder = embedder
        self._meanings = meanings
        self._batch = batch
        self._portion = portion

    def alone(self) -> AbstractContextManager[bool]:
        """Tell whether the block is the only one of all processes that fetches."""
        return self._store.alone()

    def state(self, reader: Reader) -> FetchOutcome:
        """Give how many passages of a generation have vectors now, and what went wrong last while some have none.

        Reads a file of four bytes a passage; whichever process fetched tells.
        """
        total = len(reader.passages_there)
        done = total - len(missing(rows_of(self._store, reader), reader))
        last = self._store.last()
        return FetchOutcome(
            done, total, last.trouble if last and done < total else "", last.at if last else 0.0
        )

    async def catch_up(self, reader: Reader, *, progress: FetchProgress | None = None) -> FetchOutcome | None:
        """Fetch what is missing for a generation and load it; None when another process is at it or nothing is missing.

        Trouble with the service is part of the outcome, and logged: the generation stays usable without vectors.
        """
        await asyncio.to_thread(self._meanings.turn_to, reader)
        rows = await asyncio.to_thread(rows_of, self._store, reader)
        wanting = missing(rows, reader)
        if not len(wanting):
            return None
        with self.alone() as alone:
            if not alone:
                return None
            outcome = await self._fetch(reader, rows, wanting, progress=progress)
            await asyncio.to_thread(self._store.note, outcome)
        await asyncio.to_thread(self._meanings.turn_to, reader)
        return outcome

    async def meanings_of(
        self, questions: Sequence[str], reader: Reader, *, progress: FetchProgress | None = None
    ) -> dict[str, Meaning]:
        """Give what many questions mean beside a generation that has its vectors, with all the patience of passages.

        For measuring, where nobody waits. Raises `ServiceError`; a generation without vectors gives nothing.
        """
        vectors = await asyncio.to_thread(self._store.load, reader.shape.lineage)
        found: dict[str, Meaning] = {}
        if vectors is None:
            return found
        for start in range(0, len(questions), self._batch):
            some = questions[start : start + self._batch]
            asked = await self._embedder.questions([outward(question) for question in some])
            for question, vector in zip(some, asked, strict=True):
                meaning = await asyncio.to_thread(compare, vectors, vector, reader.passages_there)
                if meaning is not None:
                    found[question] = meaning
            if progress is not None:
                progress(start + len(some), len(questions))
        return found

    async def _fetch(
        self, reader: Reader, rows: Rows, wanting: Integers, *, progress: FetchProgress | None
    ) -> FetchOutcome:
        lineage, total = reader.shape.lineage, len(reader.passages_there)
        kept = await asyncio.to_thread(self._store.keys)
        done, trouble = total - len(wanting), ""
        try:
            for start in range(0, len(wanting), self._portion):
                portion = await asyncio.to_thread(
                    _portion, reader, wanting[start : start + self._portion], kept
                )
                await self._keep(portion, kept)
                rows[portion.numbers] = [kept[key] for key in portion.keys]
                await asyncio.to_thread(self._store.assign, lineage, rows)
                done += len(portion.numbers)
                if progress is not None:
                    progress(done, total)
            await asyncio.to_thread(self._store.tidy, lineage)
        except ServiceError as error:
            trouble = str(error.values.get("reason", "unavailable"))
        except DimensionError:
            trouble = WRONG_DIMENSION
        if trouble:
            log.warning("passages not embedded", extra={"reason": trouble, "done": done, "total": total})
        return FetchOutcome(done, total, trouble, time.time())

    async def _keep(self, portion: Portion, kept: dict[bytes, int]) -> None:
        """Fetch the vectors of a portion's new texts, and keep all of them at once."""
        keys: list[bytes] = []
        vectors: list[Vector] = []
        try:
            for batch in _batches(list(portion.fresh), self._batch):
                vectors += await self._embedder.passages([portion.fresh[key] for key in batch])
                keys += batch
        finally:
            # What was paid for is not thrown away because a later batch failed.
            if keys:
                await asyncio.to_thread(self._store.append, keys, vectors)
                kept |= {key: len(kept) + at for at, key in enumerate(keys)}


def rows_of(store: VectorStore, reader: Reader) -> Rows:
    """Give the row of the vector of each passage of a generation, `MISSING` where there is none."""
    rows = np.full(reader.texts.passage_count, MISSING, dtype=np.int32)
    known = store.rows(reader.shape.lineage)[: len(rows)]
    rows[: len(known)] = known
    return rows


def missing(rows: Rows, reader: Reader) -> Integers:
    """Give the numbers of the passages of public documents that have no vector."""
    there = reader.passages_there
    wanting: Integers = there[rows[there] == MISSING]
    return wanting


def said(reader: Reader, number: int) -> str:
    """Give the words of a passage as they are sent: led by its document's title, numbers of persons masked."""
    title = reader.name_of(reader.texts.passage_docnum(number)).title
    return mask_text(f"{title}\n{reader.texts.passage(number)}"[:PASSAGE_LETTERS])


def _portion(reader: Reader, numbers: Integers, kept: dict[bytes, int]) -> Portion:
    chosen = numbers.tolist()
    texts = [said(reader, number) for number in chosen]
    keys = [key_of(text) for text in texts]
    fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    return Portion(chosen, keys, fresh)


def _batches(keys: Sequence[bytes], size: int) -> Iterator[list[bytes]]:
    for start in range(0, len(keys), size):
        yield list(keys[start : start + size])
