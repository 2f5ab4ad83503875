"""What an approved answer rests on is put on record when it becomes public; when that changes, the answer is silent.

The versions of its sources are noted the moment an approved answer is first taken into the index. From then on, a
source that gets another public version, or is public no longer, takes the answer out until somebody confirms it.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot import audit
from bot.clock import Clock
from bot.database import Base, Database, Instant
from bot.errors import InputError
from knowledge.documents import cards, store
from knowledge.documents.document import DocumentState, Kind
from knowledge.documents.records import NAME_LETTERS, DocumentRecord, VersionRecord
from knowledge.publication.index_notice import IndexNotice

INDEX = "index"


class ApprovalRecord(Base):
    """The public versions of the sources that a version of an approved answer rests on, and who vouched for it last."""

    __tablename__ = "knowledge_approvals"

    document_id: Mapped[str] = mapped_column(ForeignKey("knowledge_documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    sources: Mapped[dict[str, int]] = mapped_column(JSON)
    confirmed_by: Mapped[str] = mapped_column(String(NAME_LETTERS))
    confirmed_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An approved answer that is silent until somebody confirms it; `sources` are ids and titles of what changed."""

    id: str
    title: str
    unit: str
    sources: tuple[tuple[str, str], ...]


class Approvals:
    """What operators do about approved answers."""

    def __init__(self, database: Database, clock: Clock, *, index: IndexNotice) -> None:
        self._database = database
        self._clock = clock
        self._index = index

    async def unconfirmed(self) -> tuple[Unconfirmed, ...]:
        """Give the approved answers whose sources have changed since, by id."""
        async with self._database.reading() as tx:
            return await unconfirmed(tx)

    async def confirm(self, identifier: str, *, actor: str) -> None:
        """Vouch for a public approved answer as its sources are now; it answers again at once.

        Raises `InputError` (`knowledge.missing`) when there is no such public answer.
        """
        async with self._database.transaction() as tx:
            record = await store.locked_record(tx, identifier)
            if record is None or record.kind is not Kind.FAQ or record.public_version is None:
                raise InputError("knowledge.missing", id=identifier)
            public, now = await store.public_versions(tx), self._clock.now()
            sources = await _sources(tx, identifier, record.public_version, public)
            row = await tx.get(ApprovalRecord, (identifier, record.public_version))
            if row is None:
                row = ApprovalRecord(document_id=identifier, version=record.public_version)
                tx.add(row)
            row.sources = sources
            row.confirmed_by, row.confirmed_at = actor, now
            detail = {source: str(version) for source, version in row.sources.items()}
            await audit.record(
                tx, "knowledge:confirm", actor=actor, subject=identifier, now=now, detail=detail
            )
        await self._index.changed()


async def unconfirmed(tx: AsyncSession) -> tuple[Unconfirmed, ...]:
    """Give the approved answers whose sources have changed since, by id."""
    outdated = changed(await _approvals(tx), await store.public_versions(tx))
    rows = await tx.scalars(
        select(DocumentRecord).where(DocumentRecord.id.in_(outdated)).order_by(DocumentRecord.id)
    )
    titles = await _titles(tx, {source for sources in outdated.values() for source in sources})
    return tuple(
        Unconfirmed(
            row.id,
            row.title,
            row.unit or row.issuer,
            tuple((source, titles.get(source, source)) for source in outdated[row.id]),
        )
        for row in rows
    )


async def silent(tx: AsyncSession, public: Mapping[str, int]) -> frozenset[str]:
    """Give the approved answers that must not answer, out of what is public."""
    return frozenset(changed(await _approvals(tx), public))


async def unrecorded(tx: AsyncSession) -> list[tuple[str, int]]:
    """Give the public approved answers, as (id, version), whose sources nobody has put on record yet."""
    rows = await tx.execute(
        select(DocumentRecord.id, DocumentRecord.public_version)
        .outerjoin(
            ApprovalRecord,
            and_(
                ApprovalRecord.document_id == DocumentRecord.id,
                ApprovalRecord.version == DocumentRecord.public_version,
            ),
        )
        .where(
            DocumentRecord.kind == Kind.FAQ,
            DocumentRecord.state == DocumentState.PUBLISHED,
            DocumentRecord.public_version.is_not(None),
            ApprovalRecord.document_id.is_(None),
        )
        .order_by(DocumentRecord.id)
    )
    return [(identifier, version) for identifier, version in rows if version is not None]


async def record(tx: AsyncSession, now: datetime) -> None:
    """Put the sources of every approved answer that became public on record, as they are now."""
    public = await store.public_versions(tx)
    for identifier, version in await unrecorded(tx):
        sources = await _sources(tx, identifier, version, public)
        row = ApprovalRecord(
            document_id=identifier, version=version, sources=sources, confirmed_by=INDEX, confirmed_at=now
        )
        # Another machine may put the same on record this very moment.
        with suppress(IntegrityError):
            async with tx.begin_nested():
                tx.add(row)


async def follow(tx: AsyncSession, identifier: str, before: int, after: int) -> None:
    """Take over, in the caller's transaction, that a public version has the very words of the one before it.

    Answers that rest on it stand as they stood, and an approved answer itself is neither vouched for nor silenced.
    """
    for row in await tx.scalars(select(ApprovalRecord).with_for_update()):
        if row.sources.get(identifier) == before:
            row.sources = {**row.sources, identifier: after}
    own = await tx.get(ApprovalRecord, (identifier, before))
    if own is not None:
        tx.add(
            ApprovalRecord(
                document_id=identifier,
                version=after,
                sources=dict(own.sources),
                confirmed_by=own.confirmed_by,
                confirmed_at=own.confirmed_at,
            )
        )


def changed(approvals: Mapping[str, Mapping[str, int]], public: Mapping[str, int]) -> dict[str, list[str]]:
    """Give for each approved answer the sources that are no longer what it rests on; nothing for the others."""
    outdated = {
        identifier: [source for source, version in sources.items() if public.get(source) != version]
        for identifier, sources in approvals.items()
    }
    return {identifier: sources for identifier, sources in outdated.items() if sources}


async def _approvals(tx: AsyncSession) -> dict[str, dict[str, int]]:
    rows = await tx.execute(
        select(ApprovalRecord.document_id, ApprovalRecord.sources).join(
            DocumentRecord,
            and_(
                DocumentRecord.id == ApprovalRecord.document_id,
                DocumentRecord.public_version == ApprovalRecord.version,
                DocumentRecord.state == DocumentState.PUBLISHED,
            ),
        )
    )
    return {identifier: dict(sources) for identifier, sources in rows}


async def _sources(
    tx: AsyncSession, identifier: str, version: int, public: Mapping[str, int]
) -> dict[str, int]:
    """Give the public versions of what a version of an answer says it rests on; what is not public is not ours."""
    row = await tx.get(VersionRecord, (identifier, version))
    document = cards.from_json(row.card) if row else None
    named = (*document.basis, *document.interprets) if document else ()
    return {source: public[source] for source in named if source in public}


async def _titles(tx: AsyncSession, identifiers: set[str]) -> dict[str, str]:
    rows = await tx.execute(
        select(DocumentRecord.id, DocumentRecord.title).where(DocumentRecord.id.in_(identifiers))
    )
    return {identifier: title for identifier, title in rows}  # noqa: C416 - rows are no plain pairs
