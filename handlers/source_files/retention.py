"""Files go when no document and no draft that can still be brought back was read from them."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from bot.retention import Expired
from handlers.source_files.records import SourceFilePartRecord, SourceFileRecord, SourceUseRecord
from knowledge.documents.records import DocumentRecord
from knowledge.library.discard_records import DiscardRecord


class UnusedSourceFiles:
    """Deletes files whose documents are all gone for good."""

    name = "source_files"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give how many there are."""
        found = select(func.count(SourceFileRecord.id), func.min(SourceFileRecord.kept_at)).where(_unused())
        row = (await tx.execute(found)).one()
        return Expired(int(row[0]), row[1])

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many, with their parts and the notes of what was read from them."""
        chosen = select(SourceFileRecord.id).where(_unused()).order_by(SourceFileRecord.id).limit(limit)
        names = list(await tx.scalars(chosen))
        if not names:
            return 0
        await tx.execute(delete(SourceFilePartRecord).where(SourceFilePartRecord.owner.in_(names)))
        await tx.execute(delete(SourceUseRecord).where(SourceUseRecord.source.in_(names)))
        return touched(await tx.execute(delete(SourceFileRecord).where(SourceFileRecord.id.in_(names))))


def _unused() -> ColumnElement[bool]:
    use = SourceUseRecord
    kept = select(DocumentRecord.id).where(DocumentRecord.id == use.document_id).exists()
    discarded = select(DiscardRecord.id).where(DiscardRecord.document_id == use.document_id).exists()
    used = select(use.id).where(use.source == SourceFileRecord.id, kept | discarded)
    return and_(~used.exists())
