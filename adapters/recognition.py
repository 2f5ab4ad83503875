"""The recogniser beside the program: trained in a process of its own, and told what is published the moment it is out.

What training takes of memory goes with the process that took it.
"""

import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from adapters.child_process import born, killed
from intents import recognizer
from intents.catalogue import Catalogue
from knowledge.documents.document import Kind
from knowledge.index.generations import Index

log = logging.getLogger(__name__)


class Pupil(Protocol):
    """Whoever has to know what is published; `intents.recognizer.CountyRecognizer` is one."""

    def teach(self, titles: Iterable[str], *, guides: Iterable[str] = ()) -> None:
        """Know these titles and no others."""
        ...


class TitleTeacher:
    """Reads titles out of the serving generation of an index; both sides stay ignorant of each other."""

    def __init__(self, index: Index, pupil: Pupil) -> None:
        self._index = index
        self._pupil = pupil

    def teach(self) -> None:
        """Make the recogniser know the titles of the generation that serves now; blocks, so call it in a thread."""
        reader = self._index.reader
        names = list(map(reader.name_of, reader.docnums)) if reader else []
        guides = [name.title for name in names if name.kind is Kind.GUIDE]
        papers = [name.title for name in names if name.kind is not Kind.GUIDE]
        self._pupil.teach(papers, guides=guides)


async def train_apart(known: Catalogue, folder: Path) -> None:
    """Have the recogniser of a catalogue trained when the folder does not keep it yet.

    A process that cannot be started or fails is said in the log; whoever builds the recogniser then trains it.
    """
    if recognizer.is_trained(known, folder):
        return
    log.info("training the recogniser")
    # The child finds the packages where this process found them.
    paths = os.pathsep.join(filter(None, sys.path))
    try:
        process = await born(
            sys.executable, "-m", "intents", str(folder), env={**os.environ, "PYTHONPATH": paths}
        )
    except OSError as error:
        log.warning("no process for training", extra={"reason": type(error).__name__})
        return
    try:
        code = await process.wait()
    finally:
        # The program may have been told to end meanwhile: nothing of it stays behind.
        await killed(process)
    if code:
        log.warning("training apart failed", extra={"code": code})
