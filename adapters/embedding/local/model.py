"""A meaning model on this machine as the program sees it: one process for questions, another one for passages.

Passages take a tenth of a second and more each, for minutes; a question would wait behind them. So they have a process
of their own, which gives way to everybody else and goes when nothing is left to do.
"""

import asyncio
import logging
from collections.abc import Sequence

from prometheus_client import Counter

from adapters.child_process import finished, settled
from adapters.embedding.local.carriers import Carrier
from adapters.embedding.local.helper import UNREAD
from adapters.embedding.local.process import CRASHED, ModelProcess
from adapters.embedding.service import FAILURES, EmbeddingError
from knowledge.search.vector_store import Vector

log = logging.getLogger(__name__)
PASSAGE_SECONDS = 60.0
GIVING_WAY = 19
SKIPPED = Counter("mingbai_meaning_passages_skipped", "Passages that the meaning model could not read")


class LocalModel:
    """Gives vectors of length 1 for texts, as an embedding service does."""

    def __init__(self, carrier: Carrier, *, question_seconds: float) -> None:
        self._carrier = carrier
        self._question_seconds = question_seconds
        self._asking = ModelProcess(carrier)
        self._filling = ModelProcess(carrier, niceness=GIVING_WAY)
        self._opening: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def name(self) -> str:
        """Give what tells this model from every other."""
        return self._carrier.name

    async def ready(self) -> None:
        """Have the model loaded before the first question; raises `EmbeddingError`."""
        await self._asking.open()

    async def question(self, text: str) -> Vector:
        """Give the vector of a question, or fail when the time for questions is over; raises `EmbeddingError`."""
        opens = self._opening is not None and not self._opening.done()
        if not (self._asking.is_open or opens or self._is_closed):
            # It is opened beside the work; this question goes by its words.
            self._opening = asyncio.create_task(self._open_quietly())
        try:
            return (await self._asking.vectors([text], asked=True, seconds=self._question_seconds))[0]
        except EmbeddingError as error:
            FAILURES.labels(error.values["reason"]).inc()
            raise

    async def questions(self, texts: Sequence[str]) -> list[Vector]:
        """Give the vectors of questions that nobody waits for; raises `EmbeddingError`."""
        await self._asking.open()
        return [
            (await self._asking.vectors([text], asked=True, seconds=PASSAGE_SECONDS))[0] for text in texts
        ]

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        """Give a vector for each passage, in its own time; raises `EmbeddingError`.

        A passage that the model cannot read, or dies of, counts as empty: those behind it have a right to their vectors.
        """
        return [await self._passage(text) for text in texts]

    async def rest(self) -> None:
        """Let go what only passages need."""
        await self._filling.rest()

    async def close(self) -> None:
        """End all that was started, for good: a question that comes later goes by its words."""
        self._is_closed = True
        await finished(self._close())

    async def _close(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
            await settled(self._opening)
        await self._asking.close()
        await self._filling.close()

    async def _open_quietly(self) -> None:
        try:
            await self._asking.open()
        except EmbeddingError as error:
            log.warning("meaning model not opened", extra={"reason": error.values["reason"]})

    async def _passage(self, text: str) -> Vector:
        for tried in (text, text, ""):
            await self._filling.open()
            try:
                (found,) = await self._filling.vectors([tried], asked=False, seconds=PASSAGE_SECONDS)
            except EmbeddingError as error:
                if error.values["reason"] not in {CRASHED, UNREAD}:
                    raise
                log.warning("a passage was not read by the meaning model")
            else:
                SKIPPED.inc(tried != text)
                return found
        raise EmbeddingError(CRASHED)
