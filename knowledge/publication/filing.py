"""Which particulars only file a document: to change these alone needs no review, and citizens get them at once.

The reviews are of information before it is made public (Regulations art. 17). A theme says on which shelf a document
stands, and the review date is the office's own reminder: neither tells citizens anything that a reviewer has to vouch
for. Every other particular (validity, unit, phone, dates, who explains) is told to citizens and goes through the three
reviews, however small the change.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import fields

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock, local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents import store
from knowledge.documents.document import Document, DocumentState
from knowledge.documents.draft import Draft
from knowledge.documents.proposals import corrected
from knowledge.documents.records import DocumentRecord
from knowledge.documents.store import Listed, Version
from knowledge.publication import records
from knowledge.publication.index_notice import IndexNotice, told_once
from knowledge.publication.lifecycle import ARTICLE, IN_REVIEW
from knowledge.publication.public_version import make_public

FILING = frozenset({"theme", "review_on"})
FILED = "filed"
NOTE = "particulars"


def only_filed_anew(record: DocumentRecord, newest: Version, document: Document, text: str) -> bool:
    """Whether a document that is public as it stands would only be filed anew by another version of it."""
    public = record.state is DocumentState.PUBLISHED and record.public_version == newest.number
    changed = {
        field.name
        for field in fields(Document)
        if getattr(document, field.name) != getattr(newest.document, field.name)
    }
    return public and bool(changed) and changed <= FILING and text.strip() == newest.text.strip()


class Particulars:
    """Sets on a document, without touching its text, particulars and that somebody looked at it again.

    Each method is one transaction.
    """

    def __init__(self, database: Database, clock: Clock, *, index: IndexNotice) -> None:
        self._database = database
        self._clock = clock
        self._index = index

    async def change(self, identifier: str, values: Mapping[str, str], *, actor: str) -> Listed:
        """Take over particulars as a person wrote them, as a new version; what is the same already makes none.

        What only files a public document is public at once; all else waits for the reviews.

        Raises `InputError`: `knowledge.missing`, or `knowledge.bad_field` for a value that cannot be understood;
        `ProcedureError` while the document is under review.
        """
        async with self._database.transaction() as tx:
            record, version = await editable(tx, identifier)
            document, filed = corrected(version.document, values), False
            if document != version.document:
                now = self._clock.now()
                draft = Draft(document, version.text, document.source)
                filed = only_filed_anew(record, version, document, version.text)
                store.add_version(tx, record, draft, author=actor, note=FILED if filed else NOTE, now=now)
                if filed:
                    await make_public(tx, record, record.current_version, now=now, same_words=True)
                detail = {"version": str(record.current_version), "changed": "、".join(values)}
                await audit.record(
                    tx, "knowledge:particulars", actor=actor, subject=identifier, now=now, detail=detail
                )
            listed = store.listed(record)
        if filed:
            await self._index.changed()
        return listed

    @asynccontextmanager
    async def together(self) -> AsyncIterator["Particulars"]:
        """Give particulars to set on several documents, of which the index is told once, at the end of the block."""
        async with told_once(self._index) as index:
            yield Particulars(self._database, self._clock, index=index)

    async def reaffirm(self, identifier: str, *, actor: str) -> Listed:
        """Note that somebody found today that a document's content still stands; it makes no version.

        Raises `InputError` (`knowledge.missing`).
        """
        async with self._database.transaction() as tx:
            record = await store.locked_record(tx, identifier)
            if record is None:
                raise InputError("knowledge.missing", id=identifier)
            now = self._clock.now()
            record.checked_on = local_date(now)
            await audit.record(tx, "knowledge:check", actor=actor, subject=identifier, now=now)
            return store.listed(record)


async def editable(tx: AsyncSession, identifier: str) -> tuple[DocumentRecord, Version]:
    """Give a document's record and newest version, held until the transaction ends.

    Raises `InputError` (`knowledge.missing`), `ProcedureError` while the document is under review.
    """
    record = await store.locked_record(tx, identifier)
    version = await store.version(tx, identifier, record.current_version) if record else None
    if record is None or version is None:
        raise InputError("knowledge.missing", id=identifier)
    given = await records.of(tx, identifier)
    if given is not None and given.stage in IN_REVIEW:
        raise ProcedureError("publishing.refused.under_review", article=ARTICLE)
    return record, version
