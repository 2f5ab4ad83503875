"""Speaks to an embedding service over the common HTTP interface: POST {base}/embeddings with a model and a list of texts.

Neither the texts nor the key are ever logged; what is wrong with an answer is named by one word.
"""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import numpy as np
from prometheus_client import Counter

from bot.errors import ServiceError
from knowledge.search.vector_store import Vector

FAILURES = Counter(
    "mingbai_embedding_failures", "Requests that an embedding service gave no vectors for", ["reason"]
)
BATCH_SECONDS = 60.0
PAUSES_SECONDS = (0.5, 2.0, 5.0)
LONGEST_PAUSE_SECONDS = 30.0
ANSWER_BYTES = 64 * 1024 * 1024
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_PIECE_BYTES = 65536


class EmbeddingError(ServiceError):
    """The service gave no vectors; `reason` says why in one word.

    `timeout`, `unreachable`, `busy` (HTTP 429 and 5xx), `refused` (other codes; `code` has it), `garbled` (no JSON of
    the agreed form), `count` (not one vector for each text), `numbers` (no finite numbers, or all 0), `dimension`.
    """

    def __init__(
        self, reason: str, *, code: int = 0, permanent: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(
            "knowledge.embedding.trouble",
            permanent=permanent,
            retry_after=retry_after,
            reason=reason,
            code=code,
        )


class EmbeddingService:
    """Gives vectors of length 1 for texts; passages patiently, questions while somebody waits."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        url: str,
        model: str,
        key: str = "",
        question_seconds: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._url = f"{url.rstrip('/')}/embeddings"
        self._model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._question_seconds = question_seconds
        self._sleep = sleep

    @property
    def name(self) -> str:
        """Give what tells this model of this service from every other."""
        return f"{self._url} {self._model}"

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        """Give a vector for each text, trying again while the service is busy or away; raises `EmbeddingError`."""
        for pause in PAUSES_SECONDS:
            try:
                return await self._vectors(texts, seconds=BATCH_SECONDS)
            except EmbeddingError as error:
                if error.permanent:
                    raise
                wait = max(pause, error.retry_after or 0.0)
            await self._sleep(min(wait, LONGEST_PAUSE_SECONDS))
        return await self._vectors(texts, seconds=BATCH_SECONDS)

    async def question(self, text: str) -> Vector:
        """Give the vector of a question, or fail when the time for questions is over; raises `EmbeddingError`."""
        return (await self._vectors([text], seconds=self._question_seconds))[0]

    async def questions(self, texts: Sequence[str]) -> list[Vector]:
        """Give the vectors of questions that nobody waits for; raises `EmbeddingError`."""
        return await self.passages(texts)

    async def ready(self) -> None:
        """Do nothing: whether a service is there is seen when it is asked."""

    async def rest(self) -> None:
        """Do nothing: the service looks after itself."""

    async def close(self) -> None:
        """Do nothing: the connection is closed by whoever opened it."""

    async def _vectors(self, texts: Sequence[str], *, seconds: float) -> list[Vector]:
        try:
            return await self._asked(texts, seconds=seconds)
        except EmbeddingError as error:
            FAILURES.labels(error.values["reason"]).inc()
            raise

    async def _asked(self, texts: Sequence[str], *, seconds: float) -> list[Vector]:
        body = {"model": self._model, "input": list(texts)}
        try:
            # Redirects are not followed: texts and key go to the configured address and nowhere else.
            async with (
                asyncio.timeout(seconds),
                self._session.post(
                    self._url, json=body, headers=self._headers, allow_redirects=False
                ) as answer,
            ):
                if answer.status != 200:  # noqa: PLR2004 - OK
                    raise _refusal(answer)
                told = await _read(answer)
        except TimeoutError:
            raise EmbeddingError("timeout") from None
        except (aiohttp.ClientError, OSError):
            raise EmbeddingError("unreachable") from None
        if len(texts) == 1:
            return vectors_of(told, 1)
        # Thirty vectors are half a megabyte of text: too much to read while others wait.
        return await asyncio.to_thread(vectors_of, told, len(texts))


def vectors_of(told: bytes, count: int) -> list[Vector]:
    """Read an answer: one vector of length 1 for each of `count` texts, in their order; raises `EmbeddingError`."""
    try:
        found: dict[str, Any] = json.loads(told)
        rows = {int(row["index"]): row["embedding"] for row in found["data"]}
        listed = len(found["data"])
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise EmbeddingError("garbled", permanent=True) from None
    if listed != count or rows.keys() != set(range(count)):
        raise EmbeddingError("count", permanent=True)
    vectors = [_unit(rows[place]) for place in range(count)]
    if len({len(vector) for vector in vectors}) != 1:
        raise EmbeddingError("dimension", permanent=True)
    return vectors


def _unit(numbers: object) -> Vector:
    if not isinstance(numbers, list) or not numbers:
        raise EmbeddingError("garbled", permanent=True)
    if not all(type(number) in (int, float) for number in numbers):
        raise EmbeddingError("numbers", permanent=True)
    try:
        vector = np.array(numbers, dtype=np.float64)
    except OverflowError:
        raise EmbeddingError("numbers", permanent=True) from None
    length = math.hypot(*numbers) if np.isfinite(vector).all() else math.nan
    if not 0 < length < math.inf:
        raise EmbeddingError("numbers", permanent=True)
    return (vector / length).astype(np.float32)


def _refusal(answer: aiohttp.ClientResponse) -> EmbeddingError:
    if answer.status not in _BUSY:
        return EmbeddingError("refused", code=answer.status, permanent=True)
    wait = answer.headers.get("Retry-After", "")
    return EmbeddingError("busy", code=answer.status, retry_after=float(wait) if wait.isdecimal() else None)


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    told = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE_BYTES):
        told += piece
        if len(told) > ANSWER_BYTES:
            raise EmbeddingError("garbled", permanent=True)
    return bytes(told)
