"""A complaint whose class is known: what a model learns from, and what it is measured on."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import InputError


@dataclass(frozen=True, slots=True)
class LabelledMatter:
    """Title and body with the class; `is_raw` tells text as it was written from the mere words of one."""

    label: str
    title: str
    body: str
    is_raw: bool = True
    weight: float = 1.0


def read(path: Path) -> tuple[LabelledMatter, ...]:
    """Give the complaints of a file: one JSON object a line, plain or packed by gzip.

    Each has a `label`, and `detail` with or without `subject`, or only the `tokens` of a text that was cut into words.
    Raises `InputError` (`classification.unreadable`, `.bad_row`, `.empty`).
    """
    found = tuple(_parsed(line, number) for number, line in enumerate(_lines(path), 1) if line.strip())
    if not found:
        raise InputError("classification.empty", file=path.name)
    return found


def _lines(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as stream:
            yield from stream
    except (OSError, EOFError, UnicodeDecodeError, zlib.error):
        raise InputError("classification.unreadable", file=path.name) from None


def _parsed(line: str, number: int) -> LabelledMatter:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise InputError("classification.bad_row", line=number)
    label, title, body, tokens = (
        _text(row, name, number) for name in ("label", "subject", "detail", "tokens")
    )
    if not label or not (title or body or tokens):
        raise InputError("classification.bad_row", line=number)
    if title or body:
        return LabelledMatter(label, title, body)
    return LabelledMatter(label, "", "".join(tokens.split()), is_raw=False)


def _text(row: dict[str, Any], name: str, number: int) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str):
        raise InputError("classification.bad_row", line=number)
    return value.strip()
