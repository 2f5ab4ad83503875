"""Keeps proposed particulars until a person has looked at them; nothing unconfirmed becomes public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from knowledge.documents import cards, store
from knowledge.documents.document import Document
from knowledge.documents.draft import Draft, Proposal, Refusal, from_plain, to_plain
from knowledge.documents.fields import read_value, sound
from knowledge.documents.records import ProposalRecord

NOTE = "confirmed"
# What the import itself decides; a person's corrections never touch it.
_FIXED = frozenset({"id", "source"})
_DEFAULTS: Mapping[str, Any] = {field.name: field.default for field in fields(Document)}


@dataclass(frozen=True, slots=True)
class PendingProposal:
    """A proposal with the particulars as they stand; `confirmed_by` is empty while nobody has looked at it."""

    document: Document
    proposal: Proposal
    proposed_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str


class Proposals:
    """What a person does with proposals: look, correct, confirm. Each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, identifier: str) -> PendingProposal | None:
        """Give the proposal for a document, confirmed or not; None when its particulars were told, not read."""
        async with self._database.reading() as tx:
            row = await tx.get(ProposalRecord, identifier)
            record = await store.record_of(tx, identifier)
            if row is None or record is None:
                return None
            proposal = from_plain(row.proposal)
            return PendingProposal(
                record.document(), proposal, row.proposed_at, row.confirmed_at, row.confirmed_by
            )

    async def waiting(self) -> int:
        """Give how many documents wait for a person to confirm their particulars."""
        async with self._database.reading() as tx:
            query = (
                select(func.count()).select_from(ProposalRecord).where(ProposalRecord.confirmed_at.is_(None))
            )
            return int(await tx.scalar(query) or 0)

    async def confirm(self, identifier: str, values: Mapping[str, str], *, actor: str) -> Document:
        """Take over the particulars a person has confirmed or corrected; empty text says there is none.

        Fields that `values` leaves out stay as they are. Changed particulars make a new version. Raises `InputError`:
        `knowledge.missing`, or `knowledge.bad_field` for a value that cannot be understood.
        """
        async with self._database.transaction() as tx:
            record = await store.locked_record(tx, identifier)
            row = await tx.get(ProposalRecord, identifier)
            version = await store.version(tx, identifier, record.current_version) if record else None
            if record is None or row is None or version is None:
                raise InputError("knowledge.missing", id=identifier)
            now = self._clock.now()
            before = version.document
            document = corrected(before, values)
            if document != before:
                draft = Draft(document, version.text, document.source)
                store.add_version(tx, record, draft, author=actor, note=NOTE, now=now)
            row.confirmed_at, row.confirmed_by = now, actor
            changed = [name for name in _DEFAULTS if getattr(document, name) != getattr(before, name)]
            detail = {"version": str(record.current_version), "changed": "、".join(changed)}
            await audit.record(
                tx, "knowledge:confirm", actor=actor, subject=identifier, now=now, detail=detail
            )
            return document


def corrected(document: Document, values: Mapping[str, str]) -> Document:
    """Give a document with some particulars as a person wrote them; raises `InputError` (`knowledge.bad_field`)."""
    read: dict[str, Any] = {}
    for name, written in values.items():
        try:
            read[name] = _value(name, written.strip())
        except Refusal as refusal:
            raise InputError("knowledge.bad_field", field=name, reason=refusal.at("", None).reason) from None
    try:
        return sound(replace(document, **read))
    except Refusal as refusal:
        raise InputError("knowledge.bad_field", field="kind", reason=refusal.at("", None).reason) from None


def _value(name: str, written: str) -> object:
    if name in _FIXED or name not in _DEFAULTS:
        raise Refusal("field_unknown", field=name)
    if name == "title" and not written:
        raise Refusal("field_missing", field=name)
    return read_value(name, written) if written else _DEFAULTS[name]


async def kept(tx: AsyncSession, identifiers: Sequence[str]) -> dict[str, ProposalRecord]:
    """Give the proposals kept for these documents."""
    rows = await tx.scalars(select(ProposalRecord).where(ProposalRecord.document_id.in_(identifiers)))
    return {row.document_id: row for row in rows}


async def unconfirmed(tx: AsyncSession, identifier: str) -> bool:
    """Whether a person still has to confirm a document's particulars."""
    row = await tx.get(ProposalRecord, identifier)
    return row is not None and row.confirmed_at is None


def is_unchanged(draft: Draft, fingerprint: str, row: ProposalRecord | None) -> bool:
    """Whether a draft is what was imported before, whatever a person corrected since.

    `fingerprint` is that of the newest version; a draft without proposals is compared with it.
    """
    same = row.source_digest if row is not None and draft.proposal is not None else fingerprint
    return same == store.digest(draft.document, draft.text)


def with_corrections(row: ProposalRecord, stands: Document, draft: Draft) -> Draft:
    """Give a changed file's draft with what a person corrected, where the file still says the same as then.

    `stands` is the document as it is kept.
    """
    if row.confirmed_at is None:
        return draft
    proposed = cards.from_json(row.card)
    kept_values = {
        name: getattr(stands, name)
        for name in _DEFAULTS
        if name not in _FIXED
        and getattr(draft.document, name) == getattr(proposed, name) != getattr(stands, name)
    }
    return replace(draft, document=replace(draft.document, **kept_values))


def keep(tx: AsyncSession, row: ProposalRecord | None, draft: Draft, *, now: datetime) -> None:
    """Keep what was read of a new or changed file, to be confirmed; its document must be in the database."""
    if draft.proposal is None:
        return
    if row is None:
        row = ProposalRecord(document_id=draft.document.id)
        tx.add(row)
    row.card = cards.to_json(draft.document)
    row.source_digest = store.digest(draft.document, draft.text)
    row.proposal = to_plain(draft.proposal)
    row.proposed_at, row.confirmed_at, row.confirmed_by = now, None, ""
