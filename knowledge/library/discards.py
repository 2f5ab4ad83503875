"""Throwing away wrong imports, drafts and unwanted versions: they are moved out of the library, and back for 30 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database, touched
from bot.errors import InputError
from bot.retention import Expired
from knowledge.documents import cards, store
from knowledge.documents.document import DocumentState
from knowledge.documents.records import DocumentRecord, ProposalRecord, VersionRecord
from knowledge.documents.scans import store as scans
from knowledge.library.discard_records import DiscardRecord
from knowledge.publication.batches.rules import DISCARDS_KEPT
from knowledge.publication.filing import editable
from knowledge.publication.findings_report import FindingsRecord
from knowledge.publication.lifecycle import Stage, Step
from knowledge.publication.records import ProcedureRecord, ReviewRecord

KEPT = DISCARDS_KEPT
MOST_SHOWN = 300
_VERSION = ("number", "card", "text", "digest", "author", "note")
_PROPOSAL = ("card", "source_digest", "proposal", "confirmed_by")
_WAY = (
    "stage",
    "round",
    "version",
    "authors",
    "kinds",
    "reasons",
    "dead_links",
    "links_checked",
    "submitted_by",
)
_WAY_TIMES = ("submitted_at", "changed_at")


@dataclass(frozen=True, slots=True)
class Discarded:
    """Something thrown away: a draft, or with `version` one version; it can be brought back until `kept_until`."""

    id: int
    document_id: str
    title: str
    version: int
    by: str
    at: datetime
    kept_until: datetime


class Discards:
    """Throws away and brings back; each public method is one transaction. What was public stays.

    What reviewers said stays on record, too; what they said it of may go once it is under review no more.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def discard(self, identifier: str, *, actor: str) -> Discarded:
        """Throw a draft away with all its versions.

        Raises `InputError`: `knowledge.missing`, `publishing.refused.was_public`; `ProcedureError` while it is under
        review: whoever submitted it takes it back first.
        """
        async with self._database.transaction() as tx:
            record, _ = await editable(tx, identifier)
            if record.state is not DocumentState.DRAFT or record.public_version is not None:
                raise InputError("publishing.refused.was_public", title=record.title)
            versions = await _versions(tx, identifier)
            proposal = await _taken_proposal(tx, identifier)
            content = {
                "created_at": record.created_at.isoformat(),
                "last_version": record.last_version,
                "versions": [_plain_version(one) for one in versions],
                "proposal": proposal,
                "way": await _taken_way(tx, identifier),
                "scan": scan.id if (scan := await scans.in_force(tx, identifier)) else None,
            }
            row = self._row(tx, record, 0, content, actor=actor)
            await tx.execute(delete(FindingsRecord).where(FindingsRecord.document_id == identifier))
            await tx.execute(delete(VersionRecord).where(VersionRecord.document_id == identifier))
            await tx.execute(delete(DocumentRecord).where(DocumentRecord.id == identifier))
            return await self._noted(tx, row, "knowledge:discard", actor=actor)

    async def discard_version(self, identifier: str, number: int, *, actor: str) -> Discarded:
        """Throw the newest version of a document away, so that the one before it is the newest again.

        Raises `InputError`: `knowledge.missing`, `publishing.refused.stale` for one that is not the newest,
        `publishing.refused.only_version`, `publishing.refused.was_public`; `ProcedureError` while the document is under
        review: its drafter takes it back, or a reviewer sends it back.
        """
        async with self._database.transaction() as tx:
            record, newest = await editable(tx, identifier)
            if number != newest.number:
                raise InputError("publishing.refused.stale")
            before = await store.version_before(tx, identifier, number)
            if before is None:
                raise InputError("publishing.refused.only_version")
            if await _was_public(tx, record, number):
                raise InputError("publishing.refused.was_public", title=record.title)
            gone = await tx.get(VersionRecord, (identifier, number))
            content = {
                "versions": [_plain_version(gone)] if gone else [],
                "proposal": await _taken_proposal(tx, identifier),
            }
            row = self._row(tx, record, number, content, actor=actor)
            await tx.execute(
                delete(FindingsRecord).where(
                    FindingsRecord.document_id == identifier, FindingsRecord.version == number
                )
            )
            await tx.execute(
                delete(VersionRecord).where(
                    VersionRecord.document_id == identifier, VersionRecord.number == number
                )
            )
            record.describe(before.document, before.text)
            record.current_version, record.updated_at = before.number, self._clock.now()
            await _turned_from(tx, record, number)
            return await self._noted(tx, row, "knowledge:discard", actor=actor)

    async def restore(self, discard: int, *, actor: str) -> Discarded:
        """Bring back what was thrown away; a version comes back as the newest.

        Raises `InputError`: `publishing.refused.not_discarded` when it is gone for good, `publishing.refused.exists`
        when the same draft came in again meanwhile, `knowledge.missing` when a version's document is gone.
        """
        async with self._database.transaction() as tx:
            row = await tx.get(DiscardRecord, discard, with_for_update=True)
            if row is None:
                raise InputError("publishing.refused.not_discarded")
            if row.version:
                await self._restore_version(tx, row)
            else:
                await self._restore_draft(tx, row)
            await tx.delete(row)
            return await self._noted(tx, row, "knowledge:undiscard", actor=actor)

    async def discarded(self) -> Sequence[Discarded]:
        """Give what can be brought back, the last thrown away first."""
        since = self._clock.now() - KEPT
        async with self._database.reading() as tx:
            rows = await tx.scalars(
                select(DiscardRecord)
                .where(DiscardRecord.discarded_at > since)
                .order_by(DiscardRecord.id.desc())
                .limit(MOST_SHOWN)
            )
            return [_value(row) for row in rows]

    async def titles(self, documents: Sequence[str]) -> dict[str, str]:
        """Give the titles of those of these drafts that are thrown away."""
        chosen = select(DiscardRecord.document_id, DiscardRecord.title).where(
            DiscardRecord.document_id.in_(documents), DiscardRecord.version == 0
        )
        async with self._database.reading() as tx:
            return {str(name): str(title) for name, title in await tx.execute(chosen)}

    async def _restore_draft(self, tx: AsyncSession, row: DiscardRecord) -> None:
        if await store.locked_record(tx, row.document_id) is not None:
            raise InputError("publishing.refused.exists", id=row.document_id)
        record = store.new_record(self._clock.now())
        record.created_at = datetime.fromisoformat(row.content["created_at"])
        versions = row.content["versions"]
        newest = versions[-1]
        record.describe(cards.from_json(newest["card"]), newest["text"])
        record.current_version = newest["number"]
        record.last_version = row.content.get("last_version", newest["number"])
        tx.add(record)
        await tx.flush()
        for one in versions:
            tx.add(_version_row(row.document_id, one, one["number"]))
        _give_back_proposal(tx, row)
        _give_back_way(tx, row)
        # A file of the same name may have been read and thrown away meanwhile.
        await scans.put_in_force(tx, row.document_id, row.content.get("scan"))

    async def _restore_version(self, tx: AsyncSession, row: DiscardRecord) -> None:
        record, _ = await editable(tx, row.document_id)
        for one in row.content["versions"]:
            # Its own number, unless others came after it; a number is never that of two versions.
            is_next = one["number"] > record.current_version
            record.current_version = one["number"] if is_next else record.next_version()
            record.updated_at = self._clock.now()
            record.describe(cards.from_json(one["card"]), one["text"])
            tx.add(_version_row(row.document_id, one, record.current_version))
            await _turned_to(tx, record)
        if await tx.get(ProposalRecord, row.document_id) is None:
            _give_back_proposal(tx, row)

    def _row(
        self, tx: AsyncSession, record: DocumentRecord, version: int, content: dict[str, Any], *, actor: str
    ) -> DiscardRecord:
        row = DiscardRecord(
            document_id=record.id,
            title=record.title,
            version=version,
            content=content,
            discarded_by=actor,
            discarded_at=self._clock.now(),
        )
        tx.add(row)
        return row

    async def _noted(self, tx: AsyncSession, row: DiscardRecord, deed: str, *, actor: str) -> Discarded:
        await tx.flush()
        detail = {"version": str(row.version), "title": row.title}
        now = self._clock.now()
        await audit.record(tx, deed, actor=actor, subject=row.document_id, now=now, detail=detail)
        return _value(row)


