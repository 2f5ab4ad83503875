"""Where the embedding service meets the program: opened when configured, fed beside the work, asked before an answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from adapters.embedding.service import EmbeddingService
from adapters.settings import Storage
from bot.message import Wording
from knowledge.search.passage_vectors import Embedding
from knowledge.search.question_vectors import Meanings
from knowledge.search.vector_store import FetchOutcome, VectorStore


@dataclass(frozen=True, slots=True)
class Semantics:
    """What an embedding service brings: the service, the meanings of questions, and the vectors of passages."""

    service: EmbeddingService
    meanings: Meanings
    embedding: Embedding


def understanding(settings: Storage, session: aiohttp.ClientSession, index: Path) -> Semantics | None:
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
    return Semantics(service, meanings, Embedding(store, service, meanings))


@asynccontextmanager
async def opened(settings: Storage, index: Path | None = None) -> AsyncIterator[Semantics | None]:
    """Give the same for one command, with a connection of its own; for the index of the data folder, or another."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield understanding(settings, session, index or settings.data_dir / "index")


def told(state: FetchOutcome, wording: Wording) -> str:
    """Give in words how far the vectors are."""
    key = "failing" if state.trouble else "whole" if state.done == state.total else "partial"
    reason = wording(f"knowledge.embedding.reasons.{state.trouble}") if state.trouble else ""
    return wording(f"knowledge.embedding.{key}", done=state.done, total=state.total, reason=reason)
