"""What a reader gives: a document ready to be kept, what it proposes for a person to confirm, or a fault."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from bot.text.plain_yaml import read_yaml
from knowledge.documents.document import Document
from knowledge.documents.scans.scan import Scan

ABOLISHES = "abolishes"
# A value less certain than this is shown as doubtful: a person has to look at where it was read.
CERTAIN = 0.8


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposed value as text (days as 2026-01-31), with the words it was taken from.

    `field` is one of our field names, or `abolishes`: the document ends the one named. `source` says where the words
    stood: `told` (a field of the source), `text`, `layout` or `file` (the file's name); `line` is the line of the text,
    counted from one, or 0 where they stand in none. `certainty` (0 to 1) tells how far the places agree, `others` are
    the values that other places give.
    """

    field: str
    value: str
    evidence: str
    source: str = "text"
    certainty: float = 1.0
    line: int = 0
    others: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether nothing speaks against the value."""
        return self.certainty >= CERTAIN


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


@dataclass(frozen=True, slots=True)
class Draft:
    """A document with its text as read from a source; `file` and `line` say where it stood.

    With a `proposal` its particulars were read out of the text, and a person has to confirm them. `origin` is the path
    of the file on disk, by which it can be kept. With a `scan` its text was read off pictures of pages.
    """

    document: Document
    text: str
    file: str
    line: int | None = None
    proposal: Proposal | None = None
    origin: str = field(default="", compare=False)
    scan: Scan | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A row or file that was skipped: where it stands, and in plain Chinese what is wrong with it."""

    file: str
    line: int | None
    reason: str


class Refusal(Exception):  # noqa: N818 - it is caught where the row is known and becomes a fault, never shown
    """Something in a row or file that cannot be taken; `key` names the wording of the reason."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def at(self, file: str, line: int | None) -> Fault:
        """Give the fault for the place where this was met."""
        return Fault(file, line, reason(self.key, **self.values))


def to_plain(proposal: Proposal) -> dict[str, Any]:
    """Give a proposal as plain values, to be kept."""
    return {"fields": [asdict(one) for one in proposal.fields], "notes": list(proposal.notes)}


def from_plain(values: Mapping[str, Any]) -> Proposal:
    """Give the proposal that `to_plain` took apart."""
    fields = (Proposed(**{**one, "others": tuple(one.get("others", ()))}) for one in values["fields"])
    return Proposal(tuple(fields), tuple(values["notes"]))


def reason(key: str, /, **values: object) -> str:
    """Give the wording of a reason, filled in."""
    return _wordings()[key].format(**values)


@cache
def _wordings() -> dict[str, str]:
    text = resources.files("knowledge").joinpath("data/faults.yml").read_text(encoding="utf-8")
    wordings: dict[str, str] = read_yaml(text)
    return wordings
