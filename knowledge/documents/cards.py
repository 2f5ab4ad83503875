"""How a document's particulars are kept beside the index: one line of JSON, read only when it is cited."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from knowledge.documents.document import (
    DAY_FIELDS,
    LIST_FIELDS,
    Disclosure,
    Document,
    Explanation,
    Kind,
    Validity,
)
from knowledge.documents.elements import Elements

_CHOICES = {"kind": Kind, "validity": Validity, "disclosure": Disclosure, "explanation": Explanation}
_DEFAULTS = {item.name: item.default for item in fields(Document)}


def to_json(document: Document) -> str:
    """Give a document as one line of JSON; what the source does not say is left out."""
    return json.dumps(_stated(document), ensure_ascii=False, default=_plain, separators=(",", ":"))


def _stated(document: Document) -> dict[str, Any]:
    return {
        name: value for name, default in _DEFAULTS.items() if (value := getattr(document, name)) != default
    }


def to_mapping(document: Document) -> dict[str, Any]:
    """Give what the source says about a document as plain values, such as a row of an export holds."""
    plain: dict[str, Any] = json.loads(to_json(document))
    return plain


def from_json(line: str | bytes) -> Document:
    """Give the document that `to_json` wrote."""
    return from_mapping(json.loads(line))


def from_mapping(card: Mapping[str, Any]) -> Document:
    """Give the document that a mapping of plain values describes."""
    values: dict[str, Any] = dict(card)
    for name in DAY_FIELDS & values.keys():
        values[name] = date.fromisoformat(values[name])
    for name in LIST_FIELDS & values.keys():
        values[name] = tuple(values[name])
    for name in _CHOICES.keys() & values.keys():
        values[name] = _CHOICES[name](values[name])
    if values.get("elements") is not None:
        values["elements"] = Elements(**values["elements"])
    return Document(**values)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Elements):
        return asdict(value)
    raise TypeError(f"no plain form for {type(value).__name__}")
