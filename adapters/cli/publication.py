"""Publishing from the command line: tried on the saved questions first, then made public, indexed and rung for."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adapters.cli.terminal import err, out, progress

if TYPE_CHECKING:
    from handlers.texts import Texts
    from knowledge.index.generations import Index
    from knowledge.index.reader import Reader
    from knowledge.questions.effect import AskedEffect
    from knowledge.questions.regression import AnswerChange, AnswerResult, RegressionVerdict

AUTHOR = "command line"
CONFIRMED = "--confirm"
SHOWN_DOCUMENTS = 20


async def publish(due: Mapping[str, int], *, confirm: bool) -> dict[str, Any]:
    """Make these versions public unless a saved question is answered worse by them; give what came of it.

    With `confirm` they become public all the same, and the questions block nothing until they pass again.
    """
    from adapters.cli import vectors
    from adapters.cli.services import knowledge, saved_questions
    from knowledge.questions.effect import AskedShift

    async with knowledge() as (services, index), saved_questions() as saved:
        index.reload(withdrawn=await services.upkeep.withdrawn())
        verdict = await _rehearse(due, index)
        told = {"rehearsed": verdict.total, "worse": [_plain(change) for change in verdict.blocking]}
        if verdict.blocking and not confirm:
            return {**told, "blocked": True, "published": 0}
        if verdict.blocking:
            await saved.accept(
                [change.expected.id for change in verdict.blocking], actor=AUTHOR, reason=CONFIRMED
            )
        before = index.reader
        published = await _make_public(due)
        index.reload()
        await vectors.fetch(index)
        effect = await _record(due, index, before)
    return {
        **told,
        "blocked": False,
        "published": published,
        "generation": index.name,
        "asked": {shift.value: effect.count(shift) for shift in AskedShift} if effect else None,
    }


def show(result: Mapping[str, Any]) -> None:
    """Say what the saved questions had to say."""
    from handlers.texts import Texts

    texts = Texts.load()
    if result.get("blocked"):
        err.print(
            texts("regression.import_blocked", worse=len(result["worse"]), total=result["rehearsed"]),
            style="red",
            highlight=False,
        )
    elif result.get("rehearsed"):
        key = "regression.import_confirmed" if result["worse"] else "regression.import_free"
        out.print(texts(key, worse=len(result["worse"]), total=result["rehearsed"]), highlight=False)
    _show_worse(result.get("worse", ()), texts)
    if asked := result.get("asked"):
        out.print(texts("effects.command", **asked), highlight=False)


async def _rehearse(due: Mapping[str, int], index: "Index") -> "RegressionVerdict":
    from adapters.cli.services import rehearsal
    from knowledge.questions.rehearsal import NOTHING

    if not due:
        return NOTHING
    async with rehearsal(index) as trial:
        with progress() as bar:
            bar.add_task("试答必试问题", total=None)
            return await trial.verdict_of(list(due))


async def _record(due: Mapping[str, int], index: "Index", before: "Reader | None") -> "AskedEffect | None":
    """Keep what it changed among what was asked lately; nothing where nothing became public, or nothing served before."""
    from adapters.cli.services import publication_effects

    if not due or before is None or index.reader is before:
        return None
    async with publication_effects(index) as effects:
        with progress() as bar:
            task = bar.add_task("比较公开前后的回答", total=None)

            def noted(done: int, total: int) -> bool:
                bar.update(task, completed=done, total=total)
                return True

            return await effects.record(list(due), before, noted)


async def _make_public(due: Mapping[str, int]) -> int:
    from adapters.cli.services import knowledge

    with progress() as bar:
        task = bar.add_task("公开", total=len(due))

        def indexing() -> Callable[[int], None]:
            later = bar.add_task("更新检索索引", total=None)
            return lambda done: bar.update(later, completed=done)

        async with knowledge(started=indexing) as (services, _):
            return await services.imports.publish(
                due, author=AUTHOR, progress=lambda done: bar.update(task, completed=done)
            )


def _plain(change: "AnswerChange") -> dict[str, Any]:
    return {
        "id": change.expected.id,
        "question": change.expected.question,
        "document": change.expected.document,
        "before": _result(change.before),
        "after": _result(change.after),
    }


def _result(result: "AnswerResult") -> dict[str, Any]:
    return {"document": result.cited, "confidence": round(result.confidence, 3), "quote": result.quote}


def _show_worse(worse: Sequence[Mapping[str, Any]], texts: "Texts") -> None:
    for row in worse[:SHOWN_DOCUMENTS]:
        err.print(
            texts(
                "regression.import_worse",
                question=row["question"],
                before=_said(row["before"], texts),
                after=_said(row["after"], texts),
            ),
            highlight=False,
            markup=False,
        )


def _said(result: Mapping[str, Any], texts: "Texts") -> str:
    if not result["document"]:
        return texts("regression.declined", confidence=result["confidence"])
    return texts("regression.cited", **result)
