"""The index as a whole: the generation that serves, and how a new one, whole or derived, takes its place in one step."""

import asyncio
import fcntl
import os
import threading
import time
from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from knowledge.index import names
from knowledge.index.folder import ABANDONED_SECONDS, GRACE_SECONDS, GenerationFolder
from knowledge.index.names import Names
from knowledge.index.reader import Reader
from knowledge.index.terms import LISTED_DOCUMENTS
from knowledge.index.update import derive
from knowledge.index.writer import OutdatedError, Progress, Public, Shape, write

LOCK_PAUSE_SECONDS = 0.02
# How many documents may come and go before a line of updates is worn: a share of them, within these bounds.
WORN_SHARE = 0.02
WORN_LEAST_DOCUMENTS, WORN_MOST_DOCUMENTS = 20, 500


@dataclass(frozen=True, slots=True)
class Contents:
    """What a generation holds: the version of each document by its id, and how worn its line of updates is.

    `revisions` are those of what is struck out, of the documents where anything ever was.
    """

    versions: dict[str, int]
    worn: bool
    revisions: dict[str, int] = field(default_factory=dict)


class Index:
    """The serving generation of a directory, and how a new one takes its place."""

    def __init__(
        self,
        directory: Path,
        *,
        grace_seconds: float = GRACE_SECONDS,
        abandoned_seconds: float = ABANDONED_SECONDS,
        listed_documents: int = LISTED_DOCUMENTS,
    ) -> None:
        """Take the directory.

        A generation stays `grace_seconds` after another one took its place, what a build left `abandoned_seconds`;
        `listed_documents` is passed on to the readers.
        """
        self._folder = GenerationFolder(
            directory, grace_seconds=grace_seconds, abandoned_seconds=abandoned_seconds
        )
        self._read = partial(Reader, listed_documents=listed_documents)
        self._reader: Reader | None = None
        self._withdrawn: frozenset[str] = frozenset()
        self._hidden_at: dict[str, float] = {}
        self._hiding = threading.Lock()

    @property
    def reader(self) -> Reader | None:
        """Give the generation loaded last; None while nothing has been built."""
        return self._reader

    @property
    def name(self) -> str | None:
        """Give the name of the generation loaded last."""
        return self._reader.name if self._reader is not None else None

    def hide(self, identifier: str) -> None:
        """Answer without a document from this moment on, whatever generation serves or is being built."""
        with self._hiding:
            self._hidden_at[identifier] = time.monotonic()
            self._withdrawn |= {identifier}
            if self._reader is not None:
                self._reader.hide((identifier,))

    def reload(self, *, withdrawn: Collection[str] | None = None, as_of: float = 0.0) -> bool:
        """Load the generation that is current on disk; give whether it is another one than before.

        A question that is being answered keeps the generation it began with. One that another version of the
        program wrote is not loaded: without a reader, the caller builds anew. `withdrawn` are the ids of all
        documents taken back, as they were at `as_of` of the monotonic clock. A generation that serves already only
        loses documents by it: one that is public again comes back with the generation that holds its new wording.
        """
        if withdrawn is not None:
            with self._hiding:
                self._hidden_at = {name: at for name, at in self._hidden_at.items() if at >= as_of}
                self._withdrawn = frozenset(withdrawn) | self._hidden_at.keys()
                if self._reader is not None:
                    self._reader.hide(self._withdrawn)
        return self._reload()

    def _reload(self) -> bool:
        for _ in range(3):
            current = self._folder.current()
            if current is None or current == self.name:
                return False
            try:
                newer = self._read(self._folder.path_of(current), before=self._reader)
                with self._hiding:
                    newer.hide(self._withdrawn)
                    self._reader = newer
            except OutdatedError:
                return False
            except (OSError, ValueError):
                # The generation may have been replaced and swept between the two steps; its follower is tried.
                if self._folder.current() == current:
                    raise
            else:
                return True
        return False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Hold off whoever else would change what is current, in this process or another, until the block ends."""
        descriptor = self._folder.opened_lock()
        try:
            while not _locked(descriptor):  # noqa: ASYNC110 - another process tells nobody when it is done
                await asyncio.sleep(LOCK_PAUSE_SECONDS)
            yield
        finally:
            os.close(descriptor)

    def contents(self, prepared: Path | None = None) -> Contents | None:
        """Give what the generation that is current on disk, or a prepared one, holds; None when there is none to use."""
        current = self._folder.current()
        directory = prepared or (self._folder.path_of(current) if current else None)
        if directory is None:
            return None
        with suppress(OutdatedError, FileNotFoundError):
            shape = Shape.read(directory)
            known = names.load(directory / "names", shape.lineage, shape.rows["names"], before=self._known())
            there = known.alive(frozenset(shape.gone))
            moved = sum(docnum < shape.first for docnum in shape.gone) + shape.documents - shape.first
            bearable = min(WORN_MOST_DOCUMENTS, max(WORN_LEAST_DOCUMENTS, WORN_SHARE * shape.first))
            return Contents(
                {identifier: known.rows[docnum].version for identifier, docnum in there.items()},
                worn=moved > bearable,
                revisions={
                    identifier: revision
                    for identifier, docnum in there.items()
                    if (revision := known.rows[docnum].revision)
                },
            )
        return None

    def build(self, documents: Iterable[Public], *, progress: Progress | None = None) -> str:
        """Write a new generation from all documents and make it current; give its name.

        Takes about a second for two thousand documents: call it in a thread or a process of its own. A build that
        began before the one now current gives way to it.
        """
        with self._folder.claimed() as (name, working):
            write(working / "content", documents, progress=progress)
            with self._folder.alone():
                self._folder.take_over(name, working / "content")
        return name

    def update(self, added: Iterable[Public], gone: Collection[str], *, prepared: Path | None = None) -> str:
        """Make current what the current generation, or a prepared one, becomes with these documents; give its name.

        Documents `added` are new or changed; `gone` are ids to take out. Call it in a thread, inside `writing`.
        """
        source = prepared or self._folder.path_of(self._folder.current() or "")
        added = list(added)
        with self._folder.claimed() as (name, working):
            if prepared is not None and not added and not gone:
                self._folder.take_over(name, prepared)
            else:
                derive(source, working / "content", added=added, gone=gone, before=self._known())
                self._folder.take_over(name, working / "content")
        return name

    @contextmanager
    def trial(self, added: Iterable[Public]) -> Iterator[Reader]:
        """Give what the current generation would be with these documents; nothing of it stays after the block.

        Call it in a thread, inside `writing`. Raises `FileNotFoundError` while nothing has been built.
        """
        with self._folder.prepared() as working:
            source, target = self._folder.path_of(self._folder.current() or "none"), working / "content"
            derive(source, target, added=list(added), gone=(), before=self._known())
            reader = self._read(target, before=self._reader)
            reader.hide(self._withdrawn)
            yield reader

    @contextmanager
    def receiving(self) -> Iterator[Path]:
        """Give an empty directory for a generation that was built elsewhere; what nobody took over is removed after the block."""
        with self._folder.prepared() as working:
            (working / "content").mkdir()
            yield working / "content"

    def directory_of(self, name: str) -> Path:
        """Give where a generation lies."""
        return self._folder.path_of(name)

    def previous(self) -> Reader | None:
        """Give the generation that served before the one now current, as it was; None when it is there no more."""
        name = self._folder.before_current()
        with suppress(OutdatedError, OSError, ValueError):
            return self._read(self._folder.path_of(name)) if name else None
        return None

    def _known(self) -> Names | None:
        return self._reader.names if self._reader is not None else None

    @contextmanager
    def prepared(self, documents: Iterable[Public], *, progress: Progress | None = None) -> Iterator[Path]:
        """Write a generation without making it current; what nobody took over is removed at the end of the block."""
        with self._folder.prepared() as working:
            write(working / "content", documents, progress=progress)
            yield working / "content"


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
