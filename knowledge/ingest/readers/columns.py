"""Which column of an office's table is which of our fields, by the names such columns bear."""

import re
from functools import cache
from importlib import resources
from typing import Any

from bot.text.plain_yaml import read_yaml

_NOISE = re.compile(r"[\s　:：*＊（(【\[].*$")
_BLANKS = re.compile(r"[\s　]+")


def field_of(name: str) -> str | None:
    """Give our field for a column's name, or None; blanks inside and remarks in brackets do not matter."""
    return _named("fields").get(_bare(name))


def element_of(name: str) -> str | None:
    """Give the element of a catalogue item that a column of a catalogue holds, or None."""
    return _named("elements").get(_bare(name))


def rank(name: str) -> int:
    """Give how far back a name stands among those of its element; the best one has the smallest."""
    return list(_named("elements")).index(bare) if (bare := _bare(name)) in _named("elements") else 0


def part_of(name: str) -> str | None:
    """Give the part of a guide that a column of a list of guides holds, or None."""
    return _named("parts").get(_bare(name))


def part_rank(name: str) -> int:
    """Give how far back a name stands among those of the parts; of one part's names the best has the smallest."""
    return list(_named("parts")).index(bare) if (bare := _bare(name)) in _named("parts") else 0


def kind_of(names: list[str]) -> str:
    """Give the kind of documents that rows with these columns describe; empty text when they tell nothing."""
    bare = {_bare(name) for name in names}
    kinds: dict[str, list[list[str]]] = _data()["kinds"]
    for kind, signs in kinds.items():
        if any(all(any(word in name for name in bare) for word in sign) for sign in signs):
            return kind
    return ""


def _bare(name: str) -> str:
    return _NOISE.sub("", _BLANKS.sub("", name))


@cache
def _named(group: str) -> dict[str, str]:
    return {name: field for field, names in _data()[group].items() for name in names}


@cache
def _data() -> dict[str, Any]:
    text = resources.files("knowledge").joinpath("data/columns.yml").read_text(encoding="utf-8")
    columns: dict[str, Any] = read_yaml(text)
    return columns
