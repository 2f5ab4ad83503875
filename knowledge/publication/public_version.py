"""The moment a version becomes public, and the moment nothing of a document is public any more.

Whoever brings that moment about (the last review, an import, a new filing, a withdrawal) writes it here, in its own
transaction, and tells whoever keeps the index once that is committed. Whoever tells citizens finds it written down.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.documents.document import DocumentState, Kind
from knowledge.documents.records import DocumentRecord
from knowledge.publication import approvals, element_changes, public_changes


async def make_public(
    tx: AsyncSession, record: DocumentRecord, number: int, *, now: datetime, same_words: bool
) -> None:
    """Make a version of a document the public one, in the caller's transaction.

    `same_words` says that citizens read nothing new: approved answers that rest on the document follow, and so does the
    vouching for an approved answer itself. Otherwise whoever vouched for them is asked again.
    """
    before = record.public_version
    record.state, record.public_version, record.updated_at = DocumentState.PUBLISHED, number, now
    if same_words and before is not None:
        await approvals.follow(tx, record.id, before, number)
    else:
        if record.kind is Kind.GUIDE and before is not None:
            await element_changes.note(tx, record.id, before=before, after=number, now=now)
        public_changes.note(tx, record.id, number, before=before, now=now)


def take_back(tx: AsyncSession, record: DocumentRecord, *, now: datetime) -> None:
    """Make nothing of a document public, in the caller's transaction."""
    public_changes.note(tx, record.id, None, before=record.public_version, now=now)
    record.state, record.public_version, record.updated_at = DocumentState.WITHDRAWN, None, now
