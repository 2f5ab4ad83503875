"""Turns the plain values of a foreign row into a document, and refuses what it cannot understand."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from knowledge.documents.document import (
    DAY_FIELDS,
    LIST_FIELDS,
    Audience,
    Disclosure,
    Document,
    Explanation,
    ExplanationForm,
    Kind,
    Openness,
    Validity,
)
from knowledge.documents.draft import Refusal
from knowledge.documents.elements import ELEMENT_NAMES, Elements, IncompleteError, from_mapping
from knowledge.documents.guide_text import PARTS, compose
from knowledge.documents.replaced_laws import imported_validity

TEXT_LETTERS = 2_000_000
ID_LETTERS = 80
MADE_ID_PREFIX = "d-"
MADE_ID_DIGITS = 16
FIELD_LETTERS = 500
DERIVED_TITLE_LETTERS = 40

NAMES = frozenset(item.name for item in fields_of(Document))
ENTRY = NAMES | PARTS
_CHOICES: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "validity": Validity,
    "disclosure": Disclosure,
    "explanation": Explanation,
    "audience": Audience,
    "form": ExplanationForm,
    "openness": Openness,
}
# These are kept as plain words beside the listed ones, so their columns and cards stay text.
_PLAIN = frozenset({"audience", "form", "openness"})
_SWITCHES = frozenset({"online", "sample"})
_TRUE = frozenset({True, "1", "true", "yes", "是"})
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BETWEEN = re.compile(r"(?:(?<!\s)\s+)?[、，,；;/]\s*")
_CLAUSE_END = re.compile(r"[。！？；\n，,！!?]| {2,}")


def clean(text: str) -> str:
    """Give a text with plain line ends and without control characters, which no database and no page can keep."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("﻿"))


def made_id(words: str) -> str:
    """Give the id of a document that has none of its own: a fingerprint of the words it is known by."""
    return MADE_ID_PREFIX + hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:MADE_ID_DIGITS]


def to_entry(values: Mapping[str, Any], text: str, *, source: str) -> tuple[Document, str]:
    """Give a row's document with its text, as `to_document` does.

    A guide given in parts and a catalogue item given in elements get the text that says them, where none came along.
    """
    if text.strip():
        return to_document(values, text, source=source), text
    title = str(read_value("title", values.get("title") or ""))
    if values.get("elements"):
        # An item's place is where it holds, no counter where a guide is handed in.
        text = _elements("elements", values["elements"]).text(title)
        return to_document(values, text, source=source), text
    rest = {name: value for name, value in values.items() if name not in PARTS}
    if parts := {name: values[name] for name in PARTS & values.keys()}:
        text = clean(compose(title, parts))
    return to_document(rest, text, source=source), text


def to_document(values: Mapping[str, Any], text: str, *, source: str) -> Document:
    """Give the document that a row of our own field names describes; a missing title is taken from the text.

    Where it does not tell whether it counts, its days and what is known of replaced laws do. Raises `Refusal` for a
    value that cannot be understood.
    """
    known: dict[str, Any] = {name: read_value(name, value) for name, value in values.items() if _told(value)}
    if not known.get("id"):
        raise Refusal("field_missing", field="id")
    if not text.strip():
        raise Refusal("text_empty")
    if len(text) > TEXT_LETTERS:
        raise Refusal("text_too_long", limit=TEXT_LETTERS // 10_000)
    if not known.get("title"):
        known["title"] = _derived_title(text)
    known.setdefault("source", source)
    document = Document(**known)
    validity = imported_validity(document, told="validity" in known)
    return sound(replace(document, validity=validity))


def sound(document: Document) -> Document:
    """Give a document back whose fields fit together; raises `Refusal` for a catalogue item without its elements."""
    if document.kind is Kind.CATALOGUE and document.elements is None:
        raise Refusal("elements_missing", missing="、".join(ELEMENT_NAMES.values()))
    if document.kind is not Kind.CATALOGUE and document.elements is not None:
        raise Refusal("elements_elsewhere")
    return document


def _told(value: object) -> bool:
    return value is not None and value not in ("", [])


def read_value(name: str, value: object) -> object:
    """Give one of our fields from a plain value; raises `Refusal` for an unknown field or a value that is none."""
    if name not in NAMES:
        raise Refusal("field_unknown", field=str(name)[:FIELD_LETTERS])
    reader: Callable[[str, object], object] = _text
    if name in LIST_FIELDS:
        reader = _texts
    elif name in DAY_FIELDS:
        reader = _day
    elif name == "elements":
        return _elements(name, value)
    elif name in _CHOICES:
        reader = _choice
    elif name in _SWITCHES:
        return value in _TRUE if isinstance(value, (bool, int, str)) else False
    return reader(name, value)


def _text(name: str, value: object) -> str:
    if isinstance(value, (dict, list)):
        raise Refusal("field_not_text", field=name)
    text = " ".join(clean(str(value)).split())
    limit = ID_LETTERS if name == "id" else FIELD_LETTERS
    if len(text) > limit:
        raise Refusal("field_too_long", field=name, limit=limit)
    return text


def _texts(name: str, value: object) -> tuple[str, ...]:
    several = value if isinstance(value, list) else _BETWEEN.split(str(value)) if name in _PLAIN else [value]
    reader = _choice if name in _CHOICES else _text
    return tuple(str(reader(name, one)) for one in several)


def _elements(name: str, value: object) -> Elements:
    if not isinstance(value, Mapping):
        raise Refusal("field_not_text", field=name)
    try:
        return from_mapping({key: clean(str(one or "")) for key, one in value.items()})
    except IncompleteError as incomplete:
        raise Refusal("elements_missing", missing="、".join(incomplete.missing)) from None


def _choice(name: str, value: object) -> str:
    kind = _CHOICES[name]
    try:
        chosen = kind(str(value).strip())
    except ValueError:
        allowed = "、".join(member.value for member in kind)
        raise Refusal("field_not_listed", field=name, value=str(value)[:40], allowed=allowed) from None
    return chosen.value if name in _PLAIN else chosen


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
    start = text.strip()[: 2 * DERIVED_TITLE_LETTERS]
    end = _CLAUSE_END.search(start, 4)
    return " ".join(start[: end.start() if end else DERIVED_TITLE_LETTERS][:DERIVED_TITLE_LETTERS].split())
