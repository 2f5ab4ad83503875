"""What changed between two versions: paragraph by paragraph, and inside a changed paragraph word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

import rjieba

from knowledge.documents.document import Document
from knowledge.documents.elements import Elements

# Beyond these sizes a comparison word by word costs seconds and tells nobody anything.
COMPARED_LETTERS = 4000
ALIKE_SHARE = 0.3


class Change(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; a changed one stands on one side only."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class ParagraphPair:
    """One paragraph of both versions: the side where there is none is empty."""

    change: Change
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Altered:
    """A particular that differs: its name, and both values as text."""

    field: str
    before: str
    after: str


def texts(before: str, after: str) -> tuple[ParagraphPair, ...]:
    """Give all paragraphs of two texts side by side, blank ones left out."""
    old, new = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        line
        for tag, first, last, start, end in matcher.get_opcodes()
        for line in _lines(tag, old[first:last], new[start:end])
    )


def particulars(before: Document, after: Document) -> tuple[Altered, ...]:
    """Give the particulars that differ, in the order of the document's fields."""
    pairs = (
        (item.name, _plain(getattr(before, item.name)), _plain(getattr(after, item.name)))
        for item in fields(Document)
    )
    return tuple(Altered(name, old, new) for name, old, new in pairs if old != new)


def changed_only(lines: Sequence[ParagraphPair], *, around: int = 1) -> tuple[ParagraphPair | None, ...]:
    """Give the changed paragraphs with their neighbours; None stands for those left out between them."""
    near = {
        at + step
        for at, line in enumerate(lines)
        if line.change is not Change.SAME
        for step in range(-around, around + 1)
    }
    shown: list[ParagraphPair | None] = []
    for at, line in enumerate(lines):
        if at in near:
            shown.append(line)
        elif not shown or shown[-1] is not None:
            shown.append(None)
    return tuple(shown)


def _paragraphs(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _lines(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[ParagraphPair]:
    if tag == "equal":
        for text in old:
            yield ParagraphPair(Change.SAME, (Piece(text, changed=False),), (Piece(text, changed=False),))
        return
    for one, other in zip_longest(old, new):
        if one is None:
            yield ParagraphPair(Change.ADDED, (), (Piece(other, changed=True),))
        elif other is None:
            yield ParagraphPair(Change.REMOVED, (Piece(one, changed=True),), ())
        else:
            yield _altered(one, other)


def _altered(old: str, new: str) -> ParagraphPair:
    whole = ParagraphPair(Change.ALTERED, (Piece(old, changed=True),), (Piece(new, changed=True),))
    if max(len(old), len(new)) > COMPARED_LETTERS:
        return whole
    mine, theirs = rjieba.cut(old), rjieba.cut(new)
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.ratio() < ALIKE_SHARE:
        return whole
    before, after = [], []
    for tag, first, last, start, end in matcher.get_opcodes():
        changed = tag != "equal"
        before.append(Piece("".join(mine[first:last]), changed))
        after.append(Piece("".join(theirs[start:end]), changed))
    return ParagraphPair(Change.ALTERED, _told(before), _told(after))


def _told(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if isinstance(value, Elements):
        return "；".join(filter(None, (str(getattr(value, item.name)) for item in fields(value))))
    return value.isoformat() if isinstance(value, date) else str(value)
