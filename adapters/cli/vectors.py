"""What commands do with the embedding service, where one is configured: fetch vectors with a progress bar, ask by them."""

from typing import TYPE_CHECKING

from adapters.cli.terminal import err, progress

if TYPE_CHECKING:
    from knowledge.index import Index
    from knowledge.meaning import Meanings


async def fetch(index: "Index") -> None:
    """Give the generation that is current its vectors, and say so when the service does not."""
    from adapters.meanings import opened
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
                index.reader, told=lambda done, total: bar.update(task, completed=done, total=total)
            )
    if outcome is not None and outcome.trouble:
        reason = texts(f"knowledge.embedding.reasons.{outcome.trouble}")
        err.print(texts("knowledge.embedding.local", reason=reason), highlight=False, markup=False)


async def meanings_for(question: str, index: "Index") -> "Meanings | None":
    """Give the meaning of one question, learnt as it is before a citizen's is answered; None without a service."""
    from adapters.meanings import opened
    from adapters.settings import load_storage

    settings, reader = load_storage(), index.reader
    if not settings.embedding_url or reader is None:
        return None
    async with opened(settings) as understood:
        assert understood is not None, "a service is configured"
        understood.meanings.turn_to(reader)
        await understood.meanings.learn(question, reader)
        return understood.meanings
