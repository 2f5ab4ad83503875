"""The container of Office's formats before 2007 (compound file): its streams by name."""

import io
import struct

from xlrd import XLRDError, compdoc

from knowledge.documents.draft import Refusal

_PROGRAMS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "Macros")
# Whatever a reader of old formats meets in bytes that nobody wrote so: a sector of no size, a code page that there is not.
DAMAGES = (
    compdoc.CompDocError, XLRDError, struct.error, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError,
    MemoryError, NotImplementedError, OSError, RecursionError, TypeError, ValueError,
)  # fmt: skip


class Compound:
    """A compound file; raises `Refusal` with `broken` as its key when it is none, and for one that bears macros."""

    def __init__(self, content: bytes, *, broken: str) -> None:
        self._broken = broken
        if any(name.encode("utf-16-le") + b"\0\0" in content for name in _PROGRAMS):
            raise Refusal("office_macros")
        try:
            self._file = compdoc.CompDoc(content, logfile=io.StringIO())
        except DAMAGES:
            raise Refusal(broken) from None

    def stream(self, name: str) -> bytes | None:
        """Give a stream's content, None where there is none; raises `Refusal` when it is damaged."""
        try:
            found = self._file.get_named_stream(name)
        except DAMAGES:
            raise Refusal(self._broken) from None
        return None if found is None else bytes(found)
