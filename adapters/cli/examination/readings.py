"""What a meaning model has read of the documents of an examination, kept for the next one: reading takes minutes.

Nothing is done where no model or service is configured: then the words alone are examined.
"""

import asyncio
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from adapters.cli.terminal import fail, progress
from adapters.embedding.access import absence, told
from adapters.main import Program

STORES = "vectors-*"


async def read_passages(program: Program, documents: Sequence[Path], kept: Path) -> None:
    """Have every passage read before anybody asks, and the model loaded; ends the command when that cannot be.

    `kept` is where vectors lie from one examination to the next, by the documents' own words.
    """
    understood, reader = program.services.answering.understanding, program.services.answering.index.reader
    if missing := absence(program.settings, program.texts):
        fail(missing)
    if understood is None or reader is None:
        return
    shelf, own = kept / _mark(documents), program.resources.folder / "index"
    await asyncio.to_thread(_copy, shelf, own)
    with progress() as bar:
        task = bar.add_task(program.texts("knowledge.embedding.fetching"), total=None)
        await understood.embedding.catch_up(
            reader, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    await asyncio.to_thread(_copy, own, shelf)
    state = understood.embedding.state(reader)
    if state.done < state.total:
        fail(told(state, program.texts))
    await understood.service.rest()
    await understood.service.ready()


def _mark(documents: Sequence[Path]) -> str:
    mark = hashlib.sha256()
    for path in documents:
        files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
        for file in files:
            mark.update(hashlib.sha256(file.read_bytes()).digest())
    return mark.hexdigest()[:24]


def _copy(source: Path, target: Path) -> None:
    """Copy the vectors of every model; what another examination writes meanwhile is replaced as a whole."""
    for store in sorted(source.glob(STORES)):
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target / f".{store.name}"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(store, draft, ignore=shutil.ignore_patterns("*.lock"))
        shutil.rmtree(target / store.name, ignore_errors=True)
        draft.rename(target / store.name)
