"""Has hostile formats read in a process of their own, so that a file can cost its time and memory but not ours.

These are the formats that say nothing about themselves in our terms: what comes back is made drafts here.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.ingest import limits
from knowledge.ingest.gazettes.drafts import drafts
from knowledge.ingest.readers.manuscript import Manuscript, from_plain
from knowledge.ingest.scans.pictured import filled
from knowledge.ingest.scans.reading import PICTURED, NoScanReader, ScanReader

_ROOT = Path(__file__).resolve().parents[2]
_MODULE = "knowledge.ingest.bench"


class Workroom:
    """One helper process, started when first needed and again when a file has brought it down; one user at a time."""

    def __init__(self, scans: ScanReader | None = None) -> None:
        """Begin with no process; `scans` reads files in which pictures stand where text should."""
        self._scans = scans or NoScanReader()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The helper's process id while it runs."""
        return self._process.pid if self._process is not None else None

    def read(
        self, form: str, content: bytes, *, name: str, seconds: float = limits.READING_SECONDS
    ) -> list[Manuscript]:
        """Give what stands in a file.

        Raises `Refusal`, also when reading takes longer than `seconds` or breaks down.
        """
        answer = self._ask(form, content, name=name, seconds=seconds)
        if answer.get("refused") in PICTURED:
            return [self._scans.read(PICTURED[answer["refused"]], content, name=name)]
        if "refused" in answer:
            raise Refusal(answer["refused"], **answer["values"])
        found = [from_plain(one) for one in answer["manuscripts"]]
        return [filled(one, form, content, name=name, scans=self._scans) for one in found]

    def close(self) -> None:
        """End the helper process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)

    def _ask(self, form: str, content: bytes, *, name: str, seconds: float) -> dict[str, Any]:
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        line = b""
        try:
            line = _exchange(process, form, content, name=name)
        finally:
            timer.cancel()
            if not line.endswith(b"\n"):
                self.close()
        if not line.endswith(b"\n"):
            raise Refusal("too_slow", seconds=int(seconds)) if late.is_set() else Refusal("file_broken")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            paths = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
            self._process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
                [sys.executable, "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**_harmless(os.environ), "PYTHONPATH": paths},
            )
        return self._process


def read_foreign(form: str, content: bytes, *, name: str, room: Workroom) -> Iterator[Draft | Fault]:
    """Give the documents of a file's content, and a fault for each row of it that cannot be taken.

    Raises `Refusal` when the whole file cannot be taken.
    """
    for manuscript in room.read(form, content, name=name):
        yield from drafts(manuscript, file=name)


def _exchange(process: subprocess.Popen[bytes], form: str, content: bytes, *, name: str) -> bytes:
    """Hand over a file and give the line that comes back; nothing when the process is gone."""
    order = json.dumps({"format": form, "name": name, "length": len(content)}).encode() + b"\n"
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(order)
        process.stdin.write(content)
        process.stdin.flush()
        return process.stdout.readline()
    except (BrokenPipeError, OSError):
        return b""


def _harmless(environment: "os._Environ[str]") -> dict[str, str]:
    """Give the environment without our settings: the helper needs no secret, so it gets none."""
    return {name: value for name, value in environment.items() if not name.startswith("MINGBAI_")}


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return
