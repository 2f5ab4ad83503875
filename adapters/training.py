"""The recogniser is trained beside the program: what training takes of memory goes with the process that took it."""

import asyncio
import logging
import os
import sys
from pathlib import Path

from intents import recognizer
from intents.catalogue import Catalogue

log = logging.getLogger(__name__)


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
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "intents", str(folder), env={**os.environ, "PYTHONPATH": paths}
        )
    except OSError as error:
        log.warning("no process for training", extra={"reason": type(error).__name__})
        return
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            # The program was told to end meanwhile: nothing of it stays behind.
            process.kill()
            await process.wait()
    if code:
        log.warning("training apart failed", extra={"code": code})
