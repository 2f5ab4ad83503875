"""The process that reads pictures of pages, as seen from here: one order goes over, answers come back line by line."""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from knowledge.documents.draft import Refusal

_ROOT = Path(__file__).resolve().parents[2]
_MODULE = "adapters.scan_reader.helper"


@dataclass(slots=True)
class FarSide:
    """One such process, ended with the block it is used in; each answer has to come within some seconds."""

    threads: int
    seconds: float
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def __enter__(self) -> Self:
        paths = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
        # No secret goes there: nothing of our settings.
        harmless = {name: value for name, value in os.environ.items() if not name.startswith("MINGBAI_")}
        self._process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-m", _MODULE, str(self.threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**harmless, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._running()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def hand_over(self, order: dict[str, Any], content: bytes) -> None:
        """Give the order and the file; whether they came is told by the answers."""
        pipe = self._running().stdin
        assert pipe is not None, "asked for at the start"
        with suppress(BrokenPipeError):
            pipe.write(json.dumps(order).encode() + b"\n" + content)
            pipe.flush()

    def answer(self) -> dict[str, Any]:
        """Give the next thing the process says; raises `Refusal` for one, and when it dies or takes too long."""
        process = self._running()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.seconds, end)
        timer.start()
        try:
            assert process.stdout is not None, "asked for at the start"
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise Refusal("scan_slow", seconds=int(self.seconds)) if late.is_set() else Refusal("scan_broken")
        told: dict[str, Any] = json.loads(line)
        if "refused" in told:
            raise Refusal(told["refused"], **told["values"])
        return told

    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "used in its block"
        return self._process
