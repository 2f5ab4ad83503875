"""Wording: every sentence a citizen or a clerk reads, kept in YAML files that lawyers can edit."""

import string
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml

FOLDER = Path(__file__).parent / "data" / "texts"


class Texts:
    """Gives words by key: file name, then the path inside it, such as `disclosure.ask.information`."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._entries = dict(entries)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Texts":
        """Read every `*.yml` of a folder; raises `ValueError` naming file and key where an entry is no text."""
        return _shipped() if folder == FOLDER else cls(_entries(folder))

    def __call__(self, key: str, /, **values: object) -> str:
        """Give the text of a key with its placeholders filled; a value never acts as a template itself.

        Raises `KeyError` for an unknown key or a placeholder without a value: a gap in a letter is an error.
        """
        return self._entries[key].format_map(values)

    def __contains__(self, key: str) -> bool:
        """Whether there are words for a key."""
        return key in self._entries

    def keys(self) -> Iterator[str]:
        """Give every key."""
        return iter(self._entries)

    def template(self, key: str) -> str:
        """Give a text as it was written, its placeholders unfilled."""
        return self._entries[key]

    def placeholders(self, key: str) -> frozenset[str]:
        """Give the names that have to be filled in a text."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self._entries[key]) if name)


@cache
def _shipped() -> Texts:
    """Give the program's own words; they are read once, as nothing changes them while it runs."""
    return Texts(_entries(FOLDER))


def _entries(folder: Path) -> dict[str, str]:
    entries: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        tree = read_yaml(path.read_text("utf-8")) or {}
        entries.update(_flatten(path.stem, tree, origin=path.name))
    return entries


def _flatten(prefix: str, tree: Any, *, origin: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, str):
        yield prefix, tree.strip("\n")
    elif isinstance(tree, Mapping):
        for name, branch in tree.items():
            if isinstance(name, bool) or name is None:
                raise ValueError(f"{origin}: {prefix} has a key that YAML reads as {name}; put it in quotes")
            yield from _flatten(f"{prefix}.{name}", branch, origin=origin)
    else:
        raise ValueError(f"{origin}: {prefix} is neither a text nor a group of texts")  # noqa: TRY004 - a file is wrong, not a call
