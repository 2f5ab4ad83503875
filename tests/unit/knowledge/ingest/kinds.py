"""Imports a small file of some kind as the import does, in the process of the test."""

from dataclasses import dataclass

from knowledge.documents.draft import Draft, Refusal
from knowledge.ingest.bench import answer
from knowledge.ingest.formats import format_of
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.readers.manuscript import from_plain


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: the drafts of its documents, or the words of its refusal."""

    drafts: tuple[Draft, ...]
    refused: str = ""

    @property
    def text(self) -> str:
        """The text of all its documents."""
        return "\n".join(draft.text for draft in self.drafts)

    @property
    def notes(self) -> str:
        """Every note that a person is told beside its rows."""
        return "\n".join(note for draft in self.drafts if draft.proposal for note in draft.proposal.notes)


def imported(name: str, content: bytes) -> Outcome:
    """Give what the import makes of a file of this name."""
    read = answer(format_of(name) or "", content, name=name)
    if "refused" in read:
        return Outcome((), Refusal(read["refused"], **read["values"]).at(name, None).reason)
    try:
        return Outcome(tuple(to_draft(from_plain(one), file=name) for one in read["manuscripts"]))
    except Refusal as refusal:
        return Outcome((), refusal.at(name, None).reason)
