"""The queries over documents and their versions; nothing here commits."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.documents import cards
from knowledge.documents.document import Document, DocumentState
from knowledge.documents.draft import Draft
from knowledge.documents.records import DocumentRecord, VersionRecord

BATCH_DOCUMENTS = 200
BATCH_NUMBERS = 2000
_NEWEST = and_(
    VersionRecord.document_id == DocumentRecord.id, VersionRecord.number == DocumentRecord.current_version
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list: its newest particulars, how far it has come and its versions.

    `public_version` is what citizens are answered from; it lags behind `current_version` while a change waits.
    """

    document: Document
    state: DocumentState
    current_version: int
    public_version: int | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a document with the particulars it had."""

    document: Document
    number: int
    text: str
    author: str
    note: str
    created_at: datetime


def digest(document: Document, text: str) -> str:
    """Give the fingerprint of a document with its text; the same content gives the same fingerprint."""
    return hashlib.sha256(f"{cards.to_json(document)}\n{text}".encode()).hexdigest()


async def record_of(tx: AsyncSession, identifier: str) -> DocumentRecord | None:
    """Give the record of a document."""
    return await tx.get(DocumentRecord, identifier)


async def locked_record(tx: AsyncSession, identifier: str) -> DocumentRecord | None:
    """Give the record of a document, held against changes by others until the transaction ends."""
    return await tx.get(DocumentRecord, identifier, with_for_update=True)


async def newest(tx: AsyncSession, identifiers: Sequence[str]) -> dict[str, tuple[DocumentRecord, str]]:
    """Give those of these documents that exist, each with the fingerprint of its newest version."""
    rows = await tx.execute(
        select(DocumentRecord, VersionRecord.digest)
        .join(VersionRecord, _NEWEST)
        .where(DocumentRecord.id.in_(identifiers))
        .with_for_update()
    )
    return {record.id: (record, fingerprint) for record, fingerprint in rows}


def add_version(
    tx: AsyncSession, record: DocumentRecord, draft: Draft, *, author: str, note: str, now: datetime
) -> None:
    """Add the next version of a document and make it the newest."""
    record.describe(draft.document, draft.text)
    record.current_version = record.next_version()
    record.updated_at = now
    record.versions.add(
        VersionRecord(
            number=record.current_version,
            card=cards.to_json(draft.document),
            text=draft.text,
            digest=digest(draft.document, draft.text),
            author=author,
            note=note,
            created_at=now,
        )
    )
    tx.add(record)


def new_record(now: datetime) -> DocumentRecord:
    """Give an empty draft."""
    return DocumentRecord(
        state=DocumentState.DRAFT,
        current_version=0,
        last_version=0,
        public_version=None,
        created_at=now,
        updated_at=now,
    )


async def version(tx: AsyncSession, identifier: str, number: int) -> Version | None:
    """Give one version of a document."""
    row = await tx.get(VersionRecord, (identifier, number))
    return _version(row) if row else None


async def version_before(tx: AsyncSession, identifier: str, number: int) -> Version | None:
    """Give the version that a document had before one of its versions came; None before the first."""
    row = await tx.scalar(
        select(VersionRecord)
        .where(VersionRecord.document_id == identifier, VersionRecord.number < number)
        .order_by(VersionRecord.number.desc())
        .limit(1)
    )
    return _version(row) if row else None


async def versions(tx: AsyncSession, identifier: str) -> list[Version]:
    """Give all versions of a document, newest first."""
    rows = await tx.scalars(
        select(VersionRecord)
        .where(VersionRecord.document_id == identifier)
        .order_by(VersionRecord.number.desc())
    )
    return [_version(row) for row in rows]


async def fingerprints(tx: AsyncSession, identifiers: Sequence[str]) -> dict[str, str]:
    """Give the fingerprints of the newest versions of those of these documents that exist."""
    rows = await tx.execute(
        select(DocumentRecord.id, VersionRecord.digest)
        .join(VersionRecord, _NEWEST)
        .where(DocumentRecord.id.in_(identifiers))
    )
    return {identifier: fingerprint for identifier, fingerprint in rows}  # noqa: C416 - rows are no plain pairs


async def newest_versions(tx: AsyncSession, identifiers: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Give card and text of the newest versions of those of these documents that exist."""
    rows = await tx.execute(
        select(VersionRecord.document_id, VersionRecord.card, VersionRecord.text)
        .join(DocumentRecord, _NEWEST)
        .where(DocumentRecord.id.in_(identifiers))
    )
    return {identifier: (card, text) for identifier, card, text in rows}


async def newest_texts(tx: AsyncSession) -> AsyncIterator[list[tuple[str, str, str, str]]]:
    """Give id, title, number and newest text of every document not withdrawn, some at a time in the order of ids."""
    query = (
        select(DocumentRecord.id, DocumentRecord.title, DocumentRecord.number, VersionRecord.text)
        .join(VersionRecord, _NEWEST)
        .where(DocumentRecord.state != DocumentState.WITHDRAWN)
        .order_by(DocumentRecord.id)
        .limit(BATCH_DOCUMENTS)
    )
    after = ""
    while rows := (await tx.execute(query.where(DocumentRecord.id > after))).all():
        yield [(identifier, title, number, text) for identifier, title, number, text in rows]
        after = rows[-1][0]


async def public(
    tx: AsyncSession, only: Sequence[str] | None = None
) -> AsyncIterator[tuple[Document, str, int]]:
    """Give every published document with the wording that is public and its number, in the order of their ids.

    `only` are the ids to look at.
    """
    query = (
        select(VersionRecord.document_id, VersionRecord.card, VersionRecord.text, VersionRecord.number)
        .join(
            DocumentRecord,
            and_(
                DocumentRecord.id == VersionRecord.document_id,
                DocumentRecord.public_version == VersionRecord.number,
            ),
        )
        .where(DocumentRecord.state == DocumentState.PUBLISHED)
        .order_by(DocumentRecord.id)
    )
    if only is not None:
        for start in range(0, len(only), BATCH_DOCUMENTS):
            some = await tx.execute(query.where(DocumentRecord.id.in_(only[start : start + BATCH_DOCUMENTS])))
            for _, card, text, number in some.all():
                yield cards.from_json(card), text, number
        return
    after = ""
    while True:
        rows = (await tx.execute(query.where(DocumentRecord.id > after).limit(BATCH_DOCUMENTS))).all()
        for _, card, text, number in rows:
            yield cards.from_json(card), text, number
        if len(rows) < BATCH_DOCUMENTS:
            return
        after = rows[-1][0]


async def public_versions(tx: AsyncSession) -> dict[str, int]:
    """Give the number of the public wording of every published document by its id."""
    query = (
        select(DocumentRecord.id, DocumentRecord.public_version)
        .where(DocumentRecord.state == DocumentState.PUBLISHED, DocumentRecord.public_version.is_not(None))
        .order_by(DocumentRecord.id)
        .limit(BATCH_NUMBERS)
    )
    numbers: dict[str, int] = {}
    after = ""
    while True:
        # Some at a time: the event loop has others to serve meanwhile.
        rows = (await tx.execute(query.where(DocumentRecord.id > after))).all()
        numbers.update((identifier, version or 0) for identifier, version in rows)
        if len(rows) < BATCH_NUMBERS:
            return numbers
        after = rows[-1][0]


def listed(row: DocumentRecord) -> Listed:
    """Give a record as others see it."""
    return Listed(row.document(), row.state, row.current_version, row.public_version, row.updated_at)


def _version(row: VersionRecord) -> Version:
    return Version(cards.from_json(row.card), row.number, row.text, row.author, row.note, row.created_at)
