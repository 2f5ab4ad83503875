"""Turns the plain values of a foreign row into a document, and refuses what it cannot understand."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from knowledge.document import Disclosure, Document, Kind, Validity
from knowledge.ingest.draft import Refusal

TEXT_LIMIT = 2_000_000
ID_LIMIT = 80
FIELD_LIMIT = 500
DERIVED_TITLE = 40

NAMES = frozenset(item.name for item in fields_of(Document))
_LISTS = frozenset({"audience", "interprets", "basis"})
_DATES = frozenset({"written_on", "published_on", "effective_on", "expires_on"})
_CHOICES: dict[str, type[StrEnum]] = {"kind": Kind, "validity": Validity, "disclosure": Disclosure}
_SWITCHES = frozenset({"online", "sample"})
_TRUE = frozenset({True, "1", "true", "yes", "是"})
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CLAUSE_END = re.compile(r"[。！？；\n，,！!?]| {2,}")


def clean(text: str) -> str:
    """Give a text with plain line ends and without control characters, which no database and no page can keep."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("﻿"))


def to_document(values: Mapping[str, Any], text: str, *, source: str) -> Document:
    """Give the document that a row of our own field names describes; a missing title is taken from the text.

    Raises `Refusal` for a value that cannot be understood.
    """
    known: dict[str, Any] = {name: read_value(name, value) for name, value in values.items() if _told(value)}
    if not known.get("id"):
        raise Refusal("field_missing", field="id")
    if not text.strip():
        raise Refusal("text_empty")
    if len(text) > TEXT_LIMIT:
        raise Refusal("text_too_long", limit=TEXT_LIMIT // 10_000)
    if not known.get("title"):
        known["title"] = _derived_title(text)
    known.setdefault("source", source)
    return Document(**known)


def _told(value: object) -> bool:
    return value is not None and value not in ("", [])


def read_value(name: str, value: object) -> object:
    """Give one of our fields from a plain value; raises `Refusal` for an unknown field or a value that is none."""
    if name not in NAMES:
        raise Refusal("field_unknown", field=str(name)[:FIELD_LIMIT])
    reader: Callable[[str, object], object] = _text
    if name in _LISTS:
        reader = _texts
    elif name in _DATES:
        reader = _day
    elif name in _CHOICES:
        reader = _choice
    elif name in _SWITCHES:
        return value in _TRUE if isinstance(value, (bool, int, str)) else False
    return reader(name, value)


def _text(name: str, value: object) -> str:
    if isinstance(value, (dict, list)):
        raise Refusal("field_not_text", field=name)
    text = " ".join(clean(str(value)).split())
    limit = ID_LIMIT if name == "id" else FIELD_LIMIT
    if len(text) > limit:
        raise Refusal("field_too_long", field=name, limit=limit)
    return text


def _texts(name: str, value: object) -> tuple[str, ...]:
    several = value if isinstance(value, list) else [value]
    return tuple(_text(name, one) for one in several)


def _choice(name: str, value: object) -> StrEnum:
    kind = _CHOICES[name]
    try:
        return kind(str(value).strip())
    except ValueError:
        allowed = "、".join(member.value for member in kind)
        raise Refusal("field_not_listed", field=name, value=str(value)[:40], allowed=allowed) from None


def _day(name: str, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = str(value).strip()
    found = _DATE.match(written) or _COMPACT_DATE.fullmatch(written)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Refusal("field_not_date", field=name, value=written[:40])


def _derived_title(text: str) -> str:
    """Give the first clause of a text, at most forty characters, as its title."""
    start = text.strip()[: 2 * DERIVED_TITLE]
    end = _CLAUSE_END.search(start, 4)
    return " ".join(start[: end.start() if end else DERIVED_TITLE][:DERIVED_TITLE].split())
