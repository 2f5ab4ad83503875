"""Particulars a program read out of a text: proposals with their evidence, which a person confirms or corrects."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

ABOLISHES = "abolishes"


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposed value as text (days as 2026-01-31), with the words it was taken from.

    `field` is one of our field names, or `abolishes`: the document ends the one named. `source` says where the words
    stood: `told` (a field of the source), `text`, `layout` or `file` (the file's name).
    """

    field: str
    value: str
    evidence: str
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Proposal:
    """All proposals for one document, and in plain words what was not read of its file."""

    fields: tuple[Proposed, ...]
    notes: tuple[str, ...] = ()

    def value(self, field: str) -> str:
        """Give the first value proposed for a field, or empty text."""
        return next((one.value for one in self.fields if one.field == field), "")

    def values(self, field: str) -> tuple[str, ...]:
        """Give every value proposed for a field."""
        return tuple(one.value for one in self.fields if one.field == field)


def to_plain(proposal: Proposal) -> dict[str, Any]:
    """Give a proposal as plain values, to be kept."""
    return {"fields": [asdict(one) for one in proposal.fields], "notes": list(proposal.notes)}


def from_plain(values: Mapping[str, Any]) -> Proposal:
    """Give the proposal that `to_plain` took apart."""
    return Proposal(tuple(Proposed(**one) for one in values["fields"]), tuple(values["notes"]))