@dataclass(frozen=True, slots=True)
class OldDiscards:
    """Deletes for good what was thrown away 30 days ago."""

    name: str = "discards"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many there are."""
        found = select(func.count(DiscardRecord.id), func.min(DiscardRecord.discarded_at)).where(
            DiscardRecord.discarded_at < now - KEPT
        )
        row = (await tx.execute(found)).one()
        return Expired(int(row[0]), row[1])

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        chosen = select(DiscardRecord.id, DiscardRecord.document_id).where(
            DiscardRecord.discarded_at < now - KEPT
        )
        rows = (await tx.execute(chosen.order_by(DiscardRecord.id).limit(limit))).all()
        if not rows:
            return 0
        numbers = [number for number, _ in rows]
        erased = touched(await tx.execute(delete(DiscardRecord).where(DiscardRecord.id.in_(numbers))))
        await scans.erase_ownerless(tx, {name for _, name in rows}, waiting=select(DiscardRecord.document_id))
        return erased


async def _was_public(tx: AsyncSession, record: DocumentRecord, number: int) -> bool:
    """Whether a version is public, or was until it was withdrawn."""
    released = select(func.count(ReviewRecord.id)).where(
        ReviewRecord.document_id == record.id,
        ReviewRecord.version == number,
        ReviewRecord.step.in_([Step.RELEASE.value, Step.WITHDRAW.value, Step.PUT_BACK.value]),
    )
    return record.public_version == number or bool(await tx.scalar(released))


async def _turned_from(tx: AsyncSession, record: DocumentRecord, number: int) -> None:
    """Let a document whose version on its way is thrown away stand where it stood without it."""
    way = await tx.get(ProcedureRecord, record.id)
    if way is not None and way.version == number and record.state is not DocumentState.DRAFT:
        way.stage = record.state.value


async def _turned_to(tx: AsyncSession, record: DocumentRecord) -> None:
    """Let a version that comes back under its own number stand where it stood: before its next submission."""
    way = await tx.get(ProcedureRecord, record.id)
    if way is not None and way.version == record.current_version:
        way.stage = Stage.DRAFT.value


async def _versions(tx: AsyncSession, identifier: str) -> list[VersionRecord]:
    chosen = select(VersionRecord).where(VersionRecord.document_id == identifier)
    return list(await tx.scalars(chosen.order_by(VersionRecord.number)))


async def _taken_proposal(tx: AsyncSession, identifier: str) -> dict[str, Any] | None:
    """Give what was proposed for a document as plain values, and take it out."""
    row = await tx.get(ProposalRecord, identifier)
    if row is None:
        return None
    plain = {name: getattr(row, name) for name in _PROPOSAL}
    plain["proposed_at"] = row.proposed_at.isoformat()
    plain["confirmed_at"] = row.confirmed_at.isoformat() if row.confirmed_at else None
    await tx.delete(row)
    await tx.flush()
    return plain


def _give_back_proposal(tx: AsyncSession, row: DiscardRecord) -> None:
    plain = row.content["proposal"]
    if plain is None:
        return
    confirmed = plain["confirmed_at"]
    tx.add(
        ProposalRecord(
            document_id=row.document_id,
            **{name: plain[name] for name in _PROPOSAL},
            proposed_at=datetime.fromisoformat(plain["proposed_at"]),
            confirmed_at=datetime.fromisoformat(confirmed) if confirmed else None,
        )
    )


async def _taken_way(tx: AsyncSession, identifier: str) -> dict[str, Any] | None:
    """Give how far a document had come on its way to the public as plain values, and take it out."""
    row = await tx.get(ProcedureRecord, identifier)
    if row is None:
        return None
    plain = {name: getattr(row, name) for name in _WAY}
    plain.update({name: getattr(row, name).isoformat() for name in _WAY_TIMES})
    await tx.delete(row)
    await tx.flush()
    return plain


def _give_back_way(tx: AsyncSession, row: DiscardRecord) -> None:
    if plain := row.content.get("way"):
        times = {name: datetime.fromisoformat(plain[name]) for name in _WAY_TIMES}
        values = {name: plain[name] for name in _WAY}
        tx.add(ProcedureRecord(document_id=row.document_id, **values, **times))


def _plain_version(row: VersionRecord) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _VERSION}, "created_at": row.created_at.isoformat()}


def _version_row(identifier: str, plain: dict[str, Any], number: int) -> VersionRecord:
    values = {name: plain[name] for name in _VERSION if name != "number"}
    created = datetime.fromisoformat(plain["created_at"])
    return VersionRecord(document_id=identifier, number=number, **values, created_at=created)


def _value(row: DiscardRecord) -> Discarded:
    return Discarded(
        row.id, row.document_id, row.title, row.version, row.discarded_by, row.discarded_at, row.discarded_at + KEPT
    )  # fmt: skip
