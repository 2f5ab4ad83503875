"""The container of Office's formats before 2007 (compound file): its streams by name."""

import io
import struct

from xlrd import compdoc

from knowledge.documents.draft import Refusal

_PROGRAMS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT", "Macros")
_BROKEN = (compdoc.CompDocError, AssertionError, IndexError, ValueError, struct.error, KeyError, TypeError)


class Compound:
    """A compound file; raises `Refusal` with `broken` as its key when it is none, and for one that bears macros."""

    def __init__(self, content: bytes, *, broken: str) -> None:
        self._broken = broken
        if any(name.encode("utf-16-le") + b"\0\0" in content for name in _PROGRAMS):
            raise Refusal("office_macros")
        try:
            self._file = compdoc.CompDoc(content, logfile=io.StringIO())
        except _BROKEN:
            raise Refusal(broken) from None

    def stream(self, name: str) -> bytes | None:
        """Give a stream's content, None where there is none; raises `Refusal` when it is damaged."""
        try:
            found = self._file.get_named_stream(name)
        except _BROKEN:
            raise Refusal(self._broken) from None
        return None if found is None else bytes(found)
