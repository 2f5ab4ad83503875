"""Reads JSONL, packed or not: one document a line, and a bad line costs only itself."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.documents.fields import clean, to_entry
from knowledge.ingest.particulars.identity import with_id
from knowledge.ingest.readers.mapping import FieldMapping, recognise

LINE_BYTES = 8 * 2**20


def read_jsonl(
    path: Path, mapping: FieldMapping | None = None, *, progress: Callable[[int], None] = lambda _: None
) -> Iterator[Draft | Fault]:
    """Give the documents and faults of a file; `progress` is told how many of its bytes have been read."""
    with path.open("rb") as raw:
        yield from read_stream(raw, path.name, mapping, progress=progress)


def read_stream(
    raw: IO[bytes],
    name: str,
    mapping: FieldMapping | None = None,
    *,
    progress: Callable[[int], None] = lambda _: None,
    line_bytes: int = LINE_BYTES,
) -> Iterator[Draft | Fault]:
    """Give the documents and faults of an open file called `name`, as `read_jsonl` does.

    A line of more than `line_bytes` is a fault.
    """
    stream = gzip.GzipFile(fileobj=raw) if name.lower().endswith(".gz") else raw
    number = 0
    while True:
        number += 1
        try:
            line = _line(stream, line_bytes)
            if not line:
                return
            if line.strip():
                yield _draft(line, mapping, file=name, number=number)
        except Refusal as refusal:
            yield refusal.at(name, number)
        except (EOFError, OSError, zlib.error):
            yield Refusal("gzip_broken").at(name, number)
            return
        progress(raw.tell())


class _Lines(Protocol):
    """Whatever gives one line after another."""

    def readline(self, size: int = ..., /) -> bytes:
        """Give the next line, or as much of it as `size` allows; nothing at the end."""
        ...


def _line(stream: _Lines, most: int) -> bytes:
    line = stream.readline(most + 1)
    if len(line) > most:
        while (rest := stream.readline(most)) and not rest.endswith(b"\n"):
            continue
        raise Refusal("line_too_long", limit=most // 2**20)
    return line


def _draft(line: bytes, mapping: FieldMapping | None, *, file: str, number: int) -> Draft:
    try:
        row: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal("encoding") from None
    except (ValueError, RecursionError):
        raise Refusal("json_broken") from None
    if not isinstance(row, dict):
        raise Refusal("json_not_object")
    values, text = (mapping or recognise(row)).apply(row)
    if not isinstance(text, str):
        raise Refusal("field_not_text", field="text")
    body = clean(text)
    document, body = to_entry(with_id(values, body), body, source=file)
    return Draft(document, body, file, number)
