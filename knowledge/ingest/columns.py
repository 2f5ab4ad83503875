"""Which column of an office's table is which of our fields, by the names such columns bear."""

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

_NOISE = re.compile(r"[\s　:：*＊（(【\[].*$")
_BLANKS = re.compile(r"[\s　]+")


def field_of(name: str) -> str | None:
    """Give our field for a column's name, or None; blanks inside and remarks in brackets do not matter."""
    return _fields().get(_NOISE.sub("", _BLANKS.sub("", name)))


def kind_of(names: list[str]) -> str:
    """Give the kind of documents that rows with these columns describe; empty text when they tell nothing."""
    bare = {_NOISE.sub("", _BLANKS.sub("", name)) for name in names}
    kinds: dict[str, list[list[str]]] = _data()["kinds"]
    for kind, signs in kinds.items():
        if any(all(any(word in name for name in bare) for word in sign) for sign in signs):
            return kind
    return ""


@cache
def _fields() -> dict[str, str]:
    return {name: field for field, names in _data()["fields"].items() for name in names}


@cache
def _data() -> dict[str, Any]:
    text = resources.files("knowledge").joinpath("data/columns.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
