"""The classes that a complaint can belong to, each with its topics and with text of our own that shows what it means.

The classes bear the names of the first level of the message boards' tree, so that figures can be compared; topics and
text are ours. The shipped model learns from nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml

FOLDER = Path(__file__).parents[2] / "data" / "complaints" / "classes"


@dataclass(frozen=True, slots=True)
class MatterTopic:
    """One subject inside a class: things people write about it, and the words they use."""

    name: str
    matters: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatterClass:
    """A class of complaints, as the duty list names it."""

    label: str
    topics: tuple[MatterTopic, ...]


def load(folder: Path = FOLDER) -> tuple[MatterClass, ...]:
    """Read the classes, one from each file; raises `ValueError` naming the file that lacks something."""
    found = tuple(_parsed(path) for path in sorted(folder.glob("*.yml")))
    labels = [one.label for one in found]
    if twice := {label for label in labels if labels.count(label) > 1}:
        raise ValueError(f"{folder.name}: {min(twice)} stands in two files")
    return found


def _parsed(path: Path) -> MatterClass:
    tree: Any = read_yaml(path.read_text("utf-8"))
    if not isinstance(tree, dict) or not tree.get("label") or not tree.get("topics"):
        raise ValueError(f"{path.name}: a class needs a label and topics")
    return MatterClass(tree["label"], _topics(tree["topics"], origin=path.name))


def _topics(rows: Sequence[Mapping[str, str]], *, origin: str) -> tuple[MatterTopic, ...]:
    try:
        return tuple(
            MatterTopic(
                row["name"],
                tuple(filter(None, map(str.strip, row["matters"].splitlines()))),
                tuple(dict.fromkeys(row["words"].split())),
            )
            for row in rows
        )
    except KeyError as missing:
        raise ValueError(f"{origin}: a topic needs {missing.args[0]}") from None
