"""The queries over subscribers and their subscriptions; nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import touched
from handlers.subscriptions.consent.records import SubscriberRecord, SubscriptionRecord
from handlers.subscriptions.subject import Subject, SubjectKind


async def subscriber(tx: AsyncSession, person: str, *, lock: bool = False) -> SubscriberRecord | None:
    """Give a subscriber by the keyed hash."""
    return await tx.get(SubscriberRecord, person, with_for_update=lock or None)


async def subscriptions(tx: AsyncSession, person: str) -> Sequence[SubscriptionRecord]:
    """Give what somebody is subscribed to, the oldest first."""
    record = SubscriptionRecord
    chosen = select(record).where(record.person == person).order_by(record.id)
    return (await tx.scalars(chosen)).all()


async def count(tx: AsyncSession, person: str) -> int:
    """Give how many subscriptions somebody has."""
    record = SubscriptionRecord
    return int(await tx.scalar(select(func.count()).where(record.person == person)) or 0)


async def find(tx: AsyncSession, person: str, subject: Subject) -> SubscriptionRecord | None:
    """Give somebody's subscription to a subject."""
    record = SubscriptionRecord
    chosen = select(record).where(
        record.person == person, record.kind == subject.kind.value, record.target == subject.key
    )
    return (await tx.scalars(chosen)).one_or_none()


async def due(tx: AsyncSession, *, now: datetime, limit: int) -> Sequence[SubscriberRecord]:
    """Give subscribers whose message of the day is due, held; those another worker has are passed over."""
    record = SubscriberRecord
    chosen = (
        select(record)
        .where(record.next_at <= now)
        .order_by(record.next_at, record.person)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await tx.scalars(chosen)).all()


async def strike_off(tx: AsyncSession, rows: Sequence[SubscriptionRecord]) -> int:
    """Delete subscriptions; give how many."""
    gone = await tx.execute(
        delete(SubscriptionRecord)
        .where(SubscriptionRecord.id.in_([row.id for row in rows]))
        .execution_options(synchronize_session=False)
    )
    return touched(gone)


def subject_of(row: SubscriptionRecord) -> Subject:
    """Give a subscription's subject as a value."""
    return Subject(SubjectKind(row.kind), row.target, row.name)
