"""The near side of the process that reads pictures of pages: page by page, watched, stopped at any page, never twice.

What was read of a page is kept in a folder beside the files that are being imported: the import that follows a check
reads nothing again, and one that was broken off goes on where it stopped. The folder goes with the upload.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.scan_reader.far_side import FarSide
from knowledge.documents.draft import Refusal
from knowledge.documents.scans.scan import Scan
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.scans.read_page import ReadScanPage, from_plain, manuscript_of, to_plain
from knowledge.ingest.scans.reading import PageProgress, ScanReading

# The models are loaded, or one page read, in so long; a page takes some seconds where nobody else wants the processor.
PAGE_SECONDS = 300.0
# What ends the process on one page, so that the pages behind it may still be read; so many at the most.
_PASSED_OVER = frozenset({"scan_slow", "scan_broken", "too_much_memory"})
MOST_UNREAD = 5
Pages = dict[int, ReadScanPage]
KEPT_NAMES = "scan-{digest}-{number}.json"
FILE_NAMES = "scan-{digest}.file"


def unwatched(_name: str, _done: int, _total: int) -> bool:
    """Watch nothing and let it go on."""
    return True


@dataclass(slots=True)
class _Rest:
    """What is still to be read of a file: `pages` are those that were; pages that cannot be read are passed over."""

    numbers: tuple[int, ...]
    pages: Pages
    unread: list[int] = field(default_factory=list)
    total: int = -1

    def done(self) -> list[int]:
        return sorted([*self.pages, *self.unread])

    def is_left(self) -> bool:
        return self.total != len(self.done())

    def next(self, far: FarSide) -> ReadScanPage | None:
        """Give the next page; None at the end, and when the process has to be started anew behind a page."""
        try:
            told = far.answer()
        except Refusal as refusal:
            left = [number for number in self.numbers if number not in self.done()]
            if refusal.key not in _PASSED_OVER or not left:
                raise
            self._pass_over(left[0], refusal)
            return None
        if "page" in told:
            read = from_plain(told["page"])
            self.pages[read.page.number] = read
            return read
        if "unread" not in told:
            self.total = len(self.done())
            return None
        self._pass_over(int(told["unread"]), Refusal(told["key"], **told["values"]))
        return self.next(far)

    def _pass_over(self, number: int, refusal: Refusal) -> None:
        if not self.numbers or len(self.unread) >= MOST_UNREAD:
            raise refusal
        self.unread.append(number)


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
        reading = self._reading(form, content, (), name=name)
        scan = reading.scan
        manuscript = manuscript_of(reading.pages, form=form, digest=scan.digest, path=scan.path)
        if not manuscript.text.strip():
            raise Refusal("scan_empty")
        return manuscript

    def read_pages(self, form: str, content: bytes, numbers: Sequence[int], *, name: str) -> ScanReading:
        """Give some pages of a file, and tell which of them cannot be read; raises `Refusal` when it was told to stop."""
        return self._reading(form, content, tuple(numbers), name=name)

    def _reading(self, form: str, content: bytes, numbers: tuple[int, ...], *, name: str) -> ScanReading:
        digest = hashlib.sha256(content).hexdigest()
        path = self.folder / FILE_NAMES.format(digest=digest)
        path.write_bytes(content)
        pages = self._kept(digest)
        unread = self._whole(digest, pages)
        if unread is None:
            if self.only_kept:
                raise Refusal("scan_unread")
            self._goes_on(name, len(pages), 0)
            unread = self._read_rest(form, content, numbers, name=name, digest=digest, pages=pages)
        ordered = tuple(pages[number] for number in sorted(pages))
        scan = Scan(form, digest, tuple(read.page for read in ordered), path)
        return ScanReading(ordered, scan, tuple(unread))

    def _read_rest(
        self, form: str, content: bytes, numbers: tuple[int, ...], *, name: str, digest: str, pages: Pages
    ) -> list[int]:
        """Have the pages read that are not kept yet, keep each as it comes, and give those that cannot be read.

        Of a file that is a scan as a whole every page has to be read; of pages among others one that brings the process
        down is passed over, and the reading begins again behind it.
        """
        rest = _Rest(numbers, pages)
        while rest.is_left():
            order = {"form": form, "length": len(content), "skip": rest.done(), "only": list(numbers)}
            with FarSide(self.threads, self.seconds) as far:
                far.hand_over(order, content)
                rest.total = int(far.answer()["pages"])
                while self._goes_on(name, len(rest.done()), rest.total) and (read := rest.next(far)):
                    self._keep(digest, read)
        self._write(digest, "whole", {"pages": len(pages), "unread": sorted(rest.unread)})
        return sorted(rest.unread)

    def _goes_on(self, name: str, done: int, total: int) -> bool:
        """Tell how far the reading is; raises `Refusal` when it shall stop."""
        if not self.progress(name, done, total):
            raise Refusal("scan_stopped", done=done, total=total)
        return True

    def _kept(self, digest: str) -> Pages:
        found = {}
        for path in self.folder.glob(KEPT_NAMES.format(digest=digest, number="[0-9]*")):
            with suppress(ValueError, KeyError, TypeError):
                read = from_plain(json.loads(path.read_bytes()))
                found[read.page.number] = read
        return found

    def _whole(self, digest: str, pages: Pages) -> list[int] | None:
        """Give the pages that could not be read of a file that was read to its end; None for any other."""
        mark = self.folder / KEPT_NAMES.format(digest=digest, number="whole")
        told: dict[str, Any] = (
            json.loads(mark.read_bytes()) if mark.is_file() else {"pages": -1, "unread": []}
        )
        return list(told.get("unread", ())) if len(pages) == told["pages"] else None

    def _keep(self, digest: str, read: ReadScanPage) -> None:
        self._write(digest, f"{read.page.number:04d}", to_plain(read))

    def _write(self, digest: str, number: str, values: dict[str, Any]) -> None:
        """Write a page down so that it is there whole or not at all."""
        path = self.folder / KEPT_NAMES.format(digest=digest, number=number)
        half = path.with_suffix(f".{os.getpid()}.half")
        half.write_bytes(json.dumps(values, ensure_ascii=False).encode())
        half.replace(path)
