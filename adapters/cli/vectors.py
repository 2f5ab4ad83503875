"""What commands do with meaning, where a service or a model is named: fetch vectors with a progress bar, ask by them."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.cli.terminal import err, progress, run_async

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapters.settings import Storage
    from knowledge.evaluation.report import Meant
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
    # A model of this machine takes minutes: `serve` and `worker` see to it beside their work.
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
    """Give what calibration asks for the meaning of questions; None without a service or a model."""
    from adapters.settings import load_storage

    if not _named():
        return None
    return _meant_with(load_storage(), None)


def meant_by(model: str, kept: "Path | None") -> "Meant":
    """Give what a measurement asks for the meaning of questions: a model of this machine, whatever the settings say.

    `kept` is the folder that keeps the vectors of passages from one measurement to the next. Ends the command with a
    sentence when there is no such model.
    """
    from adapters.cli.terminal import fail
    from adapters.embedding.access import absence
    from adapters.settings import Storage
    from handlers.texts import Texts

    place = model if "/" not in model else str(Path(model).resolve())
    try:
        settings = Storage(embedding_url="", meaning_model=place)
    except ValueError as error:
        fail(str(error))
    if missing := absence(settings, Texts.load()):
        fail(missing)
    return _meant_with(settings, kept)


def _meant_with(settings: "Storage", kept: "Path | None") -> "Meant":
    return lambda reader, questions, folder: run_async(_meant(settings, reader, questions, kept or folder))


async def _meant(
    settings: "Storage", reader: "Reader", questions: "Sequence[str]", folder: "Path"
) -> "Mapping[str, Meaning]":
    """Fetch vectors for a throw-away generation and its questions; they are kept in a folder."""
    from adapters.embedding.access import opened
    from bot.errors import ServiceError
    from handlers.texts import Texts

    texts = Texts.load()
    async with opened(settings, folder) as understood:
        assert understood is not None, "a service or a model is named"
        with progress() as bar:
            task = bar.add_task(texts("knowledge.embedding.fetching"), total=None)
            outcome = await understood.embedding.catch_up(
                reader, progress=lambda done, total: bar.update(task, completed=done, total=total)
            )
        trouble = outcome.trouble if outcome else ""
        try:
            found = await understood.embedding.meanings_of(questions, reader) if not trouble else {}
        except ServiceError as error:
            trouble, found = str(error.values.get("reason", "unavailable")), {}
    if trouble:
        reason = texts(f"knowledge.embedding.reasons.{trouble}")
        err.print(texts("knowledge.embedding.trouble", reason=reason), highlight=False, markup=False)
    return found


def _named() -> bool:
    """Tell whether a service or a model is named that can be had."""
    from adapters.embedding.local.carriers import Carrier, carrier_of
    from adapters.settings import load_storage

    settings = load_storage()
    return bool(settings.embedding_url) or isinstance(carrier_of(settings.meaning_model), Carrier)


async def meanings_for(question: str, index: "Index") -> "Meanings | None":
    """Give the meaning of one question, learnt as it is before a citizen's is answered; None without a service or model."""
    from adapters.embedding.access import opened
    from adapters.settings import load_storage
    from bot.errors import ServiceError

    reader = index.reader
    if reader is None:
        return None
    async with opened(load_storage()) as understood:
        if understood is None:
            return None
        understood.meanings.turn_to(reader)
        with suppress(ServiceError):
            await understood.service.ready()
        await understood.meanings.learn(question, reader)
        return understood.meanings
