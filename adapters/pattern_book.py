"""The patterns that an earlier start compiled, kept in a file: to compile them took a sixth of every start.

A pattern is found by its own words and flags, so it is never an old one, and the book holds only for the interpreter
that wrote it. What is kept are the numbers of the compiled pattern, which the interpreter itself checks again when it
takes them; a book that is broken, cut off or another interpreter's is as good as none. Nothing is imported here but the
standard library: the book is opened before anything large is loaded.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

FILE = "patterns.bin"
MOST_BYTES = 64 * 1024 * 1024
DIGEST_BYTES = 32
LENGTH_BYTES = 8
WORTH_KEEPING = 20
"""So many patterns that the book did not hold make it worth writing anew."""
_sre: Any = import_module("_sre")
_compiler: Any = re._compiler  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way in
_parser: Any = re._parser  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other way in
_INTERPRETER = f"{sys.version} {_sre.MAGIC} {_sre.CODESIZE} {array('I').itemsize}"


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """What the interpreter makes a pattern of: its numbers, and how its groups are counted and named."""

    flags: int
    groups: int
    names: Mapping[str, int]
    code: "array[int]"

    def pattern(self, text: str) -> Any:
        """Give the pattern itself; raises what the interpreter raises of numbers that are none of a pattern."""
        by_number: list[str | None] = [None] * (self.groups + 1)
        for name, number in self.names.items():
            by_number[number] = name
        return _sre.compile(
            text, self.flags, self.code.tolist(), self.groups, dict(self.names), tuple(by_number)
        )


class PatternBook:
    """Gives patterns that are known, compiles the others and remembers them."""

    def __init__(self, known: Mapping[tuple[int, str], CompiledPattern]) -> None:
        self._known = known
        self._used: dict[tuple[int, str], CompiledPattern] = {}
        self._ordinary = _compiler.compile
        self.fresh = 0

    def open(self) -> None:
        """Let every pattern that is compiled from now on come from the book where it is there."""
        _compiler.compile = self.compile

    def close(self) -> None:
        """Give the standard library its own compiler back: what is compiled for what somebody writes is not kept."""
        _compiler.compile = self._ordinary

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """Do what the standard library's own compiler does."""
        if not isinstance(pattern, str) or flags & (re.DEBUG | re.LOCALE):
            return self._ordinary(pattern, flags)
        key = int(flags), pattern
        found = self._known.get(key) or self._used.get(key)
        if found is not None:
            with suppress(RuntimeError, TypeError, ValueError, OverflowError, IndexError):
                compiled = found.pattern(pattern)
                self._used[key] = found
                return compiled
        self.fresh += 1
        made = self._used[key] = _compiled(pattern, int(flags))
        return made.pattern(pattern)

    def write(self, path: Path) -> None:
        """Keep what it held and what is new, whole or not at all; nothing is done where hardly anything is new.

        The programs of a folder share it, and each uses a part; what none has used for several versions goes.
        """
        if self.fresh < WORTH_KEEPING:
            return
        kept = {**self._known, **self._used} if len(self._known) <= 2 * len(self._used) else self._used
        rows, numbers = [], array("I")
        for (flags, text), each in kept.items():
            rows.append([flags, text, each.flags, each.groups, dict(each.names), len(each.code)])
            numbers.extend(each.code)
        head = json.dumps({"interpreter": _INTERPRETER, "patterns": rows}).encode()
        body = len(head).to_bytes(LENGTH_BYTES, "big") + head + numbers.tobytes()
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(draft).replace(path)


def _compiled(pattern: str, flags: int) -> CompiledPattern:
    """Compile a pattern as the standard library does; raises `re.error` as that does."""
    parsed = _parser.parse(pattern, flags)
    code = array("I", _compiler._code(parsed, flags))  # noqa: SLF001 - there is no other way in
    state = parsed.state
    return CompiledPattern(flags | state.flags, state.groups - 1, dict(state.groupdict), code)


def read(path: Path) -> dict[tuple[int, str], CompiledPattern]:
    """Give what a book holds; nothing where there is none, or none that this interpreter could have written."""
    try:
        with path.open("rb") as file:
            whole = file.read(MOST_BYTES)
        digest, body = whole[:DIGEST_BYTES], whole[DIGEST_BYTES:]
        if hashlib.sha256(body).digest() != digest:
            return {}
        start = LENGTH_BYTES + int.from_bytes(body[:LENGTH_BYTES], "big")
        told = json.loads(body[LENGTH_BYTES:start])
        if told["interpreter"] != _INTERPRETER:
            return {}
        return dict(_rows(told["patterns"], memoryview(body)[start:]))
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _rows(rows: list[Any], numbers: memoryview) -> Iterator[tuple[tuple[int, str], CompiledPattern]]:
    at, size = 0, array("I").itemsize
    for flags, text, compiled_flags, groups, names, length in rows:
        code = array("I", numbers[at : at + length * size].tobytes())
        at += length * size
        yield (flags, text), CompiledPattern(compiled_flags, groups, names, code)


@contextmanager
def opened_book(folder: Path) -> Iterator[PatternBook]:
    """Give a folder's book, open; closed at the end of the block at the latest."""
    book = PatternBook(read(folder / FILE))
    book.open()
    try:
        yield book
    finally:
        book.close()
