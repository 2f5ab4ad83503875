"""What a person decides about the rows of a checked import: which stay out, and which are new versions of what is kept."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from knowledge.documents.document import Document
from knowledge.documents.draft import ABOLISHES, Draft, Fault

# What is only guessed from words never replaces what somebody entered.
_GUESSED = frozenset({"kind", "genre", "theme", "id", ABOLISHES})


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """Rows by their key: those left out, and for some the id of the document of which they are a new version."""

    left_out: frozenset[str] = frozenset()
    versions: Mapping[str, str] = field(default_factory=dict)

    def taken(self, items: Iterable[Draft | Fault]) -> Iterator[Draft | Fault]:
        """Give the items without those left out."""
        return (item for item in items if row_key(item.file, item.line) not in self.left_out)


KEY_DIGITS = 16
NO_CHOICES = ImportChoices()


def place_of(file: str, line: int | None) -> str:
    """Give what names a row of an import: its file, and its line where it is one of several."""
    return f"{file}:{line}" if line else file


def row_key(file: str, line: int | None) -> str:
    """Give what stands for a row in a form: short, however long its file's name is."""
    return hashlib.sha256(place_of(file, line).encode("utf-8", "replace")).hexdigest()[:KEY_DIGITS]


def as_version(stands: Document, draft: Draft) -> Draft:
    """Give a draft as a new version of a document: what its file tells counts, all else stays as it was entered."""
    told = {one.field for one in draft.proposal.fields} - _GUESSED if draft.proposal else set()
    values = {name: getattr(draft.document, name) for name in told if hasattr(draft.document, name)}
    document = replace(
        stands, **{name: value for name, value in values.items() if value}, source=draft.document.source
    )
    return replace(draft, document=document)
