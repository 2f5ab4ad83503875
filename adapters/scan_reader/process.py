"""The near side of the process that reads pictures of pages: page by page, watched, stopped at any page, never twice.

What was read of a page is kept in a folder beside the files that are being imported: the import that follows a check
reads nothing again, and one that was broken off goes on where it stopped. The folder goes with the upload.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.documents.draft import Refusal
from knowledge.documents.scans.scan import Scan
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.scans.read_page import ReadScanPage, from_plain, manuscript_of, to_plain
from knowledge.ingest.scans.reading import PageProgress, ScanReading

_ROOT = Path(__file__).resolve().parents[2]
_MODULE = "adapters.scan_reader.helper"
# The models are loaded, or one page read, in so long; a page takes some seconds where nobody else wants the processor.
PAGE_SECONDS = 300.0
KEPT_NAMES = "scan-{digest}-{number}.json"
FILE_NAMES = "scan-{digest}.file"


def unwatched(_name: str, _done: int, _total: int) -> bool:
    """Watch nothing and let it go on."""
    return True


@dataclass(frozen=True, slots=True)
class ScanProcess:
    """Reads files with pictures of text, each in a process of its own; `folder` keeps what was read of each page.

    With `only_kept` nothing is read that was not read whole before: what is imported is what was checked.
    """

    folder: Path
    progress: PageProgress = unwatched
    only_kept: bool = False
    threads: int = 1
    seconds: float = PAGE_SECONDS

    def read(self, form: str, content: bytes, *, name: str) -> Manuscript:
        """Give what stands on the pages of a file; raises `Refusal`, also when it was told to stop."""
        reading = self.read_pages(form, content, (), name=name)
        scan = reading.scan
        manuscript = manuscript_of(reading.pages, form=form, digest=scan.digest, path=scan.path)
        if not manuscript.text.strip():
            raise Refusal("scan_empty")
        return manuscript

    def read_pages(self, form: str, content: bytes, numbers: Sequence[int], *, name: str) -> ScanReading:
        """Give some pages of a file, all without `numbers`; raises `Refusal`, also when it was told to stop."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / FILE_NAMES.format(digest=digest)
        path.write_bytes(content)
        pages = self._kept(digest)
        if not self._is_whole(digest, pages):
            if self.only_kept:
                raise Refusal("scan_unread")
            self._goes_on(name, len(pages), 0)
            order = {"form": form, "length": len(content), "skip": sorted(pages), "only": list(numbers)}
            self._read_rest(order, content, name=name, digest=digest, pages=pages)
        ordered = tuple(pages[number] for number in sorted(pages))
        scan = Scan(form, digest, tuple(read.page for read in ordered), path)
        return ScanReading(ordered, scan)

    def _read_rest(
        self, order: dict[str, Any], content: bytes, *, name: str, digest: str, pages: dict[int, ReadScanPage]
    ) -> None:
        """Have the pages read that are not kept yet, and keep each as it comes."""
        with _process(self.threads) as process:
            _hand_over(process, order, content)
            total = int(self._answer(process)["pages"])
            while self._goes_on(name, len(pages), total) and "page" in (told := self._answer(process)):
                read = from_plain(told["page"])
                pages[read.page.number] = read
                self._keep(digest, read)
        self._write(digest, "whole", {"pages": total})

    def _goes_on(self, name: str, done: int, total: int) -> bool:
        """Tell how far the reading is; raises `Refusal` when it shall stop."""
        if not self.progress(name, done, total):
            raise Refusal("scan_stopped", done=done, total=total)
        return True

    def _answer(self, process: "subprocess.Popen[bytes]") -> dict[str, Any]:
        """Give the next thing the process says; raises `Refusal` for one, and when it dies or takes too long."""
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

    def _kept(self, digest: str) -> dict[int, ReadScanPage]:
        found = {}
        for path in self.folder.glob(KEPT_NAMES.format(digest=digest, number="[0-9]*")):
            with suppress(ValueError, KeyError, TypeError):
                read = from_plain(json.loads(path.read_bytes()))
                found[read.page.number] = read
        return found

    def _is_whole(self, digest: str, pages: dict[int, ReadScanPage]) -> bool:
        mark = self.folder / KEPT_NAMES.format(digest=digest, number="whole")
        return mark.is_file() and len(pages) == json.loads(mark.read_bytes())["pages"]

    def _keep(self, digest: str, read: ReadScanPage) -> None:
        self._write(digest, f"{read.page.number:04d}", to_plain(read))

    def _write(self, digest: str, number: str, values: dict[str, Any]) -> None:
        """Write a page down so that it is there whole or not at all."""
        path = self.folder / KEPT_NAMES.format(digest=digest, number=number)
        half = path.with_suffix(f".{os.getpid()}.half")
        half.write_bytes(json.dumps(values, ensure_ascii=False).encode())
        half.replace(path)


@contextmanager
def _process(threads: int) -> "Iterator[subprocess.Popen[bytes]]":
    """Give the reading process, and end it whatever it is doing."""
    paths = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    # No secret goes there: nothing of our settings.
    harmless = {name: value for name, value in os.environ.items() if not name.startswith("MINGBAI_")}
    process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
        [sys.executable, "-m", _MODULE, str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**harmless, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _hand_over(process: "subprocess.Popen[bytes]", order: dict[str, Any], content: bytes) -> None:
    with suppress(BrokenPipeError):
        assert process.stdin is not None, "asked for at the start"
        process.stdin.write(json.dumps(order).encode() + b"\n" + content)
        process.stdin.flush()
