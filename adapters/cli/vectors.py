"""What commands do with the embedding service, where one is configured: fetch vectors with a progress bar, ask by them."""

from typing import TYPE_CHECKING

from adapters.cli.terminal import err, progress, run_async

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from knowledge.calibration.fit import Meant
    from knowledge.index.generations import Index
    from knowledge.index.reader import Reader
    from knowledge.search.question_vectors import Meaning, Meanings


async def fetch(index: "Index") -> None:
    """Give the generation that is current its vectors, and say so when the service does not."""
    from adapters.embedding.access import opened
    from adapters.settings import load_storage
    from handlers.texts import Texts

    settings, texts = load_storage(), Texts.load()
    index.reload()
    if not settings.embedding_url or index.reader is None:
        return
    async with opened(settings) as understood:
        assert understood is not None, "a service is configured"
        with progress() as bar:
            task = bar.add_task(texts("knowledge.embedding.fetching"), total=None)
            outcome = await understood.embedding.catch_up(
                index.reader, progress=lambda done, total: bar.update(task, completed=done, total=total)
            )
    if outcome is not None and outcome.trouble:
        reason = texts(f"knowledge.embedding.reasons.{outcome.trouble}")
        err.print(texts("knowledge.embedding.local", reason=reason), highlight=False, markup=False)


def meant() -> "Meant | None":
    """Give what calibration asks for the meaning of questions; None without a service."""
    from adapters.settings import load_storage

    if not load_storage().embedding_url:
        return None
    return lambda reader, questions, folder: run_async(_meant(reader, questions, folder))


async def _meant(reader: "Reader", questions: "Sequence[str]", folder: "Path") -> "Mapping[str, Meaning]":
    """Fetch vectors for a throw-away generation and its questions; they are kept in its folder."""
    from adapters.embedding.access import opened
    from adapters.settings import load_storage
    from bot.errors import ServiceError
    from handlers.texts import Texts

    settings, texts = load_storage(), Texts.load()
    async with opened(settings, folder) as understood:
        assert understood is not None, "a service is configured"
        outcome = await understood.embedding.catch_up(reader)
        trouble = outcome.trouble if outcome else ""
        try:
            found = await understood.embedding.meanings_of(questions, reader) if not trouble else {}
        except ServiceError as error:
            trouble, found = str(error.values.get("reason", "unavailable")), {}
    if trouble:
        reason = texts(f"knowledge.embedding.reasons.{trouble}")
        err.print(texts("knowledge.embedding.trouble", reason=reason), highlight=False, markup=False)
    return found


async def meanings_for(question: str, index: "Index") -> "Meanings | None":
    """Give the meaning of one question, learnt as it is before a citizen's is answered; None without a service."""
    from adapters.embedding.access import opened
    from adapters.settings import load_storage

    settings, reader = load_storage(), index.reader
    if not settings.embedding_url or reader is None:
        return None
    async with opened(settings) as understood:
        assert understood is not None, "a service is configured"
        understood.meanings.turn_to(reader)
        await understood.meanings.learn(question, reader)
        return understood.meanings
