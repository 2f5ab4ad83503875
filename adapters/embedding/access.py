"""Where meaning meets the program: a service or a model of this machine, opened when named, fed beside the work."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from adapters.embedding.local.carriers import Absence, Carrier, carrier_of
from adapters.embedding.local.model import LocalModel
from adapters.embedding.service import EmbeddingService
from adapters.settings import MEANING_AUTO, Storage
from bot.message import Wording
from knowledge.search.passage_vectors import PORTION_PASSAGES, Embedding
from knowledge.search.question_vectors import REST_SECONDS, Meanings
from knowledge.search.vector_store import FetchOutcome, VectorStore

log = logging.getLogger(__name__)
# A model of this machine that is late is busy, not away.
LOCAL_REST_SECONDS = 2.0
# It takes a quarter of a second for a passage: what it has read is kept every ten seconds or so.
LOCAL_PORTION = 32


@dataclass(frozen=True, slots=True)
class Semantics:
    """What a service or a model brings: itself, the meanings of questions, and the vectors of passages."""

    service: EmbeddingService | LocalModel
    meanings: Meanings
    embedding: Embedding


def understanding(settings: Storage, session: aiohttp.ClientSession, index: Path) -> Semantics | None:
    """Give what the configured service or model brings to the index of a folder; None without one, or where it cannot be had."""
    service = _service(settings, session)
    if service is None:
        return None
    store, is_local = VectorStore(index, service.name), isinstance(service, LocalModel)
    meanings = Meanings(store, service, rest_seconds=LOCAL_REST_SECONDS if is_local else REST_SECONDS)
    portion = LOCAL_PORTION if is_local else PORTION_PASSAGES
    return Semantics(service, meanings, Embedding(store, service, meanings, portion=portion))


def _service(settings: Storage, session: aiohttp.ClientSession) -> EmbeddingService | LocalModel | None:
    if settings.embedding_url:
        return EmbeddingService(
            session,
            url=settings.embedding_url,
            model=settings.embedding_model,
            key=settings.embedding_key.get_secret_value(),
            question_seconds=settings.embedding_timeout,
        )
    found = carrier_of(settings.meaning_model)
    if isinstance(found, Carrier):
        return LocalModel(found, question_seconds=settings.embedding_timeout)
    if found is not None and settings.meaning_model != MEANING_AUTO:
        log.warning("no meaning model", extra={"reason": found.reason})
    return None


def absence(settings: Storage, wording: Wording) -> str:
    """Give in words why there is no model though one is named; empty where there is one, or none is wanted."""
    found = None if settings.embedding_url else carrier_of(settings.meaning_model)
    return wording(f"knowledge.meaning.absent.{found.reason}") if isinstance(found, Absence) else ""


@asynccontextmanager
async def opened(settings: Storage, index: Path | None = None) -> AsyncIterator[Semantics | None]:
    """Give the same for one command, with a connection of its own; for the index of the data folder, or another."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        understood = understanding(settings, session, index or settings.data_dir / "index")
        try:
            yield understood
        finally:
            if understood is not None:
                await understood.service.close()


def told(state: FetchOutcome, wording: Wording) -> str:
    """Give in words how far the vectors are."""
    key = "failing" if state.trouble else "whole" if state.done == state.total else "partial"
    reason = wording(f"knowledge.embedding.reasons.{state.trouble}") if state.trouble else ""
    return wording(f"knowledge.embedding.{key}", done=state.done, total=state.total, reason=reason)
