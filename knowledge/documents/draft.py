"""What a reader gives: a document ready to be kept, or a fault with its place and reason."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from knowledge.documents.document import Document
from knowledge.ingest.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Draft:
    """A document with its text as read from a source; `file` and `line` say where it stood.

    With a `proposal` its particulars were read out of the text, and a person has to confirm them.
    """

    document: Document
    text: str
    file: str
    line: int | None = None
    proposal: Proposal | None = None


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


def reason(key: str, /, **values: object) -> str:
    """Give the wording of a reason, filled in."""
    return _wordings()[key].format(**values)


@cache
def _wordings() -> dict[str, str]:
    text = resources.files("knowledge").joinpath("data/faults.yml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found
