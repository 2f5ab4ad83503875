"""Which particulars only file a document: to change these alone needs no review, and citizens get them at once.

The reviews are of information before it is made public (Regulations art. 17). A theme says on which shelf a document
stands, and the review date is the office's own reminder: neither tells citizens anything that a reviewer has to vouch
for. Every other particular (validity, unit, phone, dates, who explains) is told to citizens and goes through the three
reviews, however small the change.
"""

from dataclasses import fields

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.documents.document import Document, State
from knowledge.documents.records import DocumentRecord
from knowledge.documents.store import Version
from knowledge.publication import approvals

FILING = frozenset({"theme", "review_on"})
FILED = "filed"


def only_filed_anew(record: DocumentRecord, newest: Version, document: Document, text: str) -> bool:
    """Whether a document that is public as it stands would only be filed anew by another version of it."""
    public = record.state is State.PUBLISHED and record.public_version == newest.number
    changed = {
        field.name
        for field in fields(Document)
        if getattr(document, field.name) != getattr(newest.document, field.name)
    }
    return public and bool(changed) and changed <= FILING and text.strip() == newest.text.strip()


async def make_public(tx: AsyncSession, record: DocumentRecord) -> None:
    """Make the newest version the public one, and let the approved answers that rest on it stand, in the caller's transaction."""
    before = record.public_version
    record.public_version = record.current_version
    if before is not None:
        await approvals.follow(tx, record.id, before, record.current_version)
