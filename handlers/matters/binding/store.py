"""The questions asked of bindings and claims; the transaction comes first, rows come back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.audit import AuditRecord
from handlers.matters.binding.records import BindingClaimRecord, BindingRecord


def _live(today: date) -> ColumnElement[bool]:
    record = BindingRecord
    # Nearly every binding holds: said so that no engine finds them by the index of those that ended, which is all of them.
    return record.ended_at.is_not(None).is_(false()) & or_(record.ends_on.is_(None), record.ends_on >= today)


async def bound(tx: AsyncSession, citizen: str, *, today: date) -> Sequence[BindingRecord]:
    """Give the bindings of an account that hold, the oldest first."""
    if not citizen:
        return ()
    record = BindingRecord
    wanted = select(record).where(record.citizen == citizen, _live(today))
    return (await tx.scalars(wanted.order_by(record.id))).all()


async def on_marks(tx: AsyncSession, marks: Collection[str], *, today: date) -> Sequence[BindingRecord]:
    """Give the bindings on persons that hold, whose accounts ever they are."""
    record = BindingRecord
    if not marks:
        return ()
    return (
        await tx.scalars(select(record).where(record.mark.in_(marks), _live(today)).order_by(record.id))
    ).all()


async def open_claim(tx: AsyncSession, citizen: str, *, now: datetime) -> BindingClaimRecord | None:
    """Give the claim of an account that waits for its proof, to be written to."""
    record = BindingClaimRecord
    wanted = select(record).where(
        record.citizen == citizen, record.over_at.is_(None), record.expires_at > now
    )
    return (await tx.scalars(wanted.order_by(record.id.desc()).limit(1).with_for_update())).one_or_none()


async def claim_shown(tx: AsyncSession, shown_mark: str, *, now: datetime) -> BindingClaimRecord | None:
    """Give the claim whose account was shown a code, to be written to."""
    record = BindingClaimRecord
    wanted = select(record).where(
        record.shown_mark == shown_mark, record.over_at.is_(None), record.expires_at > now
    )
    return (await tx.scalars(wanted.with_for_update())).one_or_none()


async def claims_since(tx: AsyncSession, citizen: str, since: datetime) -> int:
    """Count the claims of an account."""
    record = BindingClaimRecord
    wanted = select(func.count()).where(record.citizen == citizen, record.made_at >= since)
    return int(await tx.scalar(wanted) or 0)


async def claims_by_account(tx: AsyncSession, mark: str, since: datetime) -> dict[str, int]:
    """Count the claims on a person by the account that made them; of a departed one by its keyed hash."""
    record = BindingClaimRecord
    counted = select(record.citizen, func.count()).where(record.mark == mark, record.made_at >= since)
    return {str(citizen): int(count) for citizen, count in await tx.execute(counted.group_by(record.citizen))}


async def acts_since(tx: AsyncSession, action: str, subject: str, since: datetime) -> int:
    """Count what the audit tells of somebody."""
    record = AuditRecord
    wanted = select(func.count()).where(
        record.subject == subject, record.action == action, record.at >= since
    )
    return int(await tx.scalar(wanted) or 0)


async def granted(tx: AsyncSession, grantor: str, *, today: date) -> Sequence[BindingRecord]:
    """Give the bindings that an account confirmed, and that hold."""
    record = BindingRecord
    return (await tx.scalars(select(record).where(record.grantor == grantor, _live(today)))).all()
