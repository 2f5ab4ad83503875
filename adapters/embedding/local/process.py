"""The near side of the process that holds a model: started, asked, watched and ended; nothing waits without a limit."""

import asyncio
import itertools
import json
import logging
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from adapters.child_process import born, killed, settled
from adapters.embedding.local.carriers import Carrier
from adapters.embedding.service import EmbeddingError
from knowledge.search.vector_store import Vector

log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[3]
_MODULE = "adapters.embedding.local.helper"
LOAD_SECONDS = 120.0
# A process that has not answered for so long will not.
HUNG_SECONDS = 60.0
MOST_ANSWER_BYTES = 64 * 1024 * 1024
STARTING, CRASHED = "starting", "crashed"


class ModelProcess:
    """One helper process; every method is for one event loop."""

    def __init__(self, carrier: Carrier, *, threads: int = 1, niceness: int = 0) -> None:
        self._carrier = carrier
        self._threads = threads
        self._niceness = niceness
        self._opening = asyncio.Lock()
        self._is_closed = False
        self._numbers = itertools.count(1)
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[list[Vector]]] = {}
        self._sent: dict[int, float] = {}

    @property
    def is_open(self) -> bool:
        """Whether the model is loaded and its process alive."""
        return self._reading is not None and not self._reading.done()

    @property
    def pid(self) -> int | None:
        """The helper's process id while it runs."""
        return self._process.pid if self._process is not None else None

    async def open(self) -> None:
        """Have the model loaded, unless it is; raises `EmbeddingError`, `starting` once it was closed."""
        async with self._opening:
            if self.is_open:
                return
            await self._end()
            if self._is_closed:
                raise EmbeddingError(STARTING)
            self._process = process = await self._started()
            try:
                told = await self._loaded(process)
            except BaseException:
                await self._end()
                raise
            if self._is_closed or not told.get("ready"):
                await self._end()
                raise EmbeddingError(str(told.get("refused", CRASHED)))
            self._reading = asyncio.create_task(self._read(process))

    async def vectors(self, texts: Sequence[str], *, asked: bool, seconds: float) -> list[Vector]:
        """Give the vectors of texts, each of length 1; raises `EmbeddingError`, `starting` while nothing is open."""
        process = self._process
        if process is None or process.stdin is None or not self.is_open:
            raise EmbeddingError(STARTING)
        self._end_if_hung(process)
        number = next(self._numbers)
        until = time.monotonic() + seconds
        order = {"id": number, "texts": list(texts), "asked": asked, "until": until}
        self._sent[number] = time.monotonic()
        answer: asyncio.Future[list[Vector]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            process.stdin.write(json.dumps(order).encode() + b"\n")
            async with asyncio.timeout(seconds):
                found = await answer
        except TimeoutError:
            raise EmbeddingError("timeout") from None
        except OSError:
            raise EmbeddingError(CRASHED) from None
        finally:
            self._waiting.pop(number, None)
        return found

    async def rest(self) -> None:
        """End the process until it is opened again, whatever it is doing."""
        async with self._opening:
            await self._end()

    async def close(self) -> None:
        """End the process for good; one that is being opened meanwhile ends too."""
        self._is_closed = True
        if self._process is not None:
            # Whoever waits until it is loaded need not wait longer.
            with suppress(ProcessLookupError):
                self._process.kill()
        await self.rest()

    async def _loaded(self, process: Process) -> dict[str, Any]:
        """Give what a helper says when it has loaded its model."""
        if self._is_closed:
            return {}
        try:
            async with asyncio.timeout(LOAD_SECONDS):
                return await _line(process)
        except TimeoutError:
            raise EmbeddingError("timeout") from None

    async def _started(self) -> Process:
        """Give the helper as a process of its own."""
        try:
            return await born(
                sys.executable,
                "-B",
                "-m",
                _MODULE,
                self._carrier.kind,
                self._carrier.folder,
                str(self._threads),
                str(self._niceness),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=_environment(self._threads),
                # Ctrl+C is for the program, which ends its helpers itself.
                start_new_session=True,
            )
        except OSError:
            raise EmbeddingError(CRASHED) from None

    async def _read(self, process: Process) -> None:
        """Hand out the answers as they come; when they end, whoever waits is told."""
        reason = CRASHED
        try:
            while told := await _line(process):
                number = int(told.get("id", 0))
                self._sent.pop(number, None)
                found = await _vectors(process, told)
                waiting = self._waiting.get(number)
                if waiting is None or waiting.done():
                    continue
                if found is None:
                    waiting.set_exception(EmbeddingError(str(told.get("refused", "garbled"))))
                else:
                    waiting.set_result(found)
        except (OSError, ValueError, TypeError, asyncio.IncompleteReadError):
            reason = "garbled"
        finally:
            self._sent.clear()
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(EmbeddingError(reason))
        log.warning("meaning model ended", extra={"reason": reason})

    def _end_if_hung(self, process: Process) -> None:
        oldest = min(self._sent.values(), default=None)
        if oldest is not None and time.monotonic() - oldest > HUNG_SECONDS:
            self._sent.clear()
            with suppress(ProcessLookupError):
                process.kill()

    async def _end(self) -> None:
        process, self._process = self._process, None
        reading, self._reading = self._reading, None
        try:
            if reading is not None:
                reading.cancel()
                await settled(reading)
        finally:
            if process is not None:
                await killed(process)


async def _line(process: Process) -> dict[str, Any]:
    """Give the next line that was told; nothing at the end."""
    assert process.stdout is not None, "asked for at the start"
    line = await process.stdout.readline()
    told: dict[str, Any] = dict(json.loads(line)) if line.endswith(b"\n") else {}
    return told


async def _vectors(process: Process, told: dict[str, Any]) -> list[Vector] | None:
    """Give the vectors behind a line, of length 1; None when it brings none."""
    if "rows" not in told:
        return None
    assert process.stdout is not None, "asked for at the start"
    rows, dimensions = int(told["rows"]), int(told["dimensions"])
    if not 0 < 4 * rows * dimensions <= MOST_ANSWER_BYTES:
        raise ValueError("no size of ours")
    given = await process.stdout.readexactly(4 * rows * dimensions)
    found = np.frombuffer(given, dtype="<f4").reshape(rows, dimensions)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    if not np.isfinite(found).all() or not (lengths > 0).all():
        return None
    return list((found / lengths).astype(np.float32))


def _environment(threads: int) -> dict[str, str]:
    """Give an environment with nothing of ours in it: no setting, no key, only where the packages lie."""
    paths = os.pathsep.join(dict.fromkeys(filter(None, [str(_ROOT), *sys.path])))
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": paths,
        "OMP_NUM_THREADS": str(threads),
        "OPENBLAS_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
    }
