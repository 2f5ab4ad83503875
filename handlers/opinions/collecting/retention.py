"""How long opinions are kept with who wrote them: a year after the result was due; and what erasing does on request.

Drafts, groups and the public summary are the office's own records and stay.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import touched
from bot.privacy import Vault
from bot.retention import LISTED, Expired
from handlers.opinions.collecting.records import OpinionRecord, PublicDraftRecord
from handlers.opinions.collecting.said import mark_of

KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class OldOpinions:
    """Deletes opinions a year after the result of their draft was due."""

    name: str = "opinions"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the opinions over their time."""
        record, old = OpinionRecord, _old(now)
        at = record.made_at
        count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(old))).one()
        names = await tx.scalars(select(record.number).where(old).order_by(at).limit(LISTED))
        return Expired(int(count), oldest, tuple(names))

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        record = OpinionRecord
        chosen = select(record.number).where(_old(now)).order_by(record.number).limit(limit)
        numbers = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await _deleted(tx, record.number.in_(numbers)) if numbers else 0


async def erase_opinions(tx: AsyncSession, vault: Vault, *, citizen: str) -> int:
    """Delete all that a citizen wrote, with a name or without, in the caller's transaction."""
    return await _deleted(tx, OpinionRecord.mark == mark_of(vault, citizen)) if citizen else 0


async def _deleted(tx: AsyncSession, which: ColumnElement[bool]) -> int:
    gone = await tx.execute(delete(OpinionRecord).where(which).execution_options(synchronize_session=False))
    return touched(gone)


def _old(now: datetime) -> ColumnElement[bool]:
    before = local_date(now) - timedelta(days=KEPT_DAYS)
    over = select(PublicDraftRecord.number).where(PublicDraftRecord.result_due_on < before)
    return OpinionRecord.draft.in_(over)
