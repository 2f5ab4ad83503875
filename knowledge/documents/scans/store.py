"""The queries over scans; nothing here commits."""

import asyncio
import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy import Vault
from bot.sealed_files import SealedParts
from knowledge.documents.draft import Draft
from knowledge.documents.records import DocumentRecord
from knowledge.documents.scans.records import ScanPageRecord, ScanPartRecord, ScanRecord
from knowledge.documents.scans.scan import ScanLine, lines_from_plain, lines_to_plain

PARTS = SealedParts(ScanPartRecord, kind="document-scan")
ID_BYTES = 16

VaultSource = Callable[[], Vault]
"""Gives what seals, once something is to be sealed: a command that brings in text alone needs no key."""


async def keep(tx: AsyncSession, drafts: Sequence[Draft], *, vault: VaultSource, now: datetime) -> None:
    """Keep the scans of new or changed files, which takes those before them out of force; the documents must be there.

    Raises `OSError` when a file is gone.
    """
    names = [draft.document.id for draft in drafts]
    await tx.execute(update(ScanRecord).where(ScanRecord.document_id.in_(names)).values(is_in_force=False))
    for draft in drafts:
        if draft.scan is None:
            continue
        # One after the other: many large files at once would take the memory of all.
        content = await asyncio.to_thread(draft.scan.path.read_bytes)
        record = ScanRecord(
            id=secrets.token_hex(ID_BYTES),
            document_id=draft.document.id,
            form=draft.scan.form,
            digest=draft.scan.digest,
            octets=len(content),
            is_in_force=True,
            kept_at=now,
        )
        tx.add(record)
        await tx.flush()
        for page in draft.scan.pages:
            row = ScanPageRecord(
                scan=record.id, number=page.number, turn=page.turn, looked_by="", looked_at=None
            )
            tx.add(looked_at(row, page.lines, []))
        PARTS.put_away(tx, record.id, content, vault=vault())
        await tx.flush()


def looked_at(
    row: ScanPageRecord, lines: Sequence[ScanLine], looked: Sequence[tuple[int, int]]
) -> ScanPageRecord:
    """Give a page with its lines and what of them was looked at."""
    row.lines, row.looked = lines_to_plain(lines), [list(one) for one in sorted(looked)]
    row.waiting = sum(len(line.doubts) for line in lines) - len(looked)
    return row


async def in_force(tx: AsyncSession, document: str) -> ScanRecord | None:
    """Give the scan that a document's text comes from; None for a document that came as text."""
    found = await tx.scalars(
        select(ScanRecord).where(ScanRecord.document_id == document, ScanRecord.is_in_force)
    )
    return found.first()


async def put_in_force(tx: AsyncSession, document: str, scan: str | None) -> None:
    """Let one scan of a document be the one its text comes from, or with None none of them."""
    await tx.execute(
        update(ScanRecord).where(ScanRecord.document_id == document).values(is_in_force=ScanRecord.id == scan)
    )


async def erase_ownerless(tx: AsyncSession, documents: Collection[str], *, waiting: Select[str]) -> None:
    """Delete the scans of documents that are there no more; `waiting` gives those that may still be brought back."""
    await tx.execute(
        delete(ScanRecord).where(
            ScanRecord.document_id.in_(documents),
            ScanRecord.document_id.not_in(select(DocumentRecord.id)),
            ScanRecord.document_id.not_in(waiting),
        )
    )


async def pages(tx: AsyncSession, scan: str) -> Sequence[ScanPageRecord]:
    """Give the pages of a scan in their order."""
    found = await tx.scalars(
        select(ScanPageRecord).where(ScanPageRecord.scan == scan).order_by(ScanPageRecord.number)
    )
    return found.all()


def lines_of(row: ScanPageRecord) -> tuple[ScanLine, ...]:
    """Give the lines of a page."""
    return lines_from_plain(row.lines)


async def waiting(tx: AsyncSession, document: str) -> int:
    """Give how many doubtful places of a document nobody has looked at."""
    query = (
        select(func.coalesce(func.sum(ScanPageRecord.waiting), 0))
        .join(ScanRecord, ScanRecord.id == ScanPageRecord.scan)
        .where(ScanRecord.document_id == document, ScanRecord.is_in_force)
    )
    return int(await tx.scalar(query) or 0)
