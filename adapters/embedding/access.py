"""Where the embedding service meets the program: opened when configured, fed beside the work, asked before an answer."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from adapters.embedding.service import EmbeddingService
from adapters.settings import Storage
from bot.clock import Clock, local_date
from bot.message import Wording
from handlers.talk.turn import hear
from knowledge.answers.answer import Answer
from knowledge.answers.answerer import Answerer
from knowledge.index.generations import Index
from knowledge.search.passage_vectors import Embedding
from knowledge.search.question_vectors import Meanings
from knowledge.search.vector_store import Outcome, VectorStore
from knowledge.text.question import analyse

log = logging.getLogger(__name__)
TROUBLE_SECONDS = 60.0
ASKED = 400

Events = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What an embedding service brings: the service, the meanings of questions, and the vectors of passages."""

    service: EmbeddingService
    meanings: Meanings
    embedding: Embedding


def understanding(settings: Storage, session: aiohttp.ClientSession, index: Path) -> Understanding | None:
    """Give what the configured embedding service brings to the index of a folder; None when none is configured."""
    if not settings.embedding_url:
        return None
    service = EmbeddingService(
        session,
        url=settings.embedding_url,
        model=settings.embedding_model,
        key=settings.embedding_key.get_secret_value(),
        question_seconds=settings.embedding_timeout,
    )
    store = VectorStore(index, service.name)
    meanings = Meanings(store, service)
    return Understanding(service, meanings, Embedding(store, service, meanings))


@asynccontextmanager
async def opened(settings: Storage, index: Path | None = None) -> AsyncIterator[Understanding | None]:
    """Give the same for one command, with a connection of its own; for the index of the data folder, or another."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield understanding(settings, session, index or settings.data_dir / "index")


def told(state: Outcome, wording: Wording) -> str:
    """Give in words how far the vectors are."""
    key = "failing" if state.trouble else "whole" if state.done == state.total else "partial"
    reason = wording(f"knowledge.embedding.reasons.{state.trouble}") if state.trouble else ""
    return wording(f"knowledge.embedding.{key}", done=state.done, total=state.total, reason=reason)


class VectorKeeper:
    """Sees to it that the serving generation has its vectors: fetched here, or by another process and loaded."""

    def __init__(
        self, index: Index, understood: Understanding, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._index = index
        self._understood = understood
        self._clock = clock
        self._waits_until = 0.0
        self._seen: tuple[object, ...] = ()

    async def look(self) -> int:
        """Fetch or load what is missing; give 0, since the next look is soon enough. After trouble it waits a minute."""
        reader = self._index.reader
        if reader is None:
            return 0
        await asyncio.to_thread(self._understood.meanings.turn_to, reader)
        seen = (reader.name, self._understood.meanings.edition)
        if seen == self._seen or self._clock() < self._waits_until:
            return 0
        outcome = await self._understood.embedding.catch_up(reader)
        if outcome is not None and outcome.trouble:
            self._waits_until = self._clock() + TROUBLE_SECONDS
        elif outcome is not None:
            log.info("passages embedded", extra={"done": outcome.done, "total": outcome.total})
        else:
            state = await asyncio.to_thread(self._understood.embedding.state, reader)
            if state.done == state.total:
                self._seen = (reader.name, self._understood.meanings.edition)
        return 0


class Learning:
    """Learns what a question means before anybody answers it; the words are looked up meanwhile.

    It answers nothing itself. Whoever comes after it waits 0.3 seconds at most, and has the words alone if need be.
    """

    def __init__(self, answerer: Answerer, index: Index, *, meanings: Meanings, clock: Clock) -> None:
        self._answerer = answerer
        self._index = index
        self._meanings = meanings
        self._clock = clock

    async def look(self, _: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Learn, and leave the answer to others."""
        heard = hear(tracker)
        if heard.said and not heard.emergency:
            await self._learn(heard.said[:ASKED])
        return None

    async def _learn(self, said: str) -> None:
        reader = self._index.reader
        if reader is None:
            return
        learning = asyncio.create_task(self._meanings.learn(said, reader))
        # Once round the loop, and the request is on its way while the words are looked up.
        await asyncio.sleep(0)
        if not learning.done() and self._is_settled(said):
            learning.cancel()
        await asyncio.wait({learning})

    def _is_settled(self, said: str) -> bool:
        """Whether words alone settle it: an approved answer, or a document asked for by its number."""
        if analyse(said).number:
            return True
        found = self._answerer.answer(said, today=local_date(self._clock.now()))
        return isinstance(found, Answer) and found.approved
