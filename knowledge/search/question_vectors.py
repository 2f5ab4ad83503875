"""What questions mean, as vectors beside those of the passages: one more signal for ranking, when it is configured.

The words decide without it. A vector that is not there in time, from a service that is slow, broken or not
configured, changes nothing: the question is answered by its words alone, exactly as if there were no such service.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from bot.errors import ServiceError
from knowledge.index.reader import Reader
from knowledge.search.evidence import Floats, Integers
from knowledge.search.features import Marks
from knowledge.search.vector_store import MISSING, Vector, Vectors, VectorStore
from knowledge.text.persons import mask_question

log = logging.getLogger(__name__)

OUTWARD_LETTERS = 500
QUESTIONS_REMEMBERED = 512
NEAREST_PASSAGES = 24
LEARN_SECONDS = 0.3
MOST_FAILURES = 3
REST_SECONDS = 30.0
CHUNK_ROWS = 256
# The nearest of a few passages says little about the nearest of all: so many must have been read.
LEAST_READ_SHARE = 0.9
# What an embedder says of itself that is being opened: no failure.
STARTING = "starting"
_SIGN_AND_REST = np.int32(-0x70000001)
_HALF_TO_SINGLE = np.float32(2.0**112)


class Embedder(Protocol):
    """Whatever turns texts into vectors of length 1; `name` tells models apart."""

    @property
    def name(self) -> str:
        """Give what tells this model of this service from every other."""
        ...

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        """Give a vector for each text, patiently; raises `ServiceError`."""
        ...

    async def question(self, text: str) -> Vector:
        """Give the vector of a question while somebody waits; raises `ServiceError`."""
        ...

    async def questions(self, texts: Sequence[str]) -> list[Vector]:
        """Give the vectors of questions that nobody waits for; raises `ServiceError`."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """A question's vector beside the passages of a line of generations.

    `nearest` are the numbers of the nearest passages, best first; `top` is the best one's cosine and `usual` that of
    a passage taken at random. Closeness is counted between these two, because every model has cosines of its own.
    """

    vectors: Vectors
    vector: Vector
    nearest: Integers
    top: float
    usual: float

    def closeness(self, numbers: Integers) -> tuple[Floats, Marks]:
        """Give how close passages come, by their numbers, and of which of them that is known.

        1 is the nearest of all, 0 one taken at random, and one without a vector.
        """
        inside = np.minimum(numbers, len(self.vectors.rows) - 1)
        rows = np.where(numbers < len(self.vectors.rows), self.vectors.rows[inside], MISSING)
        known: Marks = rows != MISSING
        values = np.zeros(len(numbers))
        if known.any():
            cosines = self.vectors.matrix[rows[known]].astype(np.float32) @ self.vector
            values[known] = (cosines - self.usual) / max(1e-6, self.top - self.usual)
        return values, known

    def blocks(self, reader: Reader) -> list[int]:
        """Give the blocks of the nearest passages that are still there, best first."""
        numbers = self.nearest[self.nearest < reader.texts.passage_count]
        blocks = list(dict.fromkeys(reader.texts.passage_blocks(numbers).tolist()))
        there = reader.alive[reader.texts.block_docnums(blocks)] if blocks else ()
        return [block for block, is_there in zip(blocks, there, strict=True) if is_there]


class MeaningSource(Protocol):
    """Whatever knows what a question means."""

    def of(self, question: str, reader: Reader) -> Meaning | None:
        """Give the meaning of a question beside a generation, where it is known."""
        ...


def compare(vectors: Vectors, vector: Vector, there: Integers) -> Meaning | None:
    """Give a question's meaning beside the passages that are `there`, by their numbers; None while too few have vectors.

    Looks at every vector: 25 ms for 20,000 of 1,024 numbers, so call it in a thread.
    """
    if len(vector) != vectors.matrix.shape[1]:
        return None
    rows = vectors.rows[there[there < len(vectors.rows)]]
    numbers = there[: len(rows)][rows != MISSING]
    if not len(numbers) or len(numbers) < LEAST_READ_SHARE * len(there):
        return None
    cosines = _cosines(vectors.matrix, vector)[vectors.rows[numbers]]
    limit = min(NEAREST_PASSAGES, len(cosines))
    chosen = np.argpartition(-cosines, limit - 1)[:limit]
    chosen = chosen[np.lexsort((numbers[chosen], -cosines[chosen]))]
    return Meaning(
        vectors, vector, numbers[chosen], top=float(cosines[chosen[0]]), usual=float(cosines.mean())
    )


def _cosines(matrix: np.ndarray[tuple[int, int], np.dtype[np.float16]], vector: Vector) -> Vector:
    """Multiply a matrix of half floats with a vector, piece by piece.

    Half floats are made single ones by moving their bits, which is many times faster than numpy's own way; what the
    exponent lacks afterwards is multiplied into the vector. The result is the same to the last bit.
    """
    found = np.empty(len(matrix), dtype=np.float32)
    room = np.empty((CHUNK_ROWS, matrix.shape[1]), dtype=np.int32)
    scaled = vector * _HALF_TO_SINGLE
    for start in range(0, len(matrix), CHUNK_ROWS):
        piece = matrix[start : start + CHUNK_ROWS].view(np.int16)
        wide = room[: len(piece)]
        np.left_shift(piece, 13, out=wide, dtype=np.int32)
        wide &= _SIGN_AND_REST
        found[start : start + len(piece)] = wide.view(np.float32) @ scaled
    return found


class Meanings:
    """The meanings of the questions asked last; fetched beside the words, for a limited time only."""

    def __init__(
        self,
        store: VectorStore,
        embedder: Embedder,
        *,
        clock: Callable[[], float] = time.monotonic,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        """Ask an embedder, which is left alone for `rest_seconds` after three failures in a row."""
        self._store = store
        self._embedder = embedder
        self._clock = clock
        self._rest_seconds = rest_seconds
        self._asked: OrderedDict[str, Vector] = OrderedDict()
        self._meanings: dict[str, Meaning] = {}
        self._vectors: Vectors | None = None
        self._edition: tuple[object, ...] = ()
        self._failures = 0
        self._rests_until = 0.0

    @property
    def edition(self) -> tuple[object, ...]:
        """Give what changes whenever other vectors have come to serve."""
        return self._edition

    def turn_to(self, reader: Reader) -> None:
        """Load what there is for a generation, when there is more than was loaded before; blocks for a moment."""
        lineage = reader.shape.lineage
        edition = (lineage, *self._store.edition(lineage))
        if edition != self._edition:
            self._vectors = self._store.load(lineage)
            self._edition = edition
            self._meanings.clear()

    def of(self, question: str, reader: Reader) -> Meaning | None:
        """Give the meaning of a question when it was learnt in time for this line of generations."""
        found = self._meanings.get(outward(question))
        return found if found is not None and found.vectors.lineage == reader.shape.lineage else None

    async def learn(self, question: str, reader: Reader) -> bool:
        """Learn what a question means within 0.3 seconds; give whether it is known now.

        Never raises: words go on without it. After three failures in a row the service is left alone for half a minute.
        """
        try:
            async with asyncio.timeout(LEARN_SECONDS):
                return await self._learn(question, reader)
        except TimeoutError:
            if outward(question) not in self._asked:
                self._fail("timeout")
            return False

    async def _learn(self, question: str, reader: Reader) -> bool:
        text, vectors = outward(question), self._vectors
        if vectors is None or not text or vectors.lineage != reader.shape.lineage:
            return False
        if text in self._meanings:
            return True
        vector = await self._vector(text)
        if vector is None:
            return False
        meaning = await asyncio.to_thread(compare, vectors, vector, reader.passages_there)
        if meaning is None or self._vectors is not vectors:
            return False
        if len(self._meanings) >= QUESTIONS_REMEMBERED:
            self._meanings.pop(next(iter(self._meanings)))
        self._meanings[text] = meaning
        return True

    async def _vector(self, text: str) -> Vector | None:
        if text in self._asked:
            self._asked.move_to_end(text)
            return self._asked[text]
        if self._clock() < self._rests_until:
            return None
        try:
            vector = await self._embedder.question(text)
        except ServiceError as error:
            reason = str(error.values.get("reason", "unavailable"))
            if reason != STARTING:
                self._fail(reason)
            return None
        self._failures = 0
        self._asked[text] = vector
        if len(self._asked) > QUESTIONS_REMEMBERED:
            self._asked.popitem(last=False)
        return vector

    def _fail(self, reason: str) -> None:
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            # The next try after the rest is a trial: one more failure and it rests again.
            self._rests_until = self._clock() + self._rest_seconds
            log.warning("embedding service rests", extra={"reason": reason})


@lru_cache(QUESTIONS_REMEMBERED)
def outward(question: str) -> str:
    """Give a question as it may leave the machine: without numbers that point to a person, and names told as such."""
    return " ".join(mask_question(question).split())[:OUTWARD_LETTERS]
