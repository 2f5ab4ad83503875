"""The county's list of other doors: how people ask for each, where it is, whom to call when it does not open.

From the file `doors.yml` beside the county file. Without one nobody is led anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.text.plain_yaml import read_yaml

FILE = "doors.yml"
LEAST_LETTERS = 2
# So many letters may stand around the words: 请问交电费在哪里.
AROUND_LETTERS = 8


@dataclass(frozen=True, slots=True)
class OutsideDoor:
    """One door: its key, its name, the words that ask for it, its address, a phone, and what else to know."""

    key: str
    name: str
    words: tuple[str, ...]
    address: str
    phone: str
    note: str = ""

    def is_meant(self, said: str) -> bool:
        """Whether words ask for this door and for little else."""
        return any(word in said and len(said) <= len(word) + AROUND_LETTERS for word in self.words)


@dataclass(frozen=True, slots=True)
class OtherDoors:
    """All other doors in the order of the file; `sample` marks an invented county."""

    doors: tuple[OutsideDoor, ...] = ()
    sample: bool = False

    def meant(self, said: str) -> OutsideDoor | None:
        """Give the door that words ask for; None where they ask for none, or for several."""
        found = [door for door in self.doors if door.is_meant(said)]
        return found[0] if len(found) == 1 else None


NO_DOORS = OtherDoors()


def load(path: Path) -> OtherDoors:
    """Read the list; raises `ValueError` naming file, door and field where something is missing or wrong."""
    try:
        tree = read_yaml(path.read_text("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name} 读不出来：{str(error).splitlines()[0]}") from None
    return of(tree, origin=path.name)


def of(tree: Any, *, origin: str) -> OtherDoors:
    """Give the list that a file's fields tell of; raises `ValueError` as `load` does."""
    fields = _group(tree, origin)
    listed = fields.get("doors") or ()
    doors = tuple(_door(one, f"{origin}: doors[{at}]") for at, one in enumerate(listed, start=1))
    keys = [door.key for door in doors]
    if repeated := next((key for key in keys if keys.count(key) > 1), ""):
        raise ValueError(f"{origin}: key {repeated} 用了两次")
    return OtherDoors(doors, fields.get("sample") is True)


def _door(one: Any, origin: str) -> OutsideDoor:
    tree = _group(one, origin)
    words = tree.get("words") or ()
    if not words or isinstance(words, str):
        raise ValueError(f"{origin}: words 要写市民怎么问它，一句一项")
    if short := next((word for word in words if len(str(word)) < LEAST_LETTERS), None):
        raise ValueError(f"{origin}: words 里的“{short}”太短")
    address = _text(tree, "address", origin)
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{origin}: address 要写完整的网址（https://…）")
    return OutsideDoor(
        _text(tree, "key", origin),
        _text(tree, "name", origin),
        tuple(map(str, words)),
        address,
        _text(tree, "phone", origin),
        str(tree.get("note") or ""),
    )


def _group(tree: Any, origin: str) -> Mapping[str, Any]:
    if isinstance(tree, Mapping):
        return tree
    raise ValueError(f"{origin} 里没有一项一项的内容")


def _text(tree: Mapping[str, Any], name: str, origin: str) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{origin}: 没有写 {name}，或者不是文字")
    return value.strip()
