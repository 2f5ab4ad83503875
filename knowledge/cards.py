"""How a document's particulars are kept beside the index: one line of JSON, read only when it is cited."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from knowledge.document import Disclosure, Document, Kind, Validity

_DATES = frozenset({"written_on", "published_on", "effective_on", "expires_on"})
_TUPLES = frozenset({"audience", "interprets", "basis"})
_DEFAULTS = {item.name: item.default for item in fields(Document)}


def to_json(document: Document) -> str:
    """Give a document as one line of JSON; what the source does not say is left out."""
    card = {
        name: value for name, default in _DEFAULTS.items() if (value := getattr(document, name)) != default
    }
    return json.dumps(card, ensure_ascii=False, default=_plain, separators=(",", ":"))


def from_json(line: str | bytes) -> Document:
    """Give the document that `to_json` wrote."""
    return from_mapping(json.loads(line))


def from_mapping(card: Mapping[str, Any]) -> Document:
    """Give the document that a mapping of plain values describes."""
    values: dict[str, Any] = dict(card)
    for name in _DATES & values.keys():
        values[name] = date.fromisoformat(values[name])
    for name in _TUPLES & values.keys():
        values[name] = tuple(values[name])
    for name, kind in (("kind", Kind), ("validity", Validity), ("disclosure", Disclosure)):
        if name in values:
            values[name] = kind(values[name])
    return Document(**values)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form for {type(value).__name__}")
