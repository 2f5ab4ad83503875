"""The drafts of a manuscript: one of a paper, several of a gazette."""

from collections.abc import Iterator
from dataclasses import replace

from knowledge.documents.draft import Draft, Fault, Refusal
from knowledge.ingest.gazettes.parting import parted
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.readers.manuscript import Manuscript


def drafts(manuscript: Manuscript, *, file: str) -> Iterator[Draft | Fault]:
    """Give the draft of each paper a manuscript holds, and a fault for each that cannot be taken."""
    for one in parted(manuscript):
        # The line of a paper tells its place in the gazette: it is no row of a table, whose fields tell it apart.
        whole = replace(one, line=manuscript.line)
        try:
            yield replace(to_draft(whole, file=file), line=one.line)
        except Refusal as refusal:
            yield refusal.at(file, one.line)
