"""Files of formats that say nothing about themselves in our terms: read in the workroom, made drafts here."""

from collections.abc import Iterator

from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.workroom import Workroom


def read_foreign(form: str, content: bytes, *, name: str, room: Workroom) -> Iterator[Draft | Fault]:
    """Give the documents of a file's content, and a fault for each row of it that cannot be taken.

    Raises `Refusal` when the whole file cannot be taken.
    """
    for manuscript in room.read(form, content, name=name):
        try:
            yield to_draft(manuscript, file=name)
        except Refusal as refusal:
            yield refusal.at(name, manuscript.line)
