"""Keeping imported files and giving them back at the desk; each look is noted in the audit."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.privacy import Vault
from bot.sealed_files import SealedParts, digest
from handlers.source_files.origins import OriginFile, Origins
from handlers.source_files.records import SourceFilePartRecord, SourceFileRecord, SourceUseRecord
from knowledge.documents.records import DocumentRecord

PARTS = SealedParts(SourceFilePartRecord, kind="source-file")
NAME_LETTERS = 255
# No more names are asked for in one query.
ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A kept file as the desk sees it; `digest` is its SHA-256."""

    id: str
    name: str
    octets: int
    digest: str
    kept_by: str
    kept_at: datetime


class SourceFiles:
    """One method, one transaction; the same file is kept once, however often it comes."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def keep(self, name: str, content: bytes, documents: Sequence[str], *, actor: str) -> str:
        """Keep a file beside the documents read from it, and give its id; those that are not in the library are left out."""
        async with self._database.transaction() as tx:
            return await self._keep(tx, OriginFile(name, content, documents), actor=actor)

    async def keep_all(self, origins: Origins, *, actor: str) -> int:
        """Keep every file of an import, several in a transaction, and give how many; raises `OSError` when one is gone."""
        kept = 0
        async for together in origins.files():
            async with self._database.transaction() as tx:
                for one in together:
                    await self._keep(tx, one, actor=actor)
            kept += len(together)
        return kept

    async def _keep(self, tx: AsyncSession, file: OriginFile, *, actor: str) -> str:
        found, now = await asyncio.to_thread(digest, file.content), self._clock.now()
        row = await tx.scalar(select(SourceFileRecord).where(SourceFileRecord.digest == found))
        if row is None:
            row = SourceFileRecord(
                id=uuid.uuid4().hex,
                digest=found,
                name=file.name[-NAME_LETTERS:],
                octets=len(file.content),
                kept_at=now,
                kept_by=actor,
            )
            tx.add(row)
            PARTS.put_away(tx, row.id, file.content, vault=self._vault)
        for document in await _unused(tx, file.documents, row.id):
            tx.add(SourceUseRecord(document_id=document, source=row.id, used_at=now))
        detail = {"digest": found, "documents": str(len(file.documents))}
        await audit.record(tx, "knowledge:source", actor=actor, subject=row.id, now=now, detail=detail)
        return row.id

    async def of(self, document: str) -> Sequence[SourceFile]:
        """Give the files a document was read from, the newest first."""
        async with self._database.reading() as tx:
            rows = await tx.scalars(
                select(SourceFileRecord)
                .join(SourceUseRecord, SourceUseRecord.source == SourceFileRecord.id)
                .where(SourceUseRecord.document_id == document)
                .order_by(SourceUseRecord.id.desc())
            )
            return [_value(row) for row in rows]

    async def fetch(self, identifier: str, *, actor: str) -> tuple[SourceFile, bytes]:
        """Give a file with its content, and note who fetched it.

        Raises `InputError` (`publishing.refused.no_source`) when it is not there, `ServiceError` when it does not open
        or is not what was kept.
        """
        async with self._database.transaction() as tx:
            row = await tx.get(SourceFileRecord, identifier)
            if row is None:
                raise InputError("publishing.refused.no_source")
            content = await PARTS.taken_out(tx, row.id, vault=self._vault, expected=row.digest)
            now = self._clock.now()
            await audit.record(tx, "knowledge:source-fetch", actor=actor, subject=row.id, now=now)
            return _value(row), content


async def _unused(tx: AsyncSession, documents: Sequence[str], source: str) -> Sequence[str]:
    """Give those of some ids that are documents and not yet noted beside a file."""
    found: list[str] = []
    used = select(SourceUseRecord.document_id).where(SourceUseRecord.source == source)
    names = list(dict.fromkeys(documents))
    for start in range(0, len(names), ASKED_AT_ONCE):
        chosen = select(DocumentRecord.id).where(
            DocumentRecord.id.in_(names[start : start + ASKED_AT_ONCE]), DocumentRecord.id.not_in(used)
        )
        found.extend(await tx.scalars(chosen))
    return found


def _value(row: SourceFileRecord) -> SourceFile:
    return SourceFile(row.id, row.name, row.octets, row.digest, row.kept_by, row.kept_at)
