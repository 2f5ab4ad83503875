"""Tells which documents are of a sensitive kind, so that three checkers see them before the final review."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.text.plain_yaml import read_yaml
from knowledge.documents.document import Document

KINDS_COUNT = 17
WORDS_IN_TEXT = 3


@dataclass(frozen=True, slots=True)
class SensitiveKind:
    """One kind of matter that is checked threefold: its key in the records, its name, and the words that tell it."""

    key: str
    name: str
    words: tuple[str, ...]


@cache
def sensitive_kinds() -> tuple[SensitiveKind, ...]:
    """Give all kinds in the order of the list; raises `ValueError` when the file does not hold seventeen."""
    source = resources.files("knowledge").joinpath("data/sensitive.yml").read_text(encoding="utf-8")
    rows = read_yaml(source)
    kinds = tuple(SensitiveKind(row["key"], row["name"], tuple(row["words"])) for row in rows)
    if len({kind.key for kind in kinds}) != KINDS_COUNT:
        raise ValueError(f"sensitive.yml: {KINDS_COUNT} kinds are wanted, {len(kinds)} found")
    return kinds


def kinds_of(document: Document, text: str) -> tuple[str, ...]:
    """Give the keys of the kinds a document seems to be of: by its title, or by several words of its text."""
    return tuple(
        kind.key
        for kind in sensitive_kinds()
        if any(word in document.title for word in kind.words)
        or sum(word in text for word in kind.words) >= WORDS_IN_TEXT
    )
