"""Where the whole program is put to the test: a throw-away data folder with given documents, published and indexed.

Importing and indexing take longest, so a finished folder is kept in the temporary directory and copied for each run.
Its name is a digest of the documents and of the program's own files that decide what such a folder holds: another
document or a changed importer makes another folder.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters import logs
from adapters.cli.demonstration import demo_settings, free_port
from adapters.cli.examination.readings import read_passages
from adapters.cli.sample.first_start import fill_services
from adapters.cli.terminal import progress
from adapters.main import RECOGNIZER, Program, opened
from adapters.recognition import train_apart
from adapters.settings import Settings
from adapters.storage.migrate import upgrade
from bot.clock import SHANGHAI, SettableClock
from intents import catalogue
from knowledge.documents.draft import Draft, Fault
from knowledge.ingest.read import read

# The labelled talks say "this year" for 2026; a fixed moment gives the same figures tomorrow.
USUAL_MOMENT = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
PACKAGES = Path(__file__).parents[3]
# What writes into a data folder, or decides what is written there.
DECIDING = ("bot", "knowledge", "adapters/storage")
SOURCES = frozenset({".py", ".yml", ".txt", ".json", ".toml", ".mako"})
PRIVATE_MODE = 0o700
FOLDERS_KEPT, MODELS_KEPT = 6, 12
OF_OTHERS = shutil.ignore_patterns("redis", "*.sock", "*.lock")


@dataclass(frozen=True, slots=True)
class Premises:
    """The running program and the clock that both it and the examiner go by."""

    program: Program
    clock: SettableClock


@asynccontextmanager
async def occupied(
    documents: Sequence[Path],
    *,
    at: datetime = USUAL_MOMENT,
    kept: Path | None = None,
    sample: bool = False,
) -> AsyncIterator[Premises]:
    """Run the program on documents, published and indexed, in a folder that goes with the block.

    Nothing configured is touched: database, Redis and keys are the folder's own. Only a meaning service or model
    that is configured is used, and the county file, for both change what is answered. `kept` is where finished folders are
    kept. With `sample` its services hold what a demonstration shows at its first start, dated around `at`. Raises
    `ValueError` when no document could be imported.
    """
    logs.configure(level="error", form="console")
    kept = kept or kept_folder()
    furnished = await _furnished(documents, kept)
    with tempfile.TemporaryDirectory(prefix="mingbai-check-") as name:
        folder = Path(name) / "data"
        await asyncio.to_thread(shutil.copytree, furnished, folder, ignore=OF_OTHERS)
        shutil.copytree(kept / RECOGNIZER, folder / RECOGNIZER, dirs_exist_ok=True)
        clock = SettableClock(at)
        async with opened(_settings(folder), clock=clock) as program:
            await upgrade(program.resources.database)
            if sample:
                await fill_services(program)
            await program.keeper.ready()
            await read_passages(program, documents, kept.with_name(f"{kept.name}-vectors"))
            yield Premises(program, clock)


def kept_folder() -> Path:
    """Give the folder of this account in the temporary directory where finished data folders are kept.

    Raises `PermissionError` when somebody else made it.
    """
    folder = Path(tempfile.gettempdir()) / f"mingbai-checks-{os.getuid()}"
    folder.mkdir(mode=PRIVATE_MODE, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
        raise PermissionError(f"{folder} 不是本账号自己的目录，请删除它或换一个临时目录（TMPDIR）")
    return folder


def digest(documents: Sequence[Path]) -> str:
    """Give what tells one finished folder from another: documents, and the program's files that decide on it."""
    mark = hashlib.sha256()
    for path in [*documents, *(PACKAGES / name for name in DECIDING)]:
        own = path not in documents
        for file in _files(path):
            if own and file.suffix not in SOURCES:
                continue
            mark.update(str(file.relative_to(PACKAGES) if own else file.name).encode() + b"\0")
            mark.update(hashlib.sha256(file.read_bytes()).digest())
    return mark.hexdigest()[:24]


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from sorted(one for one in path.rglob("*") if one.is_file())


async def _furnished(documents: Sequence[Path], kept: Path) -> Path:
    """Give the finished folder of some documents, making it when nobody has; it stands there whole or not at all."""
    folder = kept / digest(documents)
    with _alone(kept):
        await train_apart(catalogue.load(), kept / RECOGNIZER)
        if not folder.exists():
            draft = folder.with_suffix(".part")
            # A run that was killed may have left its half behind.
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=PRIVATE_MODE)
            try:
                shutil.copytree(kept / RECOGNIZER, draft / RECOGNIZER)
                await _furnish(draft, documents)
                shutil.rmtree(draft / RECOGNIZER)
                draft.rename(folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        folder.touch()
        _clear(kept)
    return folder


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    with (kept / "folders.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _clear(kept: Path) -> None:
    """Drop the finished folders that were longest not used, and the models of recognisers trained long ago."""
    folders = [one for one in kept.iterdir() if one.is_dir() and one.name != RECOGNIZER]
    for old in sorted(folders, key=_age)[:-FOLDERS_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    for model in sorted((kept / RECOGNIZER).iterdir(), key=_age)[:-MODELS_KEPT]:
        model.unlink(missing_ok=True)


def _age(path: Path) -> float:
    return path.stat().st_mtime


async def _furnish(folder: Path, documents: Sequence[Path]) -> None:
    """Import, publish and index documents in a new data folder, with the program's own importer."""
    async with opened(_settings(folder), clock=SettableClock(USUAL_MOMENT)) as program:
        await upgrade(program.resources.database)
        with progress() as bar:
            task = bar.add_task("装入文件、建立索引", total=None)

            def items() -> Iterator[Draft | Fault]:
                yield from read(
                    list(documents),
                    progress=lambda done, total: bar.update(task, completed=done, total=total),
                )

            imported = await program.services.knowledge.imports.keep(items(), author="check", publish=True)
            if not imported.published:
                raise ValueError(f"没有读到可以公开的文件：{'、'.join(path.name for path in documents)}")
            await program.keeper.ready()


def _settings(folder: Path) -> Settings:
    """Give the settings of a demonstration in a folder, bound to nothing outside of it."""
    plain = demo_settings(folder, port=free_port(0), platform_port=free_port(0))
    return plain.model_copy(update={"database_url": "", "redis_url": "", "key_file": None, "rate_limit": 0})
