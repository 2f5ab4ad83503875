"""What the import asks for when a file holds pictures of text: whoever can read them is given to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.documents.draft import Refusal
from knowledge.documents.scans.scan import Scan
from knowledge.ingest.readers.manuscript import Manuscript
from knowledge.ingest.scans.read_page import ReadScanPage

# What a reader of texts refuses because there are pictures where text should be, and the form under which it is read.
PICTURED = {"pdf_scanned": "pdf", "picture_scanned": "picture", "word_scanned": "word"}

NO_READER = "scan_no_reader"

PageProgress = Callable[[str, int, int], bool]
"""Told the file's name, how many pages are read and of how many; false asks to stop."""


@dataclass(frozen=True, slots=True)
class ScanReading:
    """Pages of a file as they were read, in their order, and the scan they are kept as; `unread` could not be read."""

    pages: tuple[ReadScanPage, ...]
    scan: Scan
    unread: tuple[int, ...] = ()


class ScanReader(Protocol):
    """Whatever reads pictures of pages."""

    def read(self, form: str, content: bytes, *, name: str) -> Manuscript:
        """Give what stands on the pages of a file; raises `Refusal`, also when it was told to stop."""
        ...

    def read_pages(self, form: str, content: bytes, numbers: Sequence[int], *, name: str) -> ScanReading:
        """Give some pages of a file, by their numbers from 1, and tell which of them cannot be read.

        Raises `Refusal` for the file as a whole, and when it was told to stop.
        """
        ...


class NoScanReader:
    """Where no recognition is installed: every such file is refused with what to do."""

    def read(self, form: str, content: bytes, *, name: str) -> Manuscript:  # noqa: ARG002
        """Refuse; raises `Refusal`."""
        raise Refusal(NO_READER)

    def read_pages(self, form: str, content: bytes, numbers: Sequence[int], *, name: str) -> ScanReading:  # noqa: ARG002
        """Refuse; raises `Refusal`."""
        raise Refusal(NO_READER)
