"""What the import asks for when a file holds pictures of text: whoever can read them is given to it."""

from collections.abc import Callable
from typing import Protocol

from knowledge.documents.draft import Refusal
from knowledge.ingest.readers.manuscript import Manuscript

# What a reader of texts refuses because there are pictures where text should be, and the form under which it is read.
PICTURED = {"pdf_scanned": "pdf", "picture_scanned": "picture", "word_scanned": "word"}

PageProgress = Callable[[str, int, int], bool]
"""Told the file's name, how many pages are read and of how many; false asks to stop."""


class ScanReader(Protocol):
    """Whatever reads pictures of pages."""

    def read(self, form: str, content: bytes, *, name: str) -> Manuscript:
        """Give what stands on the pages of a file; raises `Refusal`, also when it was told to stop."""
        ...


class NoScanReader:
    """Where no recognition is installed: every such file is refused with what to do."""

    def read(self, form: str, content: bytes, *, name: str) -> Manuscript:  # noqa: ARG002
        """Refuse; raises `Refusal`."""
        raise Refusal("scan_no_reader")
