"""How long pictures are kept: as long as what they were sent with, a form that is never filed for sixty days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.forms.drafts import DRAFT_KEPT
from bot.retention import Expired
from handlers.pictures import store
from handlers.pictures.records import PictureRecord

# A form lives for so long after its latest message, so that an early picture of it may be older.
UNFILED_KEPT = 2 * DRAFT_KEPT


@dataclass(frozen=True, slots=True)
class OldPictures:
    """Deletes pictures with their files once nothing is left that they belong to; `held` gives the holders that are there."""

    held: Callable[[], Select[Any]]
    name: str = "pictures"

    def _wanted(self, now: datetime) -> ColumnElement[bool]:
        return and_(PictureRecord.sent_at < now - UNFILED_KEPT, PictureRecord.holder.not_in(self.held()))

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give what is left of nothing; pictures have no numbers of their own."""
        at = PictureRecord.sent_at
        found = select(func.count(), func.min(at, type_=at.type)).where(self._wanted(now))
        count, oldest = (await tx.execute(found)).one()
        return Expired(int(count), oldest)

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        chosen = select(PictureRecord.id).where(self._wanted(now)).order_by(PictureRecord.id).limit(limit)
        owners = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await store.delete_where(tx, PictureRecord.id.in_(owners)) if owners else 0
