"""How an item of the catalogue changed: what was public before, what since, and since when; each change names old and new (O2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.documents.document import Document
from knowledge.documents.store import Version

PARTICULARS = {
    "title": "名称",
    "unit": "单位",
    "theme": "领域",
    "level": "层级",
    "openness": "五公开",
    "rubric": "栏目",
}


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One value that changed: its name, what it was, and what it is."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ItemEdition:
    """One public wording and what it changed against the one before; the first one changed nothing."""

    number: int
    at: datetime
    changes: tuple[ItemChange, ...] = ()


def editions(
    versions: Sequence[Version], *, released: Collection[int], public: int
) -> tuple[ItemEdition, ...]:
    """Give the wordings that were public, the newest first, each with what it changed.

    `released` are the versions that passed the final review; where none did, an administrator published directly, and
    every version up to the public one counts.
    """
    shown = sorted(
        (
            version
            for version in versions
            if version.number <= public
            and (not released or version.number in released or version.number == public)
        ),
        key=lambda version: version.number,
    )
    found = [
        ItemEdition(
            version.number,
            version.created_at,
            changes(shown[place - 1].document, version.document) if place else (),
        )
        for place, version in enumerate(shown)
    ]
    return tuple(one for one in reversed(found) if one.changes or one is found[0])


def changes(before: Document, after: Document) -> tuple[ItemChange, ...]:
    """Give every element and particular in which two wordings differ."""
    old, new = _values(before), _values(after)
    return tuple(
        ItemChange(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    )


def _values(document: Document) -> dict[str, str]:
    elements = dict(document.elements.lines()) if document.elements else {}
    own = {name: str(getattr(document, field)) for field, name in PARTICULARS.items()}
    return {**own, **elements}
