"""How long answers are kept: a year after the questionnaire ended, then its figures alone; and what erasing does on request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import local_date
from bot.database import touched
from bot.privacy import Vault
from bot.retention import LISTED, Expired
from handlers.questionnaires.collecting.records import QuestionnaireRecord, QuestionnaireReplyRecord
from handlers.questionnaires.collecting.replies import mark_of

KEPT_DAYS, BEGUN_DAYS = 365, 60


@dataclass(frozen=True, slots=True)
class OldReplies:
    """Deletes answers a year after their questionnaire's last day; those that were only begun after sixty days."""

    name: str = "questionnaires"

    async def due(self, tx: AsyncSession, *, now: datetime) -> Expired:
        """Give the answers over their time."""
        record, old = QuestionnaireReplyRecord, _old(now)
        at = record.begun_at
        count, oldest = (await tx.execute(select(func.count(), func.min(at, type_=at.type)).where(old))).one()
        numbers = select(record.questionnaire).where(old).group_by(record.questionnaire)
        names = await tx.scalars(numbers.order_by(record.questionnaire).limit(LISTED))
        return Expired(int(count), oldest, tuple(names))

    async def erase(self, tx: AsyncSession, *, now: datetime, limit: int) -> int:
        """Delete at most so many."""
        record = QuestionnaireReplyRecord
        chosen = select(record.id).where(_old(now)).order_by(record.id).limit(limit)
        rows = list(await tx.scalars(chosen.with_for_update(skip_locked=True)))
        return await _deleted(tx, record.id.in_(rows)) if rows else 0


async def erase_replies(tx: AsyncSession, vault: Vault, *, citizen: str) -> int:
    """Delete all that a citizen answered, in the caller's transaction; figures kept of an ended one tell nobody."""
    if not citizen:
        return 0
    return await _deleted(tx, QuestionnaireReplyRecord.mark == mark_of(vault, citizen))


async def _deleted(tx: AsyncSession, which: ColumnElement[bool]) -> int:
    gone = await tx.execute(
        delete(QuestionnaireReplyRecord).where(which).execution_options(synchronize_session=False)
    )
    return touched(gone)


def _old(now: datetime) -> ColumnElement[bool]:
    record, paper = QuestionnaireReplyRecord, QuestionnaireRecord
    before = local_date(now) - timedelta(days=KEPT_DAYS)
    # The figures have to be there before what they were counted from goes.
    over = select(paper.number).where(paper.closes_on < before, paper.totals.is_not(None))
    begun = now - timedelta(days=BEGUN_DAYS)
    return or_(record.questionnaire.in_(over), record.done_at.is_(None) & (record.begun_at < begun))
